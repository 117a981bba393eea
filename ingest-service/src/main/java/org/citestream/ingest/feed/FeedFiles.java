package org.citestream.ingest.feed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.citestream.ingest.feed.bibtex.BibtexReader;
import org.citestream.ingest.feed.crossref.CrossrefReader;
import org.citestream.ingest.feed.csv.CitationPairsReader;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.citestream.ingest.feed.dblp.DblpSearchReader;
import org.citestream.ingest.feed.oaipmh.OaiPmhReader;
import org.citestream.ingest.feed.openalex.OpenAlexReader;
import org.citestream.ingest.feed.ris.RisReader;
import org.citestream.ingest.feed.semanticscholar.SemanticScholarReader;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionReader;

/** Reads a file of any known format, compressed or not. */
public final class FeedFiles {

    private final Map<FileFormat, FeedReader> readers = new EnumMap<>(FileFormat.class);

    public FeedFiles(List<? extends FeedReader> readers) {
        readers.forEach(reader -> this.readers.put(reader.format(), reader));
    }

    /** The readers of every format. */
    public static FeedFiles all(InstantSource clock, VenueRules venues) {
        return new FeedFiles(List.of(
                new DblpReader(clock, venues),
                new DblpSearchReader(clock, venues),
                new CrossrefReader(clock, venues),
                new OpenAlexReader(clock, venues),
                new SemanticScholarReader(clock, venues),
                new OaiPmhReader(clock, venues),
                new BibtexReader(clock, venues),
                new RisReader(clock, venues),
                new CitationPairsReader(clock),
                new JsonFeedReader(new SubmissionReader(clock))));
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
