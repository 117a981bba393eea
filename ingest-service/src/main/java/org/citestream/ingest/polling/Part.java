package org.citestream.ingest.polling;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;

/** A part of what a source has: a page, a file. It is known to be whole, or concerns nobody but itself. */
interface Part extends AutoCloseable {

    /** Hands on its records. */
    ReadingReport records(Consumer<? super Reading> to) throws IOException;

    /** From where the next part is asked for, once this one is acknowledged. */
    Map<String, String> checkpoint();

    /** Whether nothing follows for now. */
    boolean isLast();

    /**
     * All of it is acknowledged, or it could not be read.
     *
     * @return whether the run goes on although it could not be read
     */
    default boolean settled(ReadingReport report, @Nullable IOException failure) throws IOException {
        return false;
    }

    /** Whether it was found to be unfinished when it was settled, so that it comes again, and its breaking off is no failure. */
    default boolean isUnfinished() {
        return false;
    }

    /** Whether it is empty since there is nothing yet that the source could be asked, so that it is worth while to come again soon. */
    default boolean nothingToAsk() {
        return false;
    }

    @Override
    default void close() throws IOException {}

    /** A page that was read to its end before any of it is used. */
    static Part page(List<Reading> readings, ReadingReport report, Map<String, String> checkpoint, boolean last) {
        return new Part() {
            @Override
            public ReadingReport records(Consumer<? super Reading> to) {
                readings.forEach(to);
                return report;
            }

            @Override
            public Map<String, String> checkpoint() {
                return checkpoint;
            }

            @Override
            public boolean isLast() {
                return last;
            }
        };
    }

    /** There is nothing yet that the source could be asked. */
    static Part nothingToAsk(Map<String, String> checkpoint) {
        return new Part() {
            @Override
            public ReadingReport records(Consumer<? super Reading> to) {
                return new ReadingReport(0, 0, new TreeMap<>(), 0);
            }

            @Override
            public Map<String, String> checkpoint() {
                return checkpoint;
            }

            @Override
            public boolean isLast() {
                return true;
            }

            @Override
            public boolean nothingToAsk() {
                return true;
            }
        };
    }

    /** Nothing is new. */
    static Part nothing(Map<String, String> checkpoint) {
        return page(List.of(), new ReadingReport(0, 0, new TreeMap<>(), 0), checkpoint, true);
    }
}
