package org.citestream.benchmarks.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.citestream.benchmarks.generated.PublishedRanks;
import org.citestream.events.Author;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.springframework.context.ConfigurableApplicationContext;

/** Papers with words, citations, scores and vectors, as the stages before the gateway would publish them. */
final class GeneratedViews {

    private static final int WORDS = 5_000;
    private static final int BATCH = 1_000;
    /** That of the model which is used unless another is named. */
    private static final int DIMENSION = 384;

    private static final String[] VENUES = {"VLDB", "SIGMOD", "PODS", "CIDR"};

    private final int papers;
    private final Random random;

    GeneratedViews(int papers, Random random) {
        this.papers = papers;
        this.random = random;
    }

    /** A word that papers use; low numbers more often than high ones. */
    String word(int number) {
        return "w" + Integer.toString(Math.floorMod(number, WORDS), Character.MAX_RADIX) + "x";
    }

    void publish(ConfigurableApplicationContext gateway) {
        EventWriters writers = gateway.getBean(EventWriters.class);
        try (EventWriter writer = writers.direct("bench")) {
            List<PaperEvent> events = new ArrayList<>();
            List<ReferencesEvent> references = new ArrayList<>();
            List<EmbeddingEvent> embeddings = new ArrayList<>();
            for (int id = 1; id <= papers; id++) {
                events.add(paper(id));
                references.add(references(id));
                embeddings.add(embedding(id));
                if (events.size() == BATCH || id == papers) {
                    writer.sendAll(Topics.PAPERS, events);
                    writer.sendAll(Topics.REFERENCES, references);
                    writer.sendAll(Topics.EMBEDDINGS, embeddings);
                    embeddings.clear();
                    events.clear();
                    references.clear();
                }
            }
        }
        PublishedRanks.publish(
                gateway,
                1,
                IntStream.rangeClosed(1, papers)
                        .mapToObj(id -> new RankEvent(id, 1, 0.15 + random.nextDouble() / id))
                        .toList(),
                papers);
    }

    PaperEvent paper(int id) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of("doi:10.1/" + id, "dblp:conf/bench/" + id),
                text(8),
                List.of(
                        new Author("author-" + random.nextInt(papers), "Ada Author", null),
                        new Author("author-" + random.nextInt(papers), "Bob Writer", null)),
                VENUES[id % VENUES.length],
                1980 + id % 45,
                "10.1/" + id,
                new PaperEvent.PaperAbstract(text(100), "bench", null),
                "https://example.org/" + id,
                List.of("bench"),
                Instant.now());
    }

    EmbeddingEvent embedding(int id) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return new EmbeddingEvent(
                id,
                "bench",
                1,
                DIMENSION,
                EmbeddingEvent.encode(vector),
                "hash",
                EmbeddingEvent.Basis.TITLE_AND_ABSTRACT,
                Instant.now());
    }

    ReferencesEvent references(int id) {
        TreeSet<Integer> cited = new TreeSet<>();
        for (int i = 0; i < 10 && id > 1; i++) {
            cited.add(1 + (int) (Math.pow(random.nextDouble(), 2) * (id - 1)));
        }
        cited.remove(id);
        return new ReferencesEvent(
                id, 1, List.copyOf(cited), List.of(), 3, ReferencesEvent.Dropped.NOTHING, Instant.now());
    }

    private String text(int words) {
        StringBuilder text = new StringBuilder("index");
        for (int i = 0; i < words; i++) {
            text.append(' ').append(word((int) (Math.pow(random.nextDouble(), 3) * WORDS)));
        }
        return text.toString();
    }
}
