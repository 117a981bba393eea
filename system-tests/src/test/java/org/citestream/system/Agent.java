package org.citestream.system;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An agent that asks by the Model Context Protocol's own client. */
final class Agent implements AutoCloseable {

    private final McpSyncClient client;

    Agent(URI endpoint) {
        this.client = McpClient.sync(HttpClientStreamableHttpTransport.builder(
                                endpoint.getScheme() + "://" + endpoint.getAuthority())
                        .build())
                .requestTimeout(Duration.ofSeconds(20))
                .build();
        client.initialize();
    }

    /** The names of the tools that it is offered. */
    List<String> tools() {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }

    /** What a tool answers. */
    JsonNode ask(String tool, Map<String, Object> arguments) {
        CallToolResult result = client.callTool(new CallToolRequest(tool, arguments));
        return JsonMapper.shared().readTree(((TextContent) result.content().getFirst()).text());
    }

    @Override
    public void close() {
        client.close();
    }
}
