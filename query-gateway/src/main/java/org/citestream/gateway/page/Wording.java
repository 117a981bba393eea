package org.citestream.gateway.page;

import java.nio.charset.StandardCharsets;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.citestream.events.Author;
import org.citestream.events.stream.DeadLetterArchive;
import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.catalogue.Proceedings;
import org.citestream.gateway.explain.RankExplanation;
import org.citestream.gateway.view.PaperList;
import org.citestream.gateway.view.PaperView;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/** How figures, dates and states are written on pages. */
final class Wording {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM dd yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("MMM dd yyyy, HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private static final int LONGEST_WORDS = 80;
    private static final int LONGEST_RECORD = 2_000;

    private Wording() {}

    /** Eight significant digits and an exponent of two: {@code 5.0911095e-05}. */
    static String pageRank(@Nullable Double pageRank) {
        return pageRank == null ? "–" : String.format(Locale.ROOT, "%.7e", pageRank);
    }

    /** With commas between thousands: {@code 6,377}. */
    static String number(@Nullable Number number) {
        return number == null ? "–" : String.format(Locale.ROOT, "%,d", number.longValue());
    }

    /** Rank and percentile: {@code 6,377 | 55.64%}. */
    static String rank(@Nullable Integer rank, @Nullable Double percentile) {
        return rank == null || percentile == null
                ? "not ranked yet"
                : String.format(Locale.ROOT, "%,d | %.2f%%", rank, percentile);
    }

    /** {@code Feb 09 2026}. */
    static String date(LocalDate date) {
        return DATE.format(date);
    }

    static String title(PaperList.@Nullable Item item) {
        return item == null ? "" : title(item.id(), item.title());
    }

    static String title(int id, @Nullable String title) {
        return title == null || title.isBlank() ? "Paper " + id : title;
    }

    static String orDash(@Nullable String text) {
        return text == null ? "–" : text;
    }

    /** Under what an abstract may be shown. */
    static String licence(@Nullable String licence) {
        return licence == null ? "licence not stated" : licence;
    }

    static String doiLink(String doi) {
        return "https://doi.org/" + UriUtils.encodePath(doi, StandardCharsets.UTF_8);
    }

    /** Where the author's papers are listed, or null where the id cannot stand in a path. */
    static @Nullable String authorLink(String authorId) {
        return isPlain(authorId) ? "/authors/" + UriUtils.encode(authorId, StandardCharsets.UTF_8) : null;
    }

    /**
     * The address of a paper that says what it leads to: its id decides, the words are for readers and may be others, or none.
     */
    static String paperLink(int id, String title) {
        String words = Normalizer.normalize(title, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        if (words.length() > LONGEST_WORDS) {
            int end = words.lastIndexOf('-', LONGEST_WORDS);
            words = words.substring(0, end < 1 ? LONGEST_WORDS : end);
        }
        return "/papers/" + id + (words.isEmpty() ? "" : "-" + words);
    }

    /** What a search engine shows of a paper: its summary, or what it is where there is none. */
    static String description(PaperView paper) {
        PaperView.Summary summary = paper.summary();
        return summary != null
                ? summary.text()
                : paper.title() + ": " + orDash(paper.venue()) + " " + paper.year() + ", "
                        + paper.authors().stream().limit(5).map(Author::name).collect(Collectors.joining(", "));
    }

    /** Where a venue's proceedings of a year are. */
    static String venueLink(String venue, int year) {
        return isPlain(venue)
                ? "/venues/" + UriUtils.encode(venue, StandardCharsets.UTF_8) + "/" + year
                : "/?venue=" + UriUtils.encode(venue, StandardCharsets.UTF_8) + "&yearFrom=" + year + "&yearTo=" + year;
    }

    /** Where a venue is. */
    static String venueLink(String venue) {
        String encoded = UriUtils.encode(venue, StandardCharsets.UTF_8);
        return isPlain(venue) ? "/venues/" + encoded : "/?venue=" + encoded;
    }

    /** The title as HTML, the words that were searched for in {@code mark}. */
    static String markedTitle(FoundPapers.Item item) {
        String title = title(item.id(), item.title());
        String marked = item.highlight() == null ? null : item.highlight().get("title");
        boolean whole = marked != null
                && HtmlUtils.htmlUnescape(marked.replace("<em>", "").replace("</em>", ""))
                        .equals(title);
        return marked != null && whole ? marked(marked) : HtmlUtils.htmlEscape(title);
    }

    /** The passage of the abstract where words were found, as HTML, or null. */
    static @Nullable String passage(FoundPapers.Item item) {
        String passage = item.highlight() == null ? null : item.highlight().get("abstract");
        return passage == null ? null : marked(passage);
    }

    /** The index escapes what stands in a text, so that these are its own marks. */
    private static String marked(String passage) {
        return passage.replace("<em>", "<mark>").replace("</em>", "</mark>");
    }

    /** A share of two numbers as a percentage without decimals. */
    static String share(int part, int whole) {
        return whole == 0 ? "–" : Math.round(100.0 * part / whole) + " %";
    }

    /** How many to each, with one decimal. */
    static String ratio(int part, int whole) {
        return whole == 0 ? "–" : String.format(Locale.ROOT, "%.1f", (double) part / whole);
    }

    /** A percentile. */
    static String percentile(@Nullable Double percentile) {
        return percentile == null ? "–" : String.format(Locale.ROOT, "%.1f %%", percentile);
    }

    /** {@code Feb 09 2026, 12:30:05 UTC}. */
    static String moment(@Nullable Instant moment) {
        return moment == null ? "–" : MOMENT.format(moment) + " UTC";
    }

    /** The same of a moment in JSON. */
    static String moment(JsonNode moment) {
        return moment.isString() ? moment(Instant.parse(moment.asString())) : "–";
    }

    /** {@code 12:30:05 UTC}. */
    static String time(Instant moment) {
        return TIME.format(moment) + " UTC";
    }

    /** Where a form goes that does something with a feed. */
    static String feedAction(String feed, String action) {
        return "/operators/feeds/" + UriUtils.encode(feed, StandardCharsets.UTF_8) + "/" + action;
    }

    /** {@code Feb 09 2026}. */
    static String day(Instant moment) {
        return DATE.format(LocalDate.ofInstant(moment, ZoneOffset.UTC));
    }

    /** The number of dead letters: so many at least where no more are counted. */
    static String letters(long total) {
        return total >= DeadLetterArchive.MOST ? number(DeadLetterArchive.MOST) + " or more" : number(total);
    }

    /** The beginning of a record. */
    static String beginning(String record) {
        if (record.length() <= LONGEST_RECORD) {
            return record;
        }
        int end = Character.isHighSurrogate(record.charAt(LONGEST_RECORD - 1)) ? LONGEST_RECORD - 1 : LONGEST_RECORD;
        return record.substring(0, end) + "…";
    }

    /** The years of the first and last volumes. */
    static String years(List<Proceedings.Volume> newestFirst) {
        int first = newestFirst.getLast().year();
        int last = newestFirst.getFirst().year();
        return first == last ? Integer.toString(first) : first + "–" + last;
    }

    private static boolean isPlain(String segment) {
        return segment.chars()
                .noneMatch(each -> each == '/' || each == '\\' || each == ';' || each == '.' || each == '%');
    }

    /** Why there is no summary. */
    static String whyNoSummary(PaperView paper) {
        String reason = paper.summaryReason();
        return switch (paper.summaryStatus()) {
            case NO_ABSTRACT -> "No summary: no source gives an abstract of this paper.";
            case FAILED -> "No summary: it could not be made" + (reason == null ? "." : " (" + reason + ").");
            case PENDING, CURRENT -> "No summary yet: it is being made.";
        };
    }

    /** What to know of a summary that is not of the present abstract, or null. */
    static @Nullable String staleSummary(PaperView paper) {
        return switch (paper.summaryStatus()) {
            case CURRENT -> null;
            case PENDING -> "The abstract has changed since; a new summary is being made.";
            case FAILED -> "The abstract has changed since; a new summary could not be made.";
            case NO_ABSTRACT -> "The abstract it was made from is no longer given.";
        };
    }

    /** When each stage was reached, in one line. */
    static String freshness(PaperView.Freshness freshness) {
        StringBuilder line = new StringBuilder("Accepted ")
                .append(MOMENT.format(freshness.acceptedAt()))
                .append(" UTC · viewable ")
                .append(after(freshness.acceptedAt(), freshness.viewableAt()));
        Instant summarizedAt = freshness.summarizedAt();
        if (summarizedAt != null) {
            line.append(" · summarized ").append(after(freshness.acceptedAt(), summarizedAt));
        }
        Instant rankedAt = freshness.rankedAt();
        line.append(
                rankedAt == null
                        ? " · not in a ranking yet"
                        : " · ranked " + MOMENT.format(rankedAt) + " UTC, epoch " + number(freshness.epoch()));
        return line.toString();
    }

    /** When a paper was accepted, and how long it took until it could be seen. */
    static String seen(PaperView.Freshness freshness) {
        return "accepted " + moment(freshness.acceptedAt()) + ", viewable "
                + after(freshness.acceptedAt(), freshness.viewableAt());
    }

    /** A share of 1 as a percentage without needless decimals. */
    static String percent(double share) {
        return new DecimalFormat("0.##", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(100 * share) + " %";
    }

    private static String after(Instant accepted, Instant reached) {
        Duration took = Duration.between(accepted, reached);
        if (took.isNegative()) {
            return MOMENT.format(reached) + " UTC";
        }
        if (took.toMinutes() < 2) {
            return String.format(Locale.ROOT, "%.1f s later", took.toMillis() / 1000.0);
        }
        return took.toHours() < 2
                ? took.toMinutes() + " min later"
                : took.toDays() < 2 ? took.toHours() + " h later" : MOMENT.format(reached) + " UTC";
    }

    /** What the rank is made of, in one sentence. */
    static String whyThisRank(RankExplanation why) {
        double base = 100 * why.base() / why.pagerank();
        String rest = why.total() == 0
                ? "no paper of this collection cites it"
                : "the rest comes from " + number(why.total()) + (why.total() == 1 ? " citing paper" : " citing papers")
                        + (why.total() > 1 ? ", most of all from these" : "");
        return StringUtils.capitalize(share(base)) + " of its PageRank is what every paper has; " + rest + ".";
    }

    /** Where it stands among the papers of its year, and of its venue in that year. */
    static String within(RankExplanation.Within within) {
        RankExplanation.Place volume = within.venueAndYear();
        return "Rank " + place(within.year()) + " in " + within.year().name()
                + (volume == null ? "" : "; " + place(volume) + " at " + volume.name()) + ".";
    }

    private static String place(RankExplanation.Place place) {
        return number(place.rank()) + " of " + number(place.papers());
    }

    /** A percentage with one decimal; one that is too small for that is not called zero. */
    static String share(double percent) {
        return percent > 0 && percent < 0.05 ? "under 0.1 %" : String.format(Locale.ROOT, "%.1f %%", percent);
    }
}
