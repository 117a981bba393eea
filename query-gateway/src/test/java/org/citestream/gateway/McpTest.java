package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.citestream.events.Topics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tools, asked by the official client over HTTP. */
class McpTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void anAgentFindsAPaperAndLearnsWhyItHasItsRank() {
        RunningGateway gateway = RunningGateway.get();
        int[] ids = Samples.ids(2);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Axolotl indexes"),
                Samples.paper(ids[1], 1, "Citing axolotls"));
        gateway.publish(Topics.REFERENCES, Samples.references(ids[1], 1, List.of(ids[0]), List.of(), 0));
        gateway.publishEpoch(Map.of(ids[0], 0.2775, ids[1], 0.15), 10, gateway.inputs());
        await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
            assertThat(gateway.ids("/api/v1/papers?q=axolotl")).hasSize(2);
            assertThat(gateway.json("/api/v1/papers/" + ids[0] + "/why")
                            .get("total")
                            .asInt())
                    .isEqualTo(1);
        });

        try (McpSyncClient client = McpClient.sync(HttpClientStreamableHttpTransport.builder(gateway.address())
                        .build())
                .requestTimeout(SOON)
                .build()) {
            client.initialize();
            assertThat(client.listTools().tools().stream().map(Tool::name))
                    .containsExactlyInAnyOrder("search", "paper", "citations", "references", "similar", "explain_rank");

            assertThat(ask(client, gateway, "search", Map.of("query", "axolotl"))
                            .get("total")
                            .asInt())
                    .isEqualTo(2);
            assertThat(ask(client, gateway, "paper", Map.of("paper", "doi:10.1/" + ids[0]))
                            .get("title")
                            .asString())
                    .isEqualTo("Axolotl indexes");
            assertThat(ask(client, gateway, "citations", Map.of("paper", "" + ids[0]))
                            .get("items")
                            .get(0)
                            .get("id")
                            .asInt())
                    .isEqualTo(ids[1]);
            assertThat(ask(client, gateway, "similar", Map.of("paper", "" + ids[0]))
                            .isArray())
                    .isTrue();
            assertThat(ask(client, gateway, "explain_rank", Map.of("paper", "" + ids[0]))
                            .get("shares")
                            .get(0)
                            .get("id")
                            .asInt())
                    .isEqualTo(ids[1]);

            CallToolResult unknown = client.callTool(new CallToolRequest("paper", Map.of("paper", "999999999")));
            assertThat(unknown.isError()).isTrue();
            assertThat(text(unknown)).contains("no paper");
        }
    }

    @Test
    void aPageOfAnotherSiteIsRefused() throws Exception {
        URI address = URI.create(RunningGateway.get().address() + "/mcp");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address)
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .POST(HttpRequest.BodyPublishers.ofString("""
                            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
                            "capabilities":{},"clientInfo":{"name":"page","version":"1"}}}"""));
            assertThat(http.send(
                                    request.copy()
                                            .header("Origin", "https://elsewhere.example")
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(http.send(
                                    request.copy()
                                            .header("Origin", "http://localhost:3000")
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whoBeginsAndNeverEndsLeavesNothingBehind() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> begun = http.send(
                    HttpRequest.newBuilder(URI.create(RunningGateway.get().address() + "/mcp"))
                            .header("Content-Type", "application/json")
                            .header("Accept", "application/json, text/event-stream")
                            .POST(HttpRequest.BodyPublishers.ofString("""
                                    {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
                                    "capabilities":{},"clientInfo":{"name":"many","version":"1"}}}"""))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(begun.statusCode()).isEqualTo(200);
            assertThat(begun.headers().firstValue("Mcp-Session-Id")).isEmpty();
        }
    }

    private static JsonNode ask(
            McpSyncClient client, RunningGateway gateway, String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(new CallToolRequest(tool, arguments));
        assertThat(result.isError()).as(text(result)).isFalse();
        return gateway.parse(text(result));
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }
}
