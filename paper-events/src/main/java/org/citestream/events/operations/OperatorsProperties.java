package org.citestream.events.operations;

import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who knows the operators and keeps the record of what they do.
 *
 * @param ingestUrl the ingest service, such as {@code http://ingest-service:8081}; left out where operators do nothing at this service
 * @param timeout how long it may take to answer
 */
@ConfigurationProperties("citestream.operators")
@Validated
public record OperatorsProperties(
        @Nullable URI ingestUrl,
        @DefaultValue("10s") @DurationMin(millis = 100) Duration timeout) {}
