package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The generated description, and its readable form. */
class OpenApiTest {

    private static RunningGateway gateway;
    private static JsonNode api;

    @BeforeAll
    static void read() {
        gateway = RunningGateway.get();
        api = gateway.json("/api/v1/openapi.json");
    }

    @Test
    void theDescriptionIsCompleteAndReadableWithoutScripts() {
        assertThat(api.get("openapi").asString()).startsWith("3.1");
        assertThat(api.get("paths").propertyNames())
                .contains(
                        "/api/v1/papers",
                        "/api/v1/papers/{id}",
                        "/api/v1/papers/batch",
                        "/api/v1/papers/{id}/citations",
                        "/api/v1/papers/{id}/references",
                        "/api/v1/papers/{id}/similar",
                        "/api/v1/papers/{id}/history",
                        "/api/v1/papers/{id}/why",
                        "/api/v1/authors/{id}",
                        "/api/v1/venues/{name}/{year}",
                        "/api/v1/movers",
                        "/api/v1/stats");
        api.get("paths")
                .forEach(path -> path.forEach(operation -> {
                    assertThat(operation.path("operationId").asString("")).isNotBlank();
                    assertThat(operation.path("summary").asString(""))
                            .as(operation.toString())
                            .isNotBlank();
                }));
        String page = gateway.get("/api/v1/docs").body();
        assertThat(page.replace("<script src=\"/assets/citestream.js\" defer></script>", ""))
                .contains("/api/v1/papers/{id}/why", "<header class=\"site\">")
                .doesNotContain("<script")
                .doesNotContain("http://")
                .doesNotContain("https://");
    }
}
