package org.citestream.summary;

import java.time.Instant;
import java.util.List;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperEvent.PaperAbstract;
import org.citestream.events.PaperStatus;
import org.jspecify.annotations.Nullable;

/** Papers for tests. */
public final class Papers {

    public static final Instant ACCEPTED = Instant.parse("2026-11-22T10:15:30.123456Z");

    /** About a made-up system of which every test may speak. */
    public static final String TIDEMARK_TITLE = "Tidemark: Adaptive Checkpoints for Stream Processing";

    public static final String TIDEMARK_ABSTRACT = "Stream processors lose minutes of work when a node fails. "
            + "In this paper, we propose Tidemark, a checkpoint scheduler that places barriers by the measured cost of replay. "
            + "Barriers move when the load moves, e.g. at night. "
            + "Experiments on a cluster of 32 nodes show that Tidemark recovers 4.5x faster than fixed intervals.";

    /** What a model that did well says of it. */
    public static final String TIDEMARK_SUMMARY =
            "Tidemark schedules checkpoints of stream processors by placing barriers via "
                    + "the measured cost of replay, moving them when the load moves. Recovers 4.5x faster than fixed intervals on a "
                    + "cluster of 32 nodes.";

    private Papers() {}

    public static PaperEvent paper(int id, long version, String title, @Nullable String abstractText) {
        return paper(id, version, PaperStatus.LIVE, title, abstractText, 2024);
    }

    /** What the product submits to itself, with an abstract of which a summary could be made. */
    static PaperEvent canary(int id, long version, String abstractText) {
        return new PaperEvent(
                id,
                version,
                PaperStatus.WITHDRAWN,
                null,
                List.of("test:" + id),
                TIDEMARK_TITLE,
                List.of(),
                null,
                2000,
                null,
                new PaperAbstract(abstractText, PaperEvent.CANARY_SOURCE, null),
                null,
                List.of(PaperEvent.CANARY_SOURCE),
                ACCEPTED,
                PaperEvent.CANARY_FEED);
    }

    public static PaperEvent paper(
            int id, long version, PaperStatus status, String title, @Nullable String abstractText, int year) {
        return new PaperEvent(
                id,
                version,
                status,
                null,
                List.of("test:" + id),
                title,
                List.of(),
                "VLDB",
                year,
                null,
                abstractText == null ? null : new PaperAbstract(abstractText, "test", null),
                null,
                List.of("test"),
                ACCEPTED);
    }
}
