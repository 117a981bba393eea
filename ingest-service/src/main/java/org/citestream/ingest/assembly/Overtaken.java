package org.citestream.ingest.assembly;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.citestream.events.Identified;
import org.citestream.events.Submission;
import org.jspecify.annotations.Nullable;

/**
 * Notices that came after ones that count more. The identity step has several writers: two that handle records of one paper at once, or one that was taken for
 * dead, and goes on. What it writes late changes nothing, but it is the last of its key, which cleaning keeps. So the owner of the paper, who reads all of them
 * and knows what counts, says that once more.
 */
final class Overtaken {

    private Overtaken() {}

    /**
     * What counts instead of the notices of a batch that were overtaken.
     *
     * @param batch in the order of the topic
     * @param states of their papers, after the batch
     */
    static List<Identified> repeated(List<? extends Identified> batch, IntFunction<PaperState> states) {
        Map<String, Identified> last = new LinkedHashMap<>();
        for (Identified notice : batch) {
            if (recordOf(notice) != null) {
                last.put(notice.recordKey(), notice);
            }
        }
        List<Identified> repeated = new ArrayList<>();
        for (Identified notice : last.values()) {
            Identified instead = instead(notice, states.apply(notice.id()));
            if (instead != null) {
                repeated.add(instead);
            }
        }
        return repeated;
    }

    /** The record of which the identity step says something; null for what owners of papers tell each other, who are fenced. */
    private static @Nullable String recordOf(Identified notice) {
        return switch (notice) {
            case Identified.Said said -> said.from() == null ? said.submission().recordKey() : null;
            case Identified.Moved moved -> moved.record();
            case Identified.CitedChanged _ -> null;
        };
    }

    private static @Nullable Identified instead(Identified notice, PaperState state) {
        String record = recordOf(notice);
        PaperState.Statement known =
                record == null ? null : state.statement(record).orElse(null);
        if (known == null || !isOvertaken(notice, known)) {
            return null;
        }
        Integer to = known.movedTo();
        if (to != null) {
            return new Identified.Moved(state.id(), known.record(), known.moves(), to, notice.acceptedAt());
        }
        Submission submission = known.submission();
        return submission == null ? null : Identified.Said.of(state.id(), known.version(), known.moves(), submission);
    }

    private static boolean isOvertaken(Identified notice, PaperState.Statement known) {
        return switch (notice) {
            case Identified.Said said ->
                said.moves() < known.moves()
                        || (said.moves() == known.moves() && known.isOfThisPaper() && said.version() < known.version());
            case Identified.Moved moved -> moved.moves() < known.moves();
            case Identified.CitedChanged _ -> false;
        };
    }
}
