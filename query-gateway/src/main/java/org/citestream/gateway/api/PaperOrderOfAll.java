package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes the parameter {@code sort}. */
@Parameter(
        description = "The order",
        schema =
                @Schema(
                        allowableValues = {"rank", "year", "citations", "id", "newest", "movement"},
                        defaultValue = "rank"))
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@interface PaperOrderOfAll {}
