package org.citestream.ingest.feed.bibtex;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind an {@code @} in a bibliography. */
sealed interface BibtexEntry {

    /**
     * An entry as it is written.
     *
     * @param type in lower case, such as {@code article}
     * @param key the citation key
     * @param fields by their names in lower case, with the LaTeX of their values
     */
    record Whole(String type, String key, Map<String, String> fields) implements BibtexEntry {}

    /**
     * An entry that cannot be read.
     *
     * @param key the citation key, or null where it is not reached
     * @param reason why, going on from "the entry"
     */
    record Broken(@Nullable String key, String reason) implements BibtexEntry {}
}
