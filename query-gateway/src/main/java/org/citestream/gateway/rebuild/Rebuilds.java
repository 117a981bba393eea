package org.citestream.gateway.rebuild;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.citestream.events.Topics;
import org.citestream.events.operations.OperatorRecord;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.gateway.projection.ViewCheck;
import org.citestream.gateway.search.WordIndex;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The rebuild that is under way at this instance, or the last one. */
@Component
class Rebuilds {

    private static final Logger log = LoggerFactory.getLogger(Rebuilds.class);

    private final AtomicReference<@Nullable Rebuild> last = new AtomicReference<>();
    private final ViewCheck views;
    private final WordIndex words;
    private final EventReaders readers;
    private final OperatorRecord operators;
    private final InstantSource clock;

    Rebuilds(ViewCheck views, WordIndex words, EventReaders readers, OperatorRecord operators, InstantSource clock) {
        this.views = views;
        this.words = words;
        this.readers = readers;
        this.operators = operators;
        this.clock = clock;
    }

    /** What can be made anew. */
    enum What {
        @JsonProperty("views")
        VIEWS,
        @JsonProperty("words")
        WORDS
    }

    /** How far it is. */
    enum State {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("done")
        DONE,
        @JsonProperty("failed")
        FAILED
    }

    /**
     * A rebuild.
     *
     * @param what is made anew
     * @param dryRun whether it is only compared
     * @param begun when it began
     * @param state how far it is
     * @param outcome in words, once it is over
     * @param found what was found, by part; null unless it is done
     */
    record Rebuild(
            What what,
            boolean dryRun,
            Instant begun,
            State state,
            @Nullable String outcome,
            @Nullable Map<String, ?> found) {

        private Rebuild ended(State how, String inWords, @Nullable Map<String, ?> with) {
            return new Rebuild(what, dryRun, begun, how, inWords, with);
        }
    }

    /** The rebuild that is under way, or the last one; null for none. */
    @Nullable
    Rebuild last() {
        return last.get();
    }

    /** Begins one, which is written down first; null if another is under way. */
    @Nullable
    Rebuild begin(What what, boolean dryRun, @Nullable String key) {
        operators.requireOperator(key);
        Rebuild before = last.get();
        Rebuild begun = new Rebuild(what, dryRun, clock.instant(), State.RUNNING, null, null);
        if ((before != null && before.state() == State.RUNNING) || !last.compareAndSet(before, begun)) {
            return null;
        }
        try {
            if (!dryRun) {
                operators.add(key, "rebuild " + inWords(what), Map.of(), "begun");
            }
        } catch (RuntimeException e) {
            last.set(before);
            throw e;
        }
        Thread.ofPlatform().daemon().name("rebuild").start(() -> run(begun, key));
        return begun;
    }

    private void run(Rebuild begun, @Nullable String key) {
        Rebuild ended;
        try {
            ended = begun.what() == What.VIEWS ? views(begun) : words(begun);
        } catch (RuntimeException e) {
            log.error("A rebuild of the {} failed", inWords(begun.what()), e);
            ended = begun.ended(State.FAILED, "failed; the service's log says why", null);
        }
        if (!begun.dryRun()) {
            try {
                operators.add(key, "rebuild " + inWords(begun.what()), Map.of(), String.valueOf(ended.outcome()));
            } catch (OperatorRecord.RefusedException e) {
                log.warn("Could not write down that a rebuild ended, {}: {}", ended.outcome(), e.getMessage());
            }
        }
        last.set(ended);
    }

    private Rebuild views(Rebuild begun) {
        Map<String, ViewCheck.Found> found = views.run(!begun.dryRun());
        int wrong = found.values().stream()
                .mapToInt(each -> each.missing() + each.different())
                .sum();
        return begun.ended(
                State.DONE, "%d sections %s".formatted(wrong, begun.dryRun() ? "would be mended" : "mended"), found);
    }

    private Rebuild words(Rebuild begun) {
        WordIndex.Rebuilt rebuilt = words.rebuild(
                into -> readers.replay(
                        "rebuildWords",
                        Topics.PAPERS,
                        (_, batch) ->
                                into.accept(batch.stream().map(Received::event).collect(Collectors.toList()))),
                begun.dryRun());
        return begun.ended(
                State.DONE,
                "%d papers%s, %d before, %d in one of the two alone"
                        .formatted(
                                rebuilt.after(),
                                begun.dryRun() ? " would be indexed" : "",
                                rebuilt.before(),
                                rebuilt.different()),
                Map.of("words", rebuilt));
    }

    private static String inWords(What what) {
        return what == What.VIEWS ? "views" : "index of words";
    }
}
