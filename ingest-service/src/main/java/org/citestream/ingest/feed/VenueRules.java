package org.citestream.ingest.feed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.citestream.events.ContentHash;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which records of a connector belong to the collection, and to which venue: by the stream that a key lies in, or by ISSN, name of
 * the serial or the proceedings, or prefix of the DOI; and, in a stream that several venues share, by the issue. Also which titles
 * are those of no paper. The rules are data, {@code venues.json}; another community is another file.
 */
public final class VenueRules {

    private static final int LONGEST_CONTAINER = 500;
    private static final int LONGEST_VOLUME = 4;

    private final List<StreamRule> streams;
    private final Map<String, StreamRule> byStream = new HashMap<>();
    private final Map<String, StreamRule> byIssn = new HashMap<>();
    private final Map<String, StreamRule> byDoiPrefix = new HashMap<>();
    private final List<NotPapers> notPapers;
    private final List<Pattern> repositories;
    private final Set<String> sharedDoiPrefixes;

    private final String version;

    private VenueRules(Rules rules, String version) {
        this.version = version;
        this.streams = rules.streams();
        this.sharedDoiPrefixes = rules.sharedDoiPrefixes();
        this.notPapers = rules.notPapers();
        this.repositories = rules.repositories();
        for (StreamRule rule : streams) {
            if (rule.stream() != null) {
                putOnce(byStream, rule.stream(), rule, "stream");
            }
            rule.issns().forEach(issn -> putOnce(byIssn, issn, rule, "ISSN"));
            rule.doiPrefixes().forEach(prefix -> putOnce(byDoiPrefix, prefix, rule, "DOI prefix"));
        }
    }

    private static void putOnce(Map<String, StreamRule> rules, String name, StreamRule rule, String kind) {
        if (rules.put(name, rule) != null) {
            throw new IllegalArgumentException("venue rules: the " + kind + " " + name + " is given twice");
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
            byte[] content = json.readAllBytes();
            String version = ContentHash.of(new String(content, StandardCharsets.UTF_8));
            return new VenueRules(JsonMapper.builder().build().readValue(content, Rules.class), version);
        } catch (IOException e) {
            throw new UncheckedIOException("the venue rules cannot be read", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("venue rules: " + e.getOriginalMessage(), e);
        }
    }

    /** Stands for these rules: others have another. */
    public String version() {
        return version;
    }

    /** The venues that records can have, sorted, each once. */
    public List<String> venues() {
        return streams.stream()
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

    /**
     * The venue of a work whose source knows no streams, and its year there, or null where it is none of the venues'. The
     * ISSN has the first word, then the name, then the DOI.
     */
    public @Nullable Place placeOf(Publication publication) {
        StreamRule rule = null;
        for (String issn : publication.issns()) {
            rule = rule == null ? byIssn.get(issn) : rule;
        }
        for (String container : publication.containers()) {
            rule = rule == null ? byName(container) : rule;
        }
        String doi = publication.doi();
        if (rule == null && doi != null) {
            rule = byDoiPrefix.get(doi.substring(0, doi.indexOf('/')));
        }
        return place(rule, publication.volume(), publication.number());
    }

    /** The venue of a work with a key of DBLP, or null where its stream is none of the collection. */
    public @Nullable Place placeOfKey(String key, @Nullable String volume, @Nullable String number) {
        return place(ruleFor(key), volume, number);
    }

    private static @Nullable Place place(@Nullable StreamRule rule, @Nullable String volume, @Nullable String number) {
        return rule == null ? null : new Place(rule.venueOf(volume, number), rule, volume);
    }

    private @Nullable StreamRule byName(String container) {
        if (container.length() > LONGEST_CONTAINER) {
            return null;
        }
        return streams.stream()
                .filter(rule -> rule.containers().stream()
                        .anyMatch(pattern -> pattern.matcher(container).find()))
                .findFirst()
                .orElse(null);
    }

    /** Whether this is the name of a repository of preprints and copies, which is no place where a work appears. */
    boolean isRepository(String container) {
        return container.length() <= LONGEST_CONTAINER
                && repositories.stream()
                        .anyMatch(pattern -> pattern.matcher(container).find());
    }

    /** Whether works of the venues, or copies of them, can have DOIs of this registrant, such as {@code 10.1145}. */
    boolean canRegisterForAVenue(String doiPrefix) {
        return sharedDoiPrefixes.contains(doiPrefix) || byDoiPrefix.containsKey(doiPrefix);
    }

    /** Why a record of this title is no paper, such as {@code front matter}, or null where it may be one. */
    public @Nullable String reasonNotAPaper(String title) {
        String bare = title.strip();
        String closed = bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
        return notPapers.stream()
                .filter(kind -> kind.titles().stream()
                        .anyMatch(pattern -> pattern.matcher(closed).matches()))
                .map(NotPapers::reason)
                .findFirst()
                .orElse(null);
    }

    /** Where a work belongs. */
    public static final class Place {

        private final String venue;
        private final StreamRule rule;
        private final @Nullable String volume;

        private Place(String venue, StreamRule rule, @Nullable String volume) {
            this.venue = venue;
            this.rule = rule;
            this.volume = volume;
        }

        /** The venue. */
        public String venue() {
            return venue;
        }

        /** The year of the venue, for a work that its source gives this year. */
        public int year(int given) {
            return rule.yearOf(volume, given);
        }
    }

    /** The form of the file. */
    private record Rules(
            @Nullable String note,
            List<StreamRule> streams,
            List<NotPapers> notPapers,
            List<Pattern> repositories,
            Set<String> sharedDoiPrefixes) {
        @SuppressWarnings("UnusedMethod") // used by Jackson
        private Rules {
            streams = List.copyOf(required(streams, "streams"));
            notPapers = notPapers == null ? List.of() : List.copyOf(notPapers);
            repositories = withoutCase(repositories);
            sharedDoiPrefixes = sharedDoiPrefixes == null ? Set.of() : Set.copyOf(sharedDoiPrefixes);
        }
    }

    /**
     * Titles of records that are no papers.
     *
     * @param reason what they are, in the words of a report
     * @param titles what the whole title matches, its closing full stop and the case of its letters aside
     */
    record NotPapers(String reason, List<Pattern> titles) {
        NotPapers {
            required(reason, "reason");
            titles = withoutCase(titles);
        }
    }

    /**
     * A stream of the collection: a series of publications that sources name in several ways, of which one at least is given.
     *
     * @param stream the first two steps of its keys at DBLP, such as {@code conf/vldb}, or null
     * @param issns of the serial
     * @param doiPrefixes registrants, such as {@code 10.14778}, that register nothing else
     * @param containers what is found in the names of the serial or the proceedings, whatever the case of the letters
     * @param venue the venue of its records
     * @param volumeZero the year such that a volume's papers are of the venue's year {@code volumeZero + volume}, or null where the
     *     year of the record is the venue's
     * @param note for the reader of the file
     * @param issues those with another venue
     */
    public record StreamRule(
            @Nullable String stream,
            List<String> issns,
            List<String> doiPrefixes,
            List<Pattern> containers,
            String venue,
            @Nullable Integer volumeZero,
            @Nullable String note,
            List<Issue> issues) {

        public StreamRule {
            required(venue, "venue");
            issns = issns == null ? List.of() : List.copyOf(issns);
            doiPrefixes = doiPrefixes == null ? List.of() : List.copyOf(doiPrefixes);
            containers = withoutCase(containers);
            issues = issues == null ? List.of() : List.copyOf(issues);
            if (issns.isEmpty() && doiPrefixes.isEmpty() && containers.isEmpty()) {
                required(stream, "stream");
            }
            if (stream != null && !stream.matches("[^/]+/[^/]+")) {
                throw new IllegalArgumentException("the stream " + stream + " is not of two steps such as conf/vldb");
            }
            for (String issn : issns) {
                if (!issn.matches("[0-9]{4}-[0-9]{3}[0-9X]")) {
                    throw new IllegalArgumentException("the ISSN " + issn + " is not of the form 2150-8097");
                }
            }
            for (String prefix : doiPrefixes) {
                if (!prefix.matches("10\\.[0-9.]+")) {
                    throw new IllegalArgumentException("the DOI prefix " + prefix + " is not of the form 10.14778");
                }
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

        /**
         * The year of the venue, for a record with this volume and year. A volume that would set the year further than one away
         * is a mistake in one of the two, and the year stays.
         */
        public int yearOf(@Nullable String volume, int given) {
            if (volumeZero == null || volume == null || !isShortNumber(volume)) {
                return given;
            }
            int year = volumeZero + Integer.parseInt(volume);
            return Math.abs(year - given) <= 1 ? year : given;
        }

        private static boolean isShortNumber(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                    return false;
                }
            }
            return !text.isEmpty() && text.length() <= LONGEST_VOLUME;
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

    private static List<Pattern> withoutCase(@Nullable List<Pattern> patterns) {
        return patterns == null
                ? List.of()
                : patterns.stream()
                        .map(each -> Pattern.compile(each.pattern(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE))
                        .toList();
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }
}
