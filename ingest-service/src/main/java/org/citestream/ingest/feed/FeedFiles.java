package org.citestream.ingest.feed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.citestream.ingest.submission.Reading;

/** Reads a file of any known format, compressed or not. */
public final class FeedFiles {

    private final Map<FileFormat, FeedReader> readers = new EnumMap<>(FileFormat.class);

    public FeedFiles(List<? extends FeedReader> readers) {
        readers.forEach(reader -> this.readers.put(reader.format(), reader));
    }

    /**
     * Reads to the end, as {@link FeedReader#read} does.
     *
     * @param file the content as it lies there; the caller closes it
     * @throws IOException if the format is not known, or as the reader throws
     */
    public ReadingReport read(InputStream file, String feed, Consumer<? super Reading> to) throws IOException {
        InputStream content = new BufferedInputStream(Decompression.of(file), 1 << 16);
        FileFormat format = FileFormat.detect(content);
        FeedReader reader = readers.get(format);
        if (reader == null) {
            throw new IOException("no reader for " + format + " is installed");
        }
        return reader.read(content, feed, to);
    }
}
