package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Describes the parameter {@code fields}. */
@Parameter(
        description = "Names of fields of a view with commas; all where left out",
        schema = @Schema(pattern = "^[a-zA-Z]+(,[a-zA-Z]+)*$"))
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@interface FieldNames {}
