package org.citestream.gateway.page;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the collection is called.
 *
 * @param name the heading of the site
 * @param venues the venues it holds, as the note on citations names them
 */
@ConfigurationProperties("citestream.collection")
@Validated
public record CollectionProperties(
        @DefaultValue("Database Paper Browser") @NotBlank String name,

        @DefaultValue({"VLDB", "SIGMOD", "PODS", "CIDR"}) @NotEmpty
        List<@NotBlank String> venues) {}
