package org.citestream.ingest.feed.openalex;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts an abstract together from the words and their places. A place beyond all measure, or one that is no number, is passed over; of
 * two words at one place the first stays.
 */
final class InvertedAbstract {

    private static final int MAX_WORDS = 50_000;
    private static final int MAX_LENGTH = 90_000;

    private InvertedAbstract() {}

    /** The text, or null where the index holds none. */
    static @Nullable String text(JsonNode index) {
        @Nullable String[] words = new String[MAX_WORDS];
        int end = 0;
        for (Map.Entry<String, JsonNode> word : index.properties()) {
            for (JsonNode place : word.getValue()) {
                if (!place.isIntegralNumber()) {
                    continue;
                }
                long at = place.longValue();
                if (at >= 0 && at < MAX_WORDS && words[(int) at] == null) {
                    words[(int) at] = word.getKey();
                    end = Math.max(end, (int) at + 1);
                }
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < end; i++) {
            String word = words[i];
            if (word != null && text.length() + word.length() < MAX_LENGTH) {
                text.append(text.isEmpty() ? "" : " ").append(word);
            }
        }
        return text.isEmpty() ? null : text.toString();
    }
}
