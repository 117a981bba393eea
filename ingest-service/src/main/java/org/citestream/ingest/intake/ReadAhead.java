package org.citestream.ingest.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Reads records on a thread of its own while the caller sends those that were read before: the one takes about as long as the other. What lies between
 * the two is bounded, by number and by length.
 */
final class ReadAhead {

    private static final int MOST_BATCHES = 2;
    private static final int MOST_RECORDS = 64;
    private static final int MOST_CHARACTERS = 1 << 18;
    /** What a name or a reference counts as. */
    private static final int SHORT = 50;

    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(MOST_BATCHES);
    private List<Reading> gathered = new ArrayList<>(MOST_RECORDS);
    private int characters;
    private volatile boolean stopped;

    private ReadAhead() {}

    /** What is read. */
    @FunctionalInterface
    interface Source {

        /** Hands on each record, and says how many there were. */
        long read(Consumer<Reading> to) throws IOException;
    }

    /** Records that were read; the last ones come with what became of the reading. */
    private record Batch(List<Reading> readings, @Nullable Ending ending) {}

    private record Ending(long count, @Nullable Throwable failure) {}

    /**
     * Hands on each record, in order and on this thread.
     *
     * @return what the source returns
     * @throws IOException what the source throws, after all that it had read was handed on
     * @throws RuntimeException what the receiver throws, which ends the reading
     */
    static long read(Source source, Consumer<Reading> to) throws IOException {
        ReadAhead ahead = new ReadAhead();
        Thread reader = Thread.ofVirtual().name("reading ahead").start(() -> ahead.readAll(source));
        try {
            return ahead.handOn(to);
        } catch (InterruptedException e) {
            ahead.stopped = true;
            reader.interrupt();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private long handOn(Consumer<Reading> to) throws IOException, InterruptedException {
        RuntimeException refused = null;
        while (true) {
            Batch batch = batches.take();
            if (refused == null) {
                try {
                    batch.readings().forEach(to);
                } catch (RuntimeException e) {
                    refused = e;
                    stopped = true;
                }
            }
            Ending ending = batch.ending();
            if (ending != null) {
                if (refused != null) {
                    throw refused;
                }
                return switch (ending.failure()) {
                    case null -> ending.count();
                    case IOException e -> throw e;
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new IllegalStateException(ending.failure());
                };
            }
        }
    }

    private void readAll(Source source) {
        Ending ending;
        try {
            ending = new Ending(source.read(this::gather), null);
        } catch (IOException | RuntimeException | Error e) {
            ending = new Ending(0, e);
        }
        try {
            batches.put(new Batch(gathered, ending));
        } catch (InterruptedException e) {
            // Nobody takes it any more.
            Thread.currentThread().interrupt();
        }
    }

    private void gather(Reading reading) {
        if (stopped) {
            throw new StoppedException();
        }
        gathered.add(reading);
        characters += length(reading);
        if (gathered.size() == MOST_RECORDS || characters > MOST_CHARACTERS) {
            try {
                batches.put(new Batch(gathered, null));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoppedException();
            }
            gathered = new ArrayList<>(MOST_RECORDS);
            characters = 0;
        }
    }

    private static int length(Reading reading) {
        if (reading instanceof Reading.Accepted accepted && accepted.submission() instanceof SubmittedPaper paper) {
            String text = paper.abstractText();
            return (text == null ? 0 : text.length())
                    + SHORT * (1 + paper.authors().size() + paper.references().size());
        }
        return SHORT;
    }

    /** The receiver wants no more. */
    private static final class StoppedException extends RuntimeException {}
}
