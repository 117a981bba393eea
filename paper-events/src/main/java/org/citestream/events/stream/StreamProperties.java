package org.citestream.events.stream;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the topics are made and read.
 *
 * @param partitions partitions of each topic that this service creates; one that exists is left as it is
 * @param replicas replicas of each topic that this service creates
 * @param startTimeout how long a service waits at its start for a broker that is not there yet
 */
@ConfigurationProperties("citestream.stream")
@Validated
public record StreamProperties(
        @DefaultValue("12") @Min(1) @Max(StreamProperties.MOST_PARTITIONS)
        int partitions,

        @DefaultValue("1") @Min(1) @Max(9) short replicas,
        @DefaultValue("60s") @DurationMin(millis = 1) Duration startTimeout) {

    static final int MOST_PARTITIONS = 1024;
}
