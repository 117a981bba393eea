package org.citestream.ingest.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.Reading;

/** Reads the records of one format, one by one, in bounded memory. */
public interface FeedReader {

    /** The format that it reads. */
    FileFormat format();

    /**
     * Reads to the end and hands on each record that is a paper of the collection or is refused; records that are left out
     * are only counted.
     *
     * @param input the content, not compressed
     * @param feed what the submissions are to name as the feed that they came by
     * @param to receives each record in the order of the input; what it throws ends the reading
     * @return what became of the records
     * @throws BrokenOffException if the input fails or can be made sense of no further; what was handed on before stands
     */
    ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException;
}
