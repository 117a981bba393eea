package org.citestream.gateway.page;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citestream.gateway.openapi.OtherDescriptions;
import org.citestream.gateway.openapi.OtherDescriptions.Description;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API for people, made from the generated documents, so that page and documents cannot differ. */
@Controller
@Hidden
class ApiPage {

    private static final String DOCUMENT = "/api/v1/openapi.json";

    private final OpenApiWebMvcResource description;
    private final OtherDescriptions others;
    private final JsonMapper mapper;
    private final Templates templates;

    ApiPage(OpenApiWebMvcResource description, OtherDescriptions others, JsonMapper mapper, Templates templates) {
        this.description = description;
        this.others = others;
        this.mapper = mapper;
        this.templates = templates;
    }

    /**
     * Something that can be asked.
     *
     * @param anchor unlike that of any other
     * @param method in capitals
     * @param path where
     * @param told what the document says of it
     */
    record Operation(String anchor, String method, String path, JsonNode told) {

        String summary() {
            return told.path("summary").asString(path);
        }
    }

    /**
     * What a service can be asked.
     *
     * @param name of the service; empty for the gateway
     * @param document where it says so
     * @param api what it says; missing where that cannot be had now
     * @param operations what it can be asked
     */
    record Part(String name, String document, JsonNode api, List<Operation> operations) {}

    /** What the document says, as HTML: it marks code by backticks, and nothing else. */
    static String prose(String text) {
        return HtmlUtils.htmlEscape(text).replaceAll("`([^`]+)`", "<code>$1</code>");
    }

    @GetMapping("/api/v1/docs")
    ResponseEntity<String> page(HttpServletRequest request) throws Exception {
        List<Part> parts = new ArrayList<>();
        JsonNode own = mapper.readTree(description.openapiJson(request, DOCUMENT, Locale.ENGLISH));
        parts.add(part("", "", new Description("", DOCUMENT, "", own)));
        for (Description each : others.all()) {
            parts.add(part(each.service(), each.service() + "-", each));
        }
        return templates.html("api", Map.of("parts", parts));
    }

    private static Part part(String name, String prefix, Description description) {
        List<Operation> operations = new ArrayList<>();
        description
                .api()
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(each -> operations.add(new Operation(
                                prefix + each.getValue().path("operationId").asString(path.getKey()),
                                each.getKey().toUpperCase(Locale.ROOT),
                                description.at() + path.getKey(),
                                each.getValue()))));
        return new Part(name, description.document(), description.api(), operations);
    }
}
