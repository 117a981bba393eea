package org.citestream.ingest.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a work appeared, as a source that knows no streams of DBLP says it.
 *
 * @param doi of the work, folded, or null
 * @param issns of the serial, with a hyphen
 * @param containers the names of the serial, of the proceedings, or of the conference
 * @param volume as the source writes it, or null
 * @param number the issue as the source writes it, or null
 */
public record Publication(
        @Nullable String doi,
        List<String> issns,
        List<String> containers,
        @Nullable String volume,
        @Nullable String number) {

    public Publication {
        issns = List.copyOf(issns);
        containers = List.copyOf(containers);
    }
}
