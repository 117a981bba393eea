package org.citestream.gateway.openapi;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description for people: a page without scripts, made from the generated document, so that the two cannot differ. */
@RestController
@Hidden
class DocsPage {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final OpenApiWebMvcResource description;
    private final JsonMapper mapper;

    DocsPage(OpenApiWebMvcResource description, JsonMapper mapper) {
        this.description = description;
        this.mapper = mapper;
    }

    @GetMapping("/api/v1/docs")
    ResponseEntity<String> page(HttpServletRequest request) throws Exception {
        JsonNode api = mapper.readTree(description.openapiJson(request, "/api/v1/openapi.json", Locale.ENGLISH));
        StringBuilder page = new StringBuilder("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>API</title><link rel="stylesheet" href="/assets/citestream.css"></head><body><main>
                <h1>API</h1>
                """);
        page.append("<p>")
                .append(text(api.path("info").path("description")))
                .append("</p>")
                .append("<p>As <a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a>. ")
                .append("What is deprecated is answered for six months more, with the headers Deprecation and Sunset; ")
                .append("fields and parameters are only added within v1.</p>");
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(each -> operation(page, each.getKey(), path.getKey(), each.getValue())));
        page.append("<h2>Forms</h2>");
        api.path("components")
                .path("schemas")
                .properties()
                .forEach(each -> page.append("<details><summary>")
                        .append(HtmlUtils.htmlEscape(each.getKey()))
                        .append("</summary><pre>")
                        .append(HtmlUtils.htmlEscape(each.getValue().toPrettyString()))
                        .append("</pre></details>"));
        return ResponseEntity.ok()
                .contentType(HTML)
                .body(page.append("</main></body></html>").toString());
    }

    private static void operation(StringBuilder page, String method, String path, JsonNode operation) {
        page.append("<h2 id=\"")
                .append(text(operation.path("operationId")))
                .append("\">")
                .append(method.toUpperCase(Locale.ROOT))
                .append(' ')
                .append(HtmlUtils.htmlEscape(path))
                .append("</h2><p><strong>")
                .append(text(operation.path("summary")))
                .append("</strong></p><p>")
                .append(text(operation.path("description")))
                .append("</p>");
        if (operation.path("parameters").isEmpty()) {
            return;
        }
        page.append("<table><thead><tr><th>parameter</th><th>in</th><th>what</th><th>allowed</th></tr></thead><tbody>");
        for (JsonNode each : operation.path("parameters")) {
            page.append("<tr><td><code>")
                    .append(text(each.path("name")))
                    .append("</code></td><td>")
                    .append(text(each.path("in")))
                    .append("</td><td>")
                    .append(text(each.path("description")))
                    .append("</td><td><code>")
                    .append(HtmlUtils.htmlEscape(each.path("schema").toString()))
                    .append("</code></td></tr>");
        }
        page.append("</tbody></table>");
    }

    private static String text(JsonNode node) {
        return HtmlUtils.htmlEscape(node.asString(""));
    }
}
