package org.citestream.summary.model;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The language models in the order in which they are asked. After the last comes the extractive summariser.
 *
 * @param model the first; without a name no language model is asked, whatever follows
 * @param fallbacks those asked where all before fail
 * @param circuit when a model that fails is left alone
 */
@ConfigurationProperties("citestream.summary")
@Validated
record ChainProperties(
        @DefaultValue @Valid ModelProperties model,
        @DefaultValue List<@Valid ModelProperties> fallbacks,
        @DefaultValue @Valid Circuit circuit) {

    /** All, in their order. */
    List<ModelProperties> models() {
        return Stream.concat(Stream.of(model), fallbacks.stream()).toList();
    }

    /**
     * When a model is left alone.
     *
     * @param calls last ones that are looked at
     * @param fewest calls before anything is concluded
     * @param failures share in percent at which the circuit opens
     * @param pause how long nothing is asked, then
     * @param trials calls that tell whether it closes again
     */
    record Circuit(
            @DefaultValue("20") @Min(1) @Max(10_000) int calls,
            @DefaultValue("10") @Min(1) @Max(10_000) int fewest,
            @DefaultValue("50") @Min(1) @Max(100) int failures,
            @DefaultValue("30s") @DurationMin(millis = 1) Duration pause,
            @DefaultValue("2") @Min(1) @Max(1000) int trials) {}
}
