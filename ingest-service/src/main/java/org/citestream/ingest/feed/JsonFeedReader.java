package org.citestream.ingest.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionReader;

/** Reads files in the product's own form. */
public final class JsonFeedReader implements FeedReader {

    private final SubmissionReader submissions;

    public JsonFeedReader(SubmissionReader submissions) {
        this.submissions = submissions;
    }

    @Override
    public FileFormat format() {
        return FileFormat.JSON;
    }

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        AtomicLong accepted = new AtomicLong();
        long read = submissions.read(input, feed, reading -> {
            to.accept(reading);
            if (reading instanceof Reading.Accepted) {
                accepted.incrementAndGet();
            }
        });
        return new ReadingReport(read, accepted.get(), new TreeMap<>(), read - accepted.get());
    }
}
