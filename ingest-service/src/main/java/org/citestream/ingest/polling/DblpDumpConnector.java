package org.citestream.ingest.polling;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.citestream.ingest.feed.Decompression;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.citestream.ingest.submission.Reading;

/**
 * The dump of DBLP, where it has changed. It is first brought here and read to its end without using any of it: a dump that is cut,
 * is no dump, or holds less than half of what the last one held changes nothing.
 */
final class DblpDumpConnector implements Connector {

    private static final long MAX_DOWNLOAD = 16L * 1024 * 1024 * 1024;

    private final String feed;
    private final FeedSettings settings;
    private final SourceHttp http;
    private final DblpReader reader;

    DblpDumpConnector(String feed, FeedSettings settings, SourceHttp http, DblpReader reader) {
        this.feed = feed;
        this.settings = settings;
        this.http = http;
        this.reader = reader;
    }

    @Override
    public Part next(Map<String, String> checkpoint) throws IOException, InterruptedException {
        List<String> conditions = new ArrayList<>();
        if (checkpoint.containsKey("etag")) {
            conditions.addAll(List.of("If-None-Match", checkpoint.getOrDefault("etag", "")));
        }
        if (checkpoint.containsKey("modified")) {
            conditions.addAll(List.of("If-Modified-Since", checkpoint.getOrDefault("modified", "")));
        }
        Map<String, String> after = new HashMap<>();
        Path directory = settings.directory();
        Path file = directory == null
                ? Files.createTempFile("dblp", ".xml")
                : Files.createTempFile(Files.createDirectories(directory), "dblp", ".xml");
        try {
            try (SourceHttp.Answer answer =
                    http.get(URI.create(settings.address()), conditions.toArray(String[]::new))) {
                if (answer.status() == 304) {
                    Files.delete(file);
                    return Part.nothing(checkpoint);
                }
                answer.headers().firstValue("ETag").ifPresent(tag -> after.put("etag", tag));
                answer.headers().firstValue("Last-Modified").ifPresent(date -> after.put("modified", date));
                try (InputStream content = answer.content("<", MAX_DOWNLOAD)) {
                    Files.copy(content, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
            long papers = read(file, _ -> {}).accepted();
            long before = Long.parseLong(checkpoint.getOrDefault("papers", "0"));
            if (papers == 0 || papers < before / 2) {
                throw new UnexpectedAnswerException("the dump holds " + papers + " papers of the collection"
                        + (before == 0 ? "" : ", where the last one held " + before));
            }
            after.put("papers", Long.toString(papers));
        } catch (IOException | RuntimeException | InterruptedException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new Dump(file, after);
    }

    @Override
    public boolean tellsAll() {
        return true;
    }

    private ReadingReport read(Path file, Consumer<? super Reading> to) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return reader.read(Decompression.of(in), feed, to);
        }
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        return Map.of();
    }

    /** A dump that was found to be whole. */
    private final class Dump implements Part {

        private final Path file;
        private final Map<String, String> after;

        Dump(Path file, Map<String, String> after) {
            this.file = file;
            this.after = after;
        }

        @Override
        public ReadingReport records(Consumer<? super Reading> to) throws IOException {
            return read(file, to);
        }

        @Override
        public Map<String, String> checkpoint() {
            return after;
        }

        @Override
        public boolean isLast() {
            return true;
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(file);
        }
    }
}
