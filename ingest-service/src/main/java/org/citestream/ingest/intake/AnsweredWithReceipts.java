package org.citestream.ingest.intake;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes what whoever submits records, or citations, is answered. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
        responseCode = "202",
        description = "At least one record is accepted",
        content = @Content(mediaType = "application/json", schema = @Schema(implementation = TakenForms.Taken.class)))
@ApiResponse(
        responseCode = "422",
        description = "No record could be accepted",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = TakenForms.Refused.class)))
@ApiResponse(
        responseCode = "400",
        description = "The body is empty, breaks off, or holds more records to refuse than a request may",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = TakenForms.Refused.class)))
@interface AnsweredWithReceipts {}
