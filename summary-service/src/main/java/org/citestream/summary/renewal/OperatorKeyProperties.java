package org.citestream.summary.renewal;

import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may give orders.
 *
 * @param operatorKeys SHA-256 of each operator's key, in hexadecimal digits, by the operator's name
 * @param keysFile a file with a line {@code operator NAME SHA256} for each, which counts as it is now; those of feeds may be in it
 *     too; null for none
 */
@ConfigurationProperties("citestream.summary")
@Validated
record OperatorKeyProperties(
        @DefaultValue
        Map<String, @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in 64 hexadecimal digits") String>
                operatorKeys,

        @Nullable Path keysFile) {}
