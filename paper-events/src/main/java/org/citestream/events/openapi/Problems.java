package org.citestream.events.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;

/** The form in which a request is refused, whichever service does, and that it may be. */
public final class Problems {

    private static final String NAME = "Problem";

    private Problems() {}

    /** Adds the form to a description. */
    public static void define(OpenAPI api) {
        api.getComponents()
                .addSchemas(
                        NAME,
                        new ObjectSchema()
                                .description("RFC 9457")
                                .properties(Map.of(
                                        "type", text("A URI of the kind of problem; left out where the status says it"),
                                        "title", text("The status in words"),
                                        "status", new IntegerSchema().description("The status"),
                                        "detail", text("What is wrong, in a sentence"),
                                        "instance", text("The path"),
                                        "parameter", text("The parameter that is wrong"),
                                        "allowed", text("What it may be"))));
    }

    /** Says that an operation may be refused, unless it is told already how. */
    public static void refusal(Operation operation, String status, String what) {
        if (operation.getResponses().containsKey(status)) {
            return;
        }
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
                                                        .schema(new Schema<>().$ref("#/components/schemas/" + NAME)))));
    }

    private static Schema<?> text(String description) {
        return new StringSchema().description(description);
    }
}
