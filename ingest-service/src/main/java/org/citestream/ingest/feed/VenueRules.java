package org.citestream.ingest.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which records of a connector belong to the collection, and to which venue: by the stream that a key lies in and, in a
 * stream that several venues share, by the issue. The rules are data, {@code venues.json}.
 */
public final class VenueRules {

    private final Map<String, StreamRule> byStream = new HashMap<>();

    private VenueRules(Collection<StreamRule> streams) {
        for (StreamRule rule : streams) {
            if (byStream.put(rule.stream(), rule) != null) {
                throw new IllegalArgumentException("venue rules: the stream " + rule.stream() + " is given twice");
            }
        }
    }

    /** The rules that come with the product. */
    public static VenueRules bundled() {
        try (InputStream rules = VenueRules.class.getResourceAsStream("venues.json")) {
            return read(Objects.requireNonNull(rules, "venues.json"));
        } catch (IOException e) {
            throw new UncheckedIOException("venues.json cannot be read", e);
        }
    }

    /**
     * Reads rules in the form of {@code venues.json}.
     *
     * @throws IllegalArgumentException if they are not in that form; the message says what is wrong
     */
    public static VenueRules read(InputStream json) {
        try {
            return new VenueRules(
                    JsonMapper.builder().build().readValue(json, Rules.class).streams());
        } catch (JacksonException e) {
            throw new IllegalArgumentException("venue rules: " + e.getOriginalMessage(), e);
        }
    }

    /** The venues that records can have, sorted, each once. */
    public List<String> venues() {
        return byStream.values().stream()
                .flatMap(rule -> Stream.concat(
                        Stream.of(rule.venue()), rule.issues().stream().map(Issue::venue)))
                .distinct()
                .sorted()
                .toList();
    }

    /** The rule of the stream that a key such as {@code conf/vldb/Omiecinski91} lies in, or null. */
    public @Nullable StreamRule ruleFor(String key) {
        int end = key.indexOf('/', key.indexOf('/') + 1);
        return end < 0 ? null : byStream.get(key.substring(0, end));
    }

    /** The form of the file. */
    private record Rules(@Nullable String note, List<StreamRule> streams) {
        @SuppressWarnings("UnusedMethod") // used by Jackson
        private Rules {
            streams = List.copyOf(required(streams, "streams"));
        }
    }

    /**
     * A stream of the collection.
     *
     * @param stream the first two steps of its keys, such as {@code conf/vldb}
     * @param venue the venue of its records
     * @param note for the reader of the file
     * @param issues those with another venue
     */
    public record StreamRule(
            String stream, String venue, @Nullable String note, List<Issue> issues) {

        public StreamRule {
            required(stream, "stream");
            required(venue, "venue");
            issues = issues == null ? List.of() : List.copyOf(issues);
            if (!stream.matches("[^/]+/[^/]+")) {
                throw new IllegalArgumentException("the stream " + stream + " is not of two steps such as conf/vldb");
            }
        }

        /** The venue of a record of this stream. */
        public String venueOf(@Nullable String volume, @Nullable String number) {
            for (Issue issue : issues) {
                if (issue.volume().equals(volume) && issue.number().equals(number)) {
                    return issue.venue();
                }
            }
            return venue;
        }
    }

    /**
     * An issue whose venue is not that of its stream.
     *
     * @param volume as the source writes it
     * @param number as the source writes it
     * @param venue its venue
     */
    public record Issue(String volume, String number, String venue) {
        public Issue {
            required(volume, "volume");
            required(number, "number");
            required(venue, "venue");
        }
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
