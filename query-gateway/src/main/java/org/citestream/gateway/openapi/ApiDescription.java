package org.citestream.gateway.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.citestream.events.openapi.Problems;
import org.citestream.events.openapi.RecordSchemas;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What the description says of the API as a whole, and of every operation alike. */
@Configuration(proxyBeanMethods = false)
@Import(RecordSchemas.class)
class ApiDescription {

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Citestream")
                        .version("1")
                        .description(
                                "Papers, citations and ranks of a collection, as they are now. Wrong parameters are answered with"
                                        + " a problem (RFC 9457) that names the parameter and what is allowed. What is"
                                        + " found and not streamed has an ETag."))
                .servers(List.of(new Server().url("/")));
    }

    /** Every operation may be refused in the same form. */
    @Bean
    OpenApiCustomizer problems() {
        return api -> {
            Problems.define(api);
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
        Problems.refusal(operation, "400", "A parameter is not what it may be");
        Problems.refusal(operation, "404", "There is no such thing");
        Problems.refusal(operation, "429", "Too many requests");
        Problems.refusal(operation, "503", "The store, the broker or the model does not answer");
        if (operation.getRequestBody() != null) {
            Problems.refusal(operation, "413", "The body is too large");
            Problems.refusal(operation, "415", "The body is not of the type that it must be");
        }
        if (operation.getTags().contains("operators")) {
            Problems.refusal(operation, "401", "The key is missing or not known");
            Problems.refusal(operation, "403", "The key is not that of an operator");
            Problems.refusal(operation, "409", "Another one is under way");
        }
        if (operation.getTags().contains("webhooks")) {
            Problems.refusal(operation, "401", "The key is missing or not known");
            Problems.refusal(operation, "403", "The key is not an operator's");
        }
        if (operation.getOperationId().equals("addWebhook")) {
            Problems.refusal(operation, "409", "There are too many webhooks already");
        }
        if (operation.getOperationId().equals("batch")) {
            Optional.ofNullable(operation.getResponses().get("200"))
                    .map(ApiResponse::getContent)
                    .map(content -> content.get("application/json"))
                    .map(MediaType::getSchema)
                    .ifPresent(ApiDescription::elementsMayBeNull);
        }
        if (operation.getOperationId().equals("papers")) {
            Problems.refusal(operation, "410", "The cursor's list is not kept any more");
        }
    }

    private static void elementsMayBeNull(Schema<?> array) {
        array.setItems(new JsonSchema().anyOf(List.of(array.getItems(), new JsonSchema().types(Set.of("null")))));
    }
}
