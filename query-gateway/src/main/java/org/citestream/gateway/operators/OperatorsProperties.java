package org.citestream.gateway.operators;

import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the operators' pages get what they show.
 *
 * @param ingestUrl the ingest service, such as {@code http://ingest-service:8081}; left out where the pages are not wanted
 * @param timeout how long it may take to answer
 */
@ConfigurationProperties("citestream.operators")
@Validated
public record OperatorsProperties(
        @Nullable URI ingestUrl,
        @DefaultValue("10s") @DurationMin(millis = 100) Duration timeout) {}
