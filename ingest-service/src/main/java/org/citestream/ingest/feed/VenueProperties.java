package org.citestream.ingest.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which community the collection is of.
 *
 * @param file venue rules in the form of {@code venues.json}; without one, the rules that come with the product
 */
@ConfigurationProperties("citestream.ingest.venues")
public record VenueProperties(@Nullable Path file) {

    /**
     * The rules.
     *
     * @throws IllegalArgumentException naming the key, if the file cannot be read or is not in that form
     */
    public VenueRules rules() {
        if (file == null) {
            return VenueRules.bundled();
        }
        try (InputStream json = Files.newInputStream(file)) {
            return VenueRules.read(json);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "citestream.ingest.venues.file is " + file + ", which is no file of venue rules: " + e.getMessage(),
                    e);
        }
    }
}
