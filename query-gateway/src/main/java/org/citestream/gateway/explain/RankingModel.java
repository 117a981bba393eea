package org.citestream.gateway.explain;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the ranking service ranks; to be set for both alike.
 *
 * @param damping share of its score that a paper passes on to those it cites
 * @param selfCitations whether citations between papers that share an author count
 */
@ConfigurationProperties("citestream.ranking")
@Validated
public record RankingModel(
        @DefaultValue("0.85") @DecimalMin("0.01") @DecimalMax("0.99")
        double damping,

        @DefaultValue("exclude") SelfCitations selfCitations) {

    /** Whether citations between papers that share an author count. */
    public boolean withSelf() {
        return selfCitations == SelfCitations.INCLUDE;
    }

    /** What becomes of citations between papers that share an author. */
    public enum SelfCitations {
        INCLUDE,
        EXCLUDE
    }
}
