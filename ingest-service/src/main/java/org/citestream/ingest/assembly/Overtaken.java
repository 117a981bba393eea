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
            PaperState state = states.apply(notice.id());
            Identified instead = instead(notice, state);
            if (instead != null) {
                repeated.add(instead);
            }
            Identified.Moved gone = goneSince(notice, state);
            if (gone != null && !last.containsKey(gone.recordKey())) {
                repeated.add(gone);
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
        if (known == null) {
            return null;
        }
        return switch (notice) {
            case Identified.Said said -> said(said, known);
            case Identified.Moved moved -> moved(moved, known);
            case Identified.CitedChanged _ -> null;
        };
    }

    /** What was said last, where that was another version, or after more moves: of a record that has gone, the last that it may have said here was said one move before. */
    private static @Nullable Identified said(Identified.Said notice, PaperState.Statement known) {
        Submission submission = known.submission();
        long moves = known.isOfThisPaper() ? known.moves() : Math.max(notice.moves(), known.moves() - 1);
        boolean overtaken = notice.moves() < moves || notice.version() < known.version();
        return submission == null || !overtaken
                ? null
                : Identified.Said.of(notice.id(), known.version(), moves, submission);
    }

    /** Where the record went before it was said here, late: older logs have that under the key of what is said. */
    private static Identified.@Nullable Moved goneSince(Identified notice, PaperState state) {
        if (!(notice instanceof Identified.Said said) || said.from() != null) {
            return null;
        }
        PaperState.Statement known =
                state.statement(said.submission().recordKey()).orElse(null);
        Integer to = known == null ? null : known.movedTo();
        return known == null || to == null || said.moves() >= known.moves()
                ? null
                : new Identified.Moved(said.id(), known.record(), known.moves(), to, said.acceptedAt());
    }

    private static @Nullable Identified moved(Identified.Moved notice, PaperState.Statement known) {
        Integer to = known.movedTo();
        return to == null || notice.moves() >= known.moves()
                ? null
                : new Identified.Moved(notice.id(), known.record(), known.moves(), to, notice.acceptedAt());
    }
}
