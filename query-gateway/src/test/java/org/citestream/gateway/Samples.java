package org.citestream.gateway;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.citestream.events.Author;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.jspecify.annotations.Nullable;

/** Events to try things with. */
final class Samples {

    static final Instant ACCEPTED = Instant.parse("2026-02-09T10:00:00Z");

    private static final AtomicInteger IDS = new AtomicInteger(1000);

    private Samples() {}

    /** Ids that no other test uses. */
    static int[] ids(int count) {
        int first = IDS.getAndAdd(count);
        return IntStream.range(first, first + count).toArray();
    }

    static PaperEvent paper(int id, long version, String title) {
        return paper(id, version, PaperStatus.LIVE, null, title, 2000 + id % 20);
    }

    static PaperEvent paper(
            int id, long version, PaperStatus status, @Nullable Integer mergedInto, String title, int year) {
        return new PaperEvent(
                id,
                version,
                status,
                mergedInto,
                List.of("doi:10.1/" + id, "dblp:conf/test/" + id),
                title,
                List.of(new Author("author-" + id, "Author " + id, null)),
                "VLDB",
                year,
                "10.1/" + id,
                null,
                null,
                List.of("dblp"),
                ACCEPTED);
    }

    static ReferencesEvent references(int id, long version, List<Integer> cited, List<Integer> self, int unresolved) {
        return new ReferencesEvent(id, version, cited, self, unresolved, ReferencesEvent.Dropped.NOTHING, ACCEPTED);
    }

    static SummaryEvent noAbstract(int id) {
        return new SummaryEvent(
                id,
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
                "no abstract",
                ACCEPTED);
    }

    static EmbeddingEvent embedding(int id, float... vector) {
        return new EmbeddingEvent(
                id,
                "test-model",
                1,
                vector.length,
                EmbeddingEvent.encode(vector),
                "hash",
                EmbeddingEvent.Basis.TITLE,
                ACCEPTED);
    }

    static EmbeddingEvent noEmbedding(int id) {
        return new EmbeddingEvent(
                id, "test-model", 1, 0, "", "hash", EmbeddingEvent.Basis.TITLE, ACCEPTED, "the model cannot take it");
    }
}
