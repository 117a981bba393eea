package org.citestream.benchmarks.ingest;

import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of descriptions of which it is known whether they are of one paper, made of papers that are all different: a pair that matches is
 * a paper and what another source might make of it, with one to three of the mistakes and habits that occur; a pair that does not is
 * two papers as like each other as papers are: of the same first author and nearly the same year, with the same words in their titles, or a
 * conference paper and its journal version. The same for the same seed. No pair shares a DOI or key, which would decide it.
 */
final class NoisyPairs {

    private static final String ANOTHER = "another";
    private static final String JOURNAL = "VLDB J.";

    private final List<SubmittedPaper> papers;
    private final Random random;

    NoisyPairs(List<SubmittedPaper> papers, long seed) {
        this.papers = List.copyOf(papers);
        this.random = new Random(seed);
    }

    /**
     * Two descriptions.
     *
     * @param match whether they are of one paper
     */
    record Pair(SubmittedPaper left, SubmittedPaper right, boolean match) {}

    /** As many pairs that match as pairs that do not. */
    List<Pair> pairs(int ofEach) {
        List<SubmittedPaper> order = new ArrayList<>(papers);
        Collections.shuffle(order, random);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(ofEach, order.size()); i++) {
            SubmittedPaper paper = order.get(i);
            SubmittedPaper other = noisy(paper);
            pairs.add(new Pair(plain(paper), random.nextInt(4) == 0 ? copyInARepository(other, i) : other, true));
        }
        Map<String, List<SubmittedPaper>> byFirstAuthor = new HashMap<>();
        Map<String, List<SubmittedPaper>> byFirstWords = new HashMap<>();
        for (SubmittedPaper paper : papers) {
            byFirstAuthor
                    .computeIfAbsent(firstAuthor(paper), _ -> new ArrayList<>())
                    .add(paper);
            byFirstWords
                    .computeIfAbsent(firstWords(paper), _ -> new ArrayList<>())
                    .add(paper);
        }
        int matching = pairs.size();
        for (int i = 0; pairs.size() < 2 * matching; i++) {
            SubmittedPaper paper = order.get(i % order.size());
            SubmittedPaper other = switch (random.nextInt(4)) {
                case 0 -> oneOf(byFirstAuthor.getOrDefault(firstAuthor(paper), List.of()), paper);
                case 1 -> oneOf(byFirstWords.getOrDefault(firstWords(paper), List.of()), paper);
                case 2 -> journalVersion(paper);
                default -> oneOf(papers, paper);
            };
            if (other != null) {
                SubmittedPaper said = noisy(other);
                boolean journal = JOURNAL.equals(said.venue());
                pairs.add(new Pair(plain(paper), journal ? outside(said, said.venue(), "10.1007/" + i) : said, false));
            }
        }
        return pairs;
    }

    private @Nullable SubmittedPaper oneOf(List<SubmittedPaper> some, SubmittedPaper but) {
        SubmittedPaper chosen = some.isEmpty() ? but : some.get(random.nextInt(some.size()));
        // Of two that really cannot be told apart, as parts of one panel are, nobody could say it.
        boolean alike = chosen.title().equalsIgnoreCase(but.title())
                && firstAuthor(chosen).equals(firstAuthor(but))
                && Math.abs(chosen.year() - but.year()) <= 2;
        return chosen.key().equals(but.key()) || alike ? null : chosen;
    }

    /** As a source tells it that knows no venue of it, but a DOI of its own. */
    private static SubmittedPaper copyInARepository(SubmittedPaper paper, int number) {
        return outside(paper, null, "10.48550/arxiv." + number);
    }

    private static SubmittedPaper outside(SubmittedPaper paper, @Nullable String where, String doi) {
        return new SubmittedPaper(
                paper.source(),
                paper.key(),
                paper.title(),
                paper.authors(),
                where,
                paper.year(),
                doi,
                null,
                null,
                null,
                List.of(),
                Boolean.TRUE,
                "bench",
                Instant.EPOCH);
    }

    private static SubmittedPaper journalVersion(SubmittedPaper paper) {
        return with(paper, paper.title(), paper.authors(), JOURNAL, paper.year() + 1);
    }

    private static String firstAuthor(SubmittedPaper paper) {
        return paper.authors().getFirst().name();
    }

    private static String firstWords(SubmittedPaper paper) {
        String[] words = paper.title().toLowerCase(Locale.ROOT).split("\\W+", 3);
        return words.length < 2 ? words[0] : words[0] + " " + words[1];
    }

    /** Without what would decide it. */
    private static SubmittedPaper plain(SubmittedPaper paper) {
        return with(paper, paper.title(), paper.authors(), paper.venue(), paper.year());
    }

    private static SubmittedPaper with(
            SubmittedPaper paper, String title, List<SubmittedAuthor> authors, @Nullable String venue, int year) {
        return new SubmittedPaper(
                paper.source(),
                paper.key(),
                title,
                authors,
                venue,
                year,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                "bench",
                Instant.EPOCH);
    }

    /** What another source might make of it. */
    private SubmittedPaper noisy(SubmittedPaper paper) {
        String title = paper.title();
        List<SubmittedAuthor> authors = new ArrayList<>(paper.authors());
        int year = paper.year();
        List<Integer> kinds = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
        Collections.shuffle(kinds, random);
        for (int kind : kinds.subList(0, 1 + random.nextInt(3))) {
            switch (kind) {
                case 0 ->
                    title = random.nextBoolean() ? title.toUpperCase(Locale.ROOT) : title.toLowerCase(Locale.ROOT);
                case 1 -> {
                    title = withoutDiacritics(title);
                    authors.replaceAll(each -> new SubmittedAuthor(withoutDiacritics(each.name()), null));
                }
                case 2 -> title = withoutSubtitle(title);
                case 3 -> {
                    boolean turn = random.nextBoolean();
                    authors.replaceAll(
                            each -> new SubmittedAuthor(turn ? turned(each.name()) : initials(each.name()), null));
                }
                case 4 -> year += random.nextBoolean() ? 1 : -1;
                case 5 ->
                    title = title.replace(": ", random.nextBoolean() ? " - " : ". ")
                            .replace("'", "’");
                default -> authors.replaceAll(each -> new SubmittedAuthor(initials(each.name()), null));
            }
        }
        year = Math.max(paper.year() - 1, Math.min(paper.year() + 1, year));
        // A journal version of which its source does not say where it appeared could be told by nobody.
        boolean silent = !JOURNAL.equals(paper.venue()) && random.nextInt(3) == 0;
        SubmittedPaper said = with(paper, title, authors, silent ? null : paper.venue(), year);
        return new SubmittedPaper(
                ANOTHER,
                "a" + paper.key(),
                said.title(),
                said.authors(),
                said.venue(),
                said.year(),
                null,
                null,
                null,
                null,
                List.of(),
                null,
                "bench",
                Instant.EPOCH);
    }

    private String withoutDiacritics(String text) {
        String spelt = random.nextBoolean()
                ? text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
                : text;
        return Normalizer.normalize(spelt, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replace('ø', 'o')
                .replace('Ø', 'O')
                .replace('ł', 'l')
                .replace('Ł', 'L');
    }

    /** The subtitle left out, or cut off within. */
    private String withoutSubtitle(String title) {
        int colon = title.indexOf(": ");
        if (colon < 4) {
            return title;
        }
        int rest = title.length() - colon - 2;
        return random.nextInt(3) > 0
                ? title.substring(0, colon)
                : title.substring(0, colon + 2 + Math.max(1, rest / 2)).strip();
    }

    /** The family name first, with a comma or without, or the given names in the other order. */
    private String turned(String name) {
        String plain = name.replaceFirst(" \\d{4}$", "");
        int last = plain.lastIndexOf(' ');
        if (last < 0) {
            return plain;
        }
        String given = plain.substring(0, last);
        String family = plain.substring(last + 1);
        int middle = given.indexOf(' ');
        return switch (random.nextInt(3)) {
            case 0 -> family + ", " + given;
            case 1 -> family + " " + given;
            default ->
                middle < 0
                        ? family + ", " + given
                        : given.substring(middle + 1) + " " + given.substring(0, middle) + " " + family;
        };
    }

    private static String initials(String name) {
        String plain = name.replaceFirst(" \\d{4}$", "");
        int last = plain.lastIndexOf(' ');
        if (last < 0 || plain.contains(",")) {
            return plain;
        }
        StringBuilder short_ = new StringBuilder();
        for (String given : plain.substring(0, last).split(" ")) {
            short_.append(given.charAt(0)).append(". ");
        }
        return short_ + plain.substring(last + 1);
    }
}
