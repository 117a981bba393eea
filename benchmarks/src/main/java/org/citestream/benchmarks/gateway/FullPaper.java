package org.citestream.benchmarks.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.citestream.benchmarks.generated.PublishedRanks;
import org.citestream.events.Author;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * A paper with as much to show as there can be but for the number of authors: full lists of titles of a hundred characters, citations
 * of 45 years, all points of history that are kept, a long abstract and a summary.
 */
final class FullPaper {

    /** How many papers it takes. */
    static final int PAPERS = 121;

    private static final int LISTED = 60;
    private static final int YEARS = 45;
    private static final int POINTS = 484;
    private static final int AUTHORS = 12;
    private static final int DIMENSION = 384;
    private static final int TITLE = 100;

    private final int id;

    /** Its id; those that follow are of the papers around it. */
    FullPaper(int id) {
        this.id = id;
    }

    void publish(ConfigurableApplicationContext gateway) {
        List<PaperEvent> papers = new ArrayList<>();
        List<EmbeddingEvent> embeddings = new ArrayList<>();
        List<ReferencesEvent> references = new ArrayList<>();
        for (int i = 0; i < PAPERS; i++) {
            papers.add(paper(i));
            embeddings.add(embedding(i));
            if (i > 0 && i <= LISTED) {
                references.add(references(id + i, List.of(id)));
            }
        }
        references.add(references(
                id,
                IntStream.rangeClosed(LISTED + 1, 2 * LISTED)
                        .mapToObj(i -> id + i)
                        .toList()));
        EventWriters writers = gateway.getBean(EventWriters.class);
        try (EventWriter writer = writers.direct("bench-full")) {
            writer.sendAll(Topics.PAPERS, papers);
            writer.sendAll(Topics.REFERENCES, references);
            writer.sendAll(Topics.EMBEDDINGS, embeddings);
            writer.sendAll(Topics.SUMMARIES, List.of(summary()));
        }
        history(gateway.getBean(MongoTemplate.class));
    }

    /** Publishes their ranks, in the epoch after one. */
    void rank(ConfigurableApplicationContext gateway, int papers) {
        PublishedRanks.publish(
                gateway,
                2,
                IntStream.range(1, id + PAPERS)
                        .mapToObj(each ->
                                new RankEvent(each, 2, each < id ? 0.15 + 1.0 / each : 2.0 - 0.01 * (each - id)))
                        .toList(),
                papers);
    }

    private PaperEvent paper(int place) {
        int number = id + place;
        String title = ("By words that go on and on, " + number
                        + ", so that a title of a hundred characters is made of them ")
                .repeat(2)
                .substring(0, TITLE);
        return new PaperEvent(
                number,
                1,
                PaperStatus.LIVE,
                null,
                List.of("doi:10.14778/" + number, "dblp:conf/bench/" + number, "openalex:W" + number),
                title,
                IntStream.range(0, place == 0 ? AUTHORS : 1)
                        .mapToObj(i -> new Author("full-author-" + number + "-" + i, "Ada Middle Author", null))
                        .toList(),
                "SIGMOD",
                1980 + place % YEARS,
                "10.14778/" + number,
                new PaperEvent.PaperAbstract("What was found by trying it out. ".repeat(40), "openalex", "CC0"),
                "https://example.org/" + number,
                List.of("dblp", "openalex"),
                Instant.now());
    }

    private EmbeddingEvent embedding(int place) {
        float[] vector = new float[DIMENSION];
        vector[0] = 1;
        vector[1] = (float) place / PAPERS;
        return new EmbeddingEvent(
                id + place,
                "bench",
                1,
                DIMENSION,
                EmbeddingEvent.encode(vector),
                "hash",
                EmbeddingEvent.Basis.TITLE_AND_ABSTRACT,
                Instant.now());
    }

    private static ReferencesEvent references(int citing, List<Integer> cited) {
        return new ReferencesEvent(citing, 1, cited, List.of(), 3, ReferencesEvent.Dropped.NOTHING, Instant.now());
    }

    private SummaryEvent summary() {
        return new SummaryEvent(
                id,
                1,
                SummaryEvent.Status.CURRENT,
                "A sentence of a summary that says what the paper does, with some detail. ".repeat(4),
                "gpt-5-mini",
                SummaryEvent.Method.GENERATED,
                "1",
                "hash",
                null,
                null,
                Instant.now(),
                null,
                Instant.now());
    }

    private void history(MongoTemplate mongo) {
        Document history = new Document("_id", id);
        Instant first = Instant.now().minus(Duration.ofDays(POINTS));
        for (int i = 0; i < POINTS; i++) {
            history.append(
                    "d" + i,
                    new Document("e", i - (long) POINTS)
                            .append("t", first.plus(Duration.ofDays(i)).toEpochMilli())
                            .append("r", 10_000 + i * 7 % 1_000)
                            .append("p", 5.0911095e-05)
                            .append("c", 1_000)
                            .append("n", 20_000));
        }
        mongo.save(history, "history");
    }
}
