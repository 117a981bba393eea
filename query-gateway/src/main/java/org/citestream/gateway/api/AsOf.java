package org.citestream.gateway.api;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.citestream.gateway.export.PaperFormat;
import org.citestream.gateway.view.PaperView;
import org.citestream.gateway.view.PastViews;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers with views as they were, and says where the kept history begins. */
@Component
class AsOf {

    private static final String NAME = "asOf";

    private final PastViews views;
    private final InstantSource clock;

    AsOf(PastViews views, InstantSource clock) {
        this.views = views;
        this.clock = clock;
    }

    /**
     * The view of a paper at a moment, or null if by then it had become another.
     *
     * @throws BadParameterException if the moment is to come or before what is kept
     */
    @Nullable
    PaperView view(NamedPapers.Named named, Instant moment) {
        // Moments are kept to the millisecond: one within the present millisecond is now.
        if (moment.truncatedTo(ChronoUnit.MILLIS).isAfter(clock.instant())) {
            throw new BadParameterException(NAME, moment.toString(), "a moment that has passed");
        }
        PastViews.Answer answer = views.at(named.id(), moment)
                .orElseThrow(() -> new NotFoundException("There is no paper " + named.name() + " in this collection."));
        if (answer.mergedInto() != null) {
            return null;
        }
        if (answer.view() == null) {
            throw new BadParameterException(
                    NAME, moment.toString(), "a moment from " + answer.since() + " on: nothing earlier is kept of it");
        }
        return answer.view();
    }

    /** What is told of the present alone does not go with it. */
    static void alone(String moment, Optional<PaperFormat> format, Set<String> added) {
        if (format.isPresent()) {
            throw new BadParameterException(NAME, moment, "left out of all forms but JSON");
        }
        if (!Set.of("history").containsAll(added)) {
            throw new BadParameterException("include", String.join(",", added), "history alone where asOf is given");
        }
    }
}
