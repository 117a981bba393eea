package org.citestream.summary.embedding;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.WorkItem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Asks the model for vectors: for a batch at once where that is faster, and one by one where the batch failed, so that no text holds
 * back another.
 *
 * <p>An endpoint may fail at one text for ever, and say no more than that it failed: whether it does so because of the text shows in
 * whether it takes another one right after. A text that failed so some times, each longer after the last, gets no vector.
 */
final class EmbeddingMaker {

    /** How often a text may fail where another is taken. */
    static final int MOST_FAILURES = 3;

    /** The first wait; each doubles. */
    static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    /** The longest wait for an endpoint that says nothing. */
    static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    /** However long the model asks to be left alone, or there is no money: what is to be spent may change. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final int MOST_DOUBLINGS = 10;
    private static final String OTHER_TEXT = "A text that any model takes.";
    private static final Logger log = LoggerFactory.getLogger(EmbeddingMaker.class);

    private final Embedder embedder;
    /** By paper, how often which text of it failed where another was taken. */
    private final Map<Integer, Failures> failed = new ConcurrentHashMap<>();
    /** How often in a row the model was away. */
    private final AtomicInteger away = new AtomicInteger();

    private volatile boolean stopping;
    /** Why the model cannot run, or null while it can. */
    private volatile @Nullable String unavailable;

    EmbeddingMaker(Embedder embedder) {
        this.embedder = embedder;
    }

    /** From now on what is not begun is left out. */
    void stop() {
        stopping = true;
    }

    /** What comes of some work, of each but what a stop leaves out. */
    List<Made> make(List<OpenWork> wanted) {
        return together(wanted).orElseGet(() -> oneByOne(wanted));
    }

    /** Nothing where they are to be tried one by one. */
    private Optional<List<Made>> together(List<OpenWork> wanted) {
        if (unavailable != null
                || wanted.size() < 2
                || !embedder.isFasterTogether()
                || wanted.stream().anyMatch(each -> input(each.text()).isBlank() || failed.containsKey(id(each)))) {
            return Optional.empty();
        }
        try {
            List<float[]> vectors = embedder.embedAll(
                    wanted.stream().map(each -> input(each.text())).toList());
            away.set(0);
            List<Made> made = new ArrayList<>(wanted.size());
            for (int i = 0; i < wanted.size(); i++) {
                made.add(new Made.Vector(wanted.get(i).item(), wanted.get(i).text(), vectors.get(i)));
            }
            return Optional.of(made);
        } catch (EmbedderAwayException e) {
            if (e.mayBeTheText() && takesAnother()) {
                return Optional.empty();
            }
            List<Made> later = new ArrayList<>(wanted.size());
            leave(wanted, e, later);
            return Optional.of(later);
        } catch (RuntimeException e) {
            log.info("{} texts are embedded one by one: {}", wanted.size(), e.toString());
            return Optional.empty();
        }
    }

    private List<Made> oneByOne(List<OpenWork> wanted) {
        List<Made> made = new ArrayList<>(wanted.size());
        for (int i = 0; i < wanted.size() && !stopping; i++) {
            OpenWork each = wanted.get(i);
            try (MDC.MDCCloseable _ = MDC.putCloseable("citestream.paper", Integer.toString(id(each)))) {
                made.add(make(each.item(), each.text()));
                away.set(0);
            } catch (EmbedderAwayException e) {
                if (e.mayBeTheText() && takesAnother()) {
                    made.add(failed(each.item(), each.text(), e));
                } else {
                    leave(wanted.subList(i, wanted.size()), e, made);
                    break;
                }
            }
        }
        return made;
    }

    private Made make(WorkItem item, PaperText text) {
        String cannotRun = unavailable;
        if (cannotRun != null) {
            return new Made.NoneYet(item, text, cannotRun);
        }
        if (input(text).isBlank()) {
            return new Made.None(item, text, "There is no text to embed");
        }
        try {
            Made made = new Made.Vector(item, text, embedder.embed(input(text)));
            failed.remove(item.id());
            return made;
        } catch (EmbedderUnavailableException e) {
            String why = String.valueOf(e.getMessage());
            unavailable = why;
            log.error("No embeddings until the next start: {}", why);
            return new Made.NoneYet(item, text, why);
        } catch (EmbedderAwayException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            failed.remove(item.id());
            log.error("Paper {} gets no embedding", item.id(), e);
            return new Made.None(item, text, "The model could not take its text: " + e);
        }
    }

    private boolean takesAnother() {
        try {
            embedder.embed(OTHER_TEXT);
            away.set(0);
            return true;
        } catch (RuntimeException e) {
            log.debug("Nor does the model take another text: {}", e.toString());
            return false;
        }
    }

    /** A text failed where another is taken. */
    private Made failed(WorkItem item, PaperText text, EmbedderAwayException e) {
        int times = failed.merge(item.id(), new Failures(item.key(), 1), Failures::and)
                .times();
        if (times < MOST_FAILURES) {
            log.warn("Paper {} gets its embedding later: {}", item.id(), e.getMessage());
            return new Made.Later(item, doubled(times));
        }
        failed.remove(item.id());
        log.error("Paper {} gets no embedding", item.id(), e);
        return new Made.None(
                item,
                text,
                "The model failed at its text %d times, and took another each time: %s"
                        .formatted(times, e.getMessage()));
    }

    /** Nobody is answered now. */
    private void leave(List<OpenWork> wanted, EmbedderAwayException e, List<Made> made) {
        log.warn("{} embeddings are made later: {}", wanted.size(), e.getMessage());
        Duration silence = Collections.min(List.of(doubled(away.incrementAndGet()), LONGEST_SILENCE));
        Duration asked = e.retryAfter();
        Duration wait = asked == null
                ? silence
                : Collections.min(List.of(Collections.max(List.of(asked, FIRST_WAIT)), LONGEST_PAUSE));
        wanted.forEach(each -> made.add(new Made.Later(each.item(), wait)));
    }

    private static Duration doubled(int times) {
        return FIRST_WAIT.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    }

    private static int id(OpenWork work) {
        return work.item().id();
    }

    private static String input(PaperText text) {
        String body = text.trusted();
        return body.isEmpty() ? text.title() : text.title() + "\n" + body;
    }

    /** How often a text failed; another text of the paper begins anew. */
    private record Failures(String key, int times) {

        Failures and(Failures next) {
            return next.key.equals(key) ? new Failures(key, times + next.times) : next;
        }
    }
}
