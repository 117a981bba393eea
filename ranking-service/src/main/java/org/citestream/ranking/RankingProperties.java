package org.citestream.ranking;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the ranking is made and how often it is published.
 *
 * @param damping share of its score that a paper passes on to those it cites
 * @param residualBound how much may be left to push at any paper
 * @param selfCitations whether citations between papers that share an author count
 * @param epochInterval least time between two epochs; an arrival is published within it
 * @param longestCoalescing how long arrivals wait, at most, while others come by the thousand, as in an import
 * @param longestStandstill how long an instance that takes over waits, at most, for records that the last epoch covers, while it reads none of them
 * @param auditInterval time between two comparisons with a full solve
 * @param snapshotFile where to keep the graph and the scores over a restart; none is kept where it is not set
 * @param snapshotInterval time between two snapshots
 */
@ConfigurationProperties("citestream.ranking")
@Validated
public record RankingProperties(
        @DefaultValue("0.85") @DecimalMin("0.01") @DecimalMax("0.99")
        double damping,

        @DefaultValue("1e-12") @DecimalMin("1e-14") @DecimalMax("1e-3")
        double residualBound,

        @DefaultValue("exclude") SelfCitations selfCitations,
        @DefaultValue("1s") @DurationMin Duration epochInterval,

        @DefaultValue("10s") @DurationMin Duration longestCoalescing,

        @DefaultValue("60s") @DurationMin(millis = 1) Duration longestStandstill,

        @DefaultValue("1h") @DurationMin(millis = 1) Duration auditInterval,

        @Nullable Path snapshotFile,

        @DefaultValue("5m") @DurationMin(millis = 1) Duration snapshotInterval) {

    /** What becomes of a citation whose two papers share an author. */
    public enum SelfCitations {
        /** It does not count. */
        EXCLUDE,
        /** It counts like any other. */
        INCLUDE
    }
}
