package org.citestream.summary.renewal;

import java.util.Objects;
import java.util.stream.Stream;
import org.citestream.events.PaperEvent;
import org.citestream.events.SummaryEvent;
import org.jspecify.annotations.Nullable;

/**
 * Which summaries are to be made again: those of one paper, of a venue, of a prompt version, or all. Exactly one is given.
 *
 * @param paper id of a paper, or null
 * @param venue as papers name it, or null
 * @param promptVersion of the prompt or of the extractive method, or null
 * @param all true for all, or null
 */
public record Scope(
        @Nullable Integer paper,
        @Nullable String venue,
        @Nullable String promptVersion,
        @Nullable Boolean all) {

    /**
     * @throws IllegalArgumentException if not exactly one is given, or the id is none
     */
    public Scope {
        long given = Stream.of(paper, venue, promptVersion, Boolean.TRUE.equals(all) ? all : null)
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw new IllegalArgumentException("Give exactly one of paper, venue, promptVersion and all=true.");
        }
        if (paper != null && paper < 1) {
            throw new IllegalArgumentException("paper must be the id of a paper, 1 or more, and is " + paper + ".");
        }
    }

    /** Whether a paper's summary is meant. */
    boolean includes(PaperEvent of, SummaryEvent summary) {
        if (paper != null) {
            return of.id() == paper;
        }
        if (venue != null) {
            return venue.equals(of.venue());
        }
        return promptVersion == null || promptVersion.equals(summary.promptVersion());
    }
}
