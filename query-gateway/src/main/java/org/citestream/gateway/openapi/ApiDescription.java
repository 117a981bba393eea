package org.citestream.gateway.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description says of the API as a whole, and of every operation alike. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    private static final String PROBLEM = "Problem";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Citestream")
                        .version("1")
                        .description(
                                "Papers, citations and ranks of a collection, as they are now. Wrong parameters are answered with"
                                        + " a problem (RFC 9457) that names the parameter and what is allowed. Every answer has an"
                                        + " ETag."))
                .servers(List.of(new Server().url("/")));
    }

    /** Every operation may be refused in the same form. */
    @Bean
    OpenApiCustomizer problems() {
        return api -> {
            api.getComponents().addSchemas(PROBLEM, problem());
            Schema<?> view = api.getComponents().getSchemas().get("PaperView");
            if (view != null) {
                expansions(view);
            }
            api.getPaths().values().forEach(path -> path.readOperations().forEach(ApiDescription::refusals));
        };
    }

    /** What {@code include} adds to a view. As {@code fields} leaves of it what is asked for, no field is always there. */
    private static void expansions(Schema<?> view) {
        view.setRequired(null);
        Map.of("citing", "PaperList", "cited", "PaperList", "history", "History", "why", "RankExplanation")
                .forEach((name, schema) ->
                        view.addProperty(name, new Schema<>().$ref("#/components/schemas/" + schema)));
    }

    private static void refusals(Operation operation) {
        refusal(operation, "400", "A parameter is not what it may be");
        refusal(operation, "404", "There is no such thing");
        refusal(operation, "429", "Too many requests");
        refusal(operation, "503", "The store, the broker or the model does not answer");
        if (operation.getRequestBody() != null) {
            refusal(operation, "413", "The body is too large");
            refusal(operation, "415", "The body is not of the type that it must be");
        }
        if (operation.getTags().contains("webhooks")) {
            refusal(operation, "401", "The key is missing or not known");
            refusal(operation, "403", "The key is not an operator's");
        }
        if (operation.getOperationId().equals("addWebhook")) {
            refusal(operation, "409", "There are too many webhooks already");
        }
        if (operation.getOperationId().equals("batch")) {
            Optional.ofNullable(operation.getResponses().get("200"))
                    .map(ApiResponse::getContent)
                    .map(content -> content.get("application/json"))
                    .map(MediaType::getSchema)
                    .ifPresent(ApiDescription::elementsMayBeNull);
        }
        if (operation.getOperationId().equals("papers")) {
            refusal(operation, "410", "The cursor's list is not kept any more");
        }
    }

    private static void elementsMayBeNull(Schema<?> array) {
        array.setItems(new JsonSchema().anyOf(List.of(array.getItems(), new JsonSchema().types(Set.of("null")))));
    }

    private static void refusal(Operation operation, String status, String what) {
        operation
                .getResponses()
                .addApiResponse(
                        status,
                        new ApiResponse()
                                .description(what)
                                .content(new Content()
                                        .addMediaType(
                                                "application/problem+json",
                                                new MediaType()
                                                        .schema(new Schema<>()
                                                                .$ref("#/components/schemas/" + PROBLEM)))));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("RFC 9457")
                .properties(Map.of(
                        "type", text("A URI of the kind of problem; left out where the status says it"),
                        "title", text("The status in words"),
                        "status", new IntegerSchema().description("The status"),
                        "detail", text("What is wrong, in a sentence"),
                        "instance", text("The path"),
                        "parameter", text("The parameter that is wrong"),
                        "allowed", text("What it may be")));
    }

    private static Schema<?> text(String description) {
        return new StringSchema().description(description);
    }
}
