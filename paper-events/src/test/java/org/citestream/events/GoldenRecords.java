package org.citestream.events;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One fixed record per form, each equal to the file of its name in {@code golden}. */
final class GoldenRecords {

    private static final Instant ACCEPTED = Instant.parse("2026-03-14T09:26:53.589Z");
    private static final String TITLE = "Tide Tables: Joining Streams that Never Meet — an Übersicht";
    private static final String HASH = "00112233445566778899aabbccddeeff";

    private static final SubmittedPaper PAPER = new SubmittedPaper(
            "harbour-list",
            "conf/tide/LindgrenO24",
            TITLE,
            List.of(
                    new SubmittedAuthor("Astrid Lindgren-Okafor 0002", "0000-0002-1825-0097"),
                    new SubmittedAuthor("Bo 李", null)),
            "VLDB",
            2024,
            "10.5555/tide.2024.17",
            "We join what has not arrived yet.",
            "CC-BY-4.0",
            "https://example.org/tide/17",
            List.of(
                    SubmittedReference.toKey("doi:10.5555/ebb.1999.3"),
                    new SubmittedReference(null, "On Ebbs", 1989, "M. Moon", "M. Moon. On Ebbs. 1989."),
                    SubmittedReference.unnamed()),
            null,
            "api",
            ACCEPTED);

    private GoldenRecords() {}

    static List<Golden<?>> all() {
        return List.of(
                new Golden<>("submission-paper", Topics.SUBMISSIONS, PAPER),
                new Golden<>("submission-paper-same-as", Topics.SUBMISSIONS, sameAs()),
                new Golden<>("submission-paper-sparse", Topics.SUBMISSIONS, sparse()),
                new Golden<>(
                        "submission-withdrawal",
                        Topics.SUBMISSIONS,
                        new SubmittedWithdrawal("harbour-list", "conf/tide/LindgrenO24", "api", ACCEPTED)),
                new Golden<>(
                        "submission-citation",
                        Topics.SUBMISSIONS,
                        new SubmittedCitation(
                                "harbour-list",
                                "doi:10.5555/tide.2024.17",
                                "harbour-list:conf/ebb/Moon99",
                                "api",
                                ACCEPTED)),
                new Golden<>(
                        "submission-decision",
                        Topics.SUBMISSIONS,
                        SubmittedDecision.on(
                                "harbour-list:k1",
                                "crossref:10.5555/k1",
                                SubmittedDecision.Verdict.DIFFERENT,
                                "api",
                                ACCEPTED)),
                new Golden<>("identified-said", Topics.IDENTIFIED, Identified.Said.of(17, 4711, 0, PAPER)),
                new Golden<>("identified-handed-on", Topics.IDENTIFIED, new Identified.Said(17, 4711, 2, 42, sparse())),
                new Golden<>(
                        "identified-moved",
                        Topics.IDENTIFIED,
                        new Identified.Moved(42, "harbour-list:k1", 2, 17, ACCEPTED)),
                new Golden<>(
                        "identified-cited-changed",
                        Topics.IDENTIFIED,
                        new Identified.CitedChanged(17, 3, 5_000_000_000L, ACCEPTED)),
                new Golden<>("paper-live", Topics.PAPERS, live()),
                new Golden<>("paper-abstract-not-shown", Topics.PAPERS, notShown()),
                new Golden<>("paper-retired", Topics.PAPERS, retired()),
                new Golden<>(
                        "references",
                        Topics.REFERENCES,
                        new ReferencesEvent(
                                17, 6, List.of(3, 5, 8), List.of(5), 2, new ReferencesEvent.Dropped(1, 4), ACCEPTED)),
                new Golden<>("summary-current", Topics.SUMMARIES, summary()),
                new Golden<>("summary-checked", Topics.SUMMARIES, checkedSummary()),
                new Golden<>("summary-no-abstract", Topics.SUMMARIES, noSummary()),
                new Golden<>(
                        "embedding",
                        Topics.EMBEDDINGS,
                        new EmbeddingEvent(
                                17,
                                "lighthouse-embed",
                                1,
                                4,
                                EmbeddingEvent.encode(new float[] {0.5f, -0.5f, 0.5f, 0.5f}),
                                HASH,
                                EmbeddingEvent.Basis.TITLE_AND_ABSTRACT,
                                ACCEPTED)),
                new Golden<>(
                        "embedding-none",
                        Topics.EMBEDDINGS,
                        new EmbeddingEvent(
                                42,
                                "lighthouse-embed",
                                2,
                                0,
                                "",
                                "",
                                EmbeddingEvent.Basis.TITLE,
                                ACCEPTED,
                                "the model cannot run on this machine")),
                new Golden<>("rank", Topics.RANKS, new RankEvent(17, 812, 0.1834375)),
                new Golden<>("rank-gone", Topics.RANKS, new RankEvent(42, 812, null)),
                new Golden<>(
                        "rank-epoch",
                        Topics.RANK_EPOCHS,
                        new RankEpoch(
                                812,
                                9311,
                                13341,
                                9142.125,
                                1e-10,
                                Map.of("papers", List.of(10L, 12L), "references", List.of(9L, 5_000_000_000L)),
                                List.of(400L, 388L),
                                ACCEPTED)));
    }

    private static SubmittedPaper sameAs() {
        return new SubmittedPaper(
                "shore-list",
                "17",
                TITLE,
                PAPER.authors(),
                PAPER.venue(),
                PAPER.year(),
                PAPER.doi(),
                PAPER.abstractText(),
                PAPER.abstractLicence(),
                PAPER.url(),
                PAPER.references(),
                null,
                List.of("dblp:conf/tide/LindgrenO24", "openalex:W17"),
                "api",
                ACCEPTED);
    }

    private static SubmittedPaper sparse() {
        return new SubmittedPaper(
                "harbour-list",
                "k1",
                "Untitled Shores",
                List.of(),
                null,
                1991,
                null,
                null,
                null,
                null,
                List.of(),
                true,
                "import",
                ACCEPTED);
    }

    private static PaperEvent live() {
        return new PaperEvent(
                17,
                3,
                PaperStatus.LIVE,
                null,
                List.of("doi:10.5555/tide.2024.17", "harbour-list:conf/tide/LindgrenO24"),
                TITLE,
                List.of(
                        new Author(
                                "orcid:0000-0002-1825-0097",
                                "Astrid Lindgren-Okafor",
                                "0000-0002-1825-0097",
                                "astrid-lindgren-okafor"),
                        new Author("name:bo li", "Bo 李", null)),
                "VLDB",
                2024,
                "10.5555/tide.2024.17",
                new PaperEvent.PaperAbstract("We join what has not arrived yet.", "harbour-list", "CC-BY-4.0"),
                "https://example.org/tide/17",
                List.of("harbour-list"),
                ACCEPTED,
                "harbour-feed");
    }

    private static PaperEvent notShown() {
        PaperEvent shown = live();
        return new PaperEvent(
                shown.id(),
                shown.version(),
                shown.status(),
                null,
                shown.keys(),
                shown.title(),
                shown.authors(),
                shown.venue(),
                shown.year(),
                shown.doi(),
                new PaperEvent.PaperAbstract("We join what has not arrived yet.", "shore-list", null, false),
                shown.url(),
                List.of("harbour-list", "shore-list"),
                ACCEPTED);
    }

    private static PaperEvent retired() {
        return new PaperEvent(
                42,
                2,
                PaperStatus.RETIRED,
                17,
                List.of(),
                "Tide Tables",
                List.of(),
                null,
                2024,
                null,
                null,
                null,
                List.of(),
                ACCEPTED);
    }

    private static SummaryEvent summary() {
        return new SummaryEvent(
                17,
                2,
                SummaryEvent.Status.CURRENT,
                "Streams are joined before they arrive.",
                "lighthouse-1",
                SummaryEvent.Method.GENERATED,
                "3",
                HASH,
                new SummaryEvent.Tokens(312, 28),
                new BigDecimal("0.00042"),
                Instant.parse("2026-03-14T09:27:10.001Z"),
                "kept",
                ACCEPTED);
    }

    private static SummaryEvent checkedSummary() {
        return new SummaryEvent(
                18,
                3,
                SummaryEvent.Status.CURRENT,
                "Streams are joined before they arrive.",
                "lighthouse-1",
                SummaryEvent.Method.GENERATED,
                "3",
                HASH,
                null,
                null,
                Instant.parse("2026-03-14T09:27:10.001Z"),
                null,
                ACCEPTED,
                List.of("numbers", "names"));
    }

    private static SummaryEvent noSummary() {
        return new SummaryEvent(
                42,
                1,
                SummaryEvent.Status.NO_ABSTRACT,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                "no source gives an abstract",
                ACCEPTED);
    }

    /** A record, the topic it travels on, and the name of its file. */
    record Golden<E extends Event>(String name, Topic<E> topic, E event) {

        byte[] encoded() {
            return new EventCodec().encode(topic, event);
        }

        E decode(byte[] json) {
            return new EventCodec().decode(topic, json);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
