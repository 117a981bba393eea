package org.citestream.gateway.page;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API for people, made from the generated document, so that the two cannot differ. */
@Controller
@Hidden
class ApiPage {

    private final OpenApiWebMvcResource description;
    private final JsonMapper mapper;
    private final Templates templates;

    ApiPage(OpenApiWebMvcResource description, JsonMapper mapper, Templates templates) {
        this.description = description;
        this.mapper = mapper;
        this.templates = templates;
    }

    /**
     * Something that can be asked.
     *
     * @param method in capitals
     * @param path where
     * @param told what the document says of it
     */
    record Operation(String method, String path, JsonNode told) {}

    /** What the document says, as HTML: it marks code by backticks, and nothing else. */
    static String prose(String text) {
        return HtmlUtils.htmlEscape(text).replaceAll("`([^`]+)`", "<code>$1</code>");
    }

    @GetMapping("/api/v1/docs")
    ResponseEntity<String> page(HttpServletRequest request) throws Exception {
        JsonNode api = mapper.readTree(description.openapiJson(request, "/api/v1/openapi.json", Locale.ENGLISH));
        List<Operation> operations = new ArrayList<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(each -> operations.add(new Operation(
                                each.getKey().toUpperCase(Locale.ROOT), path.getKey(), each.getValue()))));
        return templates.html("api", Map.of("api", api, "operations", operations));
    }
}
