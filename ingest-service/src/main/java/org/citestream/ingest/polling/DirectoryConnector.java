package org.citestream.ingest.polling;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A directory into which files are dropped. A file that no longer changes is read once; then it lies in {@code done}, or in
 * {@code failed} where it could not be read to its end, with a report of the same name beside it. Hidden files are left alone, so that
 * who writes slowly can write under such a name; so are directories, and links, which could lead anywhere.
 */
final class DirectoryConnector implements Connector {

    private static final Logger log = LoggerFactory.getLogger(DirectoryConnector.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration QUIET = Duration.ofSeconds(2);
    private static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final int SHOWN = 100;
    /** In bytes, so that the name of a report, which is longer, is one that file systems take. */
    private static final int LONGEST_NAME = 200;

    private final String feed;
    private final Path directory;
    private final FeedFiles files;
    private final InstantSource clock;

    DirectoryConnector(String feed, Path directory, FeedFiles files, InstantSource clock) {
        this.feed = feed;
        this.directory = directory;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public boolean passesOverUnchanged() {
        return false; // who drops a file in again means it
    }

    @Override
    public Part next(Map<String, String> checkpoint) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new UnexpectedAnswerException("there is no directory " + directory
                    + "; make it, or name another as citestream.ingest.feeds." + feed + ".directory");
        }
        for (String name : List.of(DONE, FAILED)) {
            if (Files.isSymbolicLink(directory.resolve(name))) {
                throw new UnexpectedAnswerException(
                        directory.resolve(name) + " is a link, and nothing is moved to where links lead; remove the"
                                + " link, and a directory is made in its place");
            }
        }
        Instant quietSince = clock.instant().minus(QUIET);
        try (Stream<Path> entries = Files.list(directory)) {
            Optional<Path> next = entries.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> lastChange(file).isBefore(quietSince))
                    .min(java.util.Comparator.comparing(Path::getFileName));
            return next.isEmpty() ? Part.nothing(checkpoint) : new Dropped(next.get());
        }
    }

    private static Instant lastChange(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.MAX; // it is gone, or is not ours to read
        }
    }

    @Override
    public Map<String, String> restarted(Map<String, String> checkpoint) {
        return checkpoint;
    }

    /** One file. */
    private final class Dropped implements Part {

        private final Path file;
        private final List<String> refusals = new ArrayList<>();
        private final String before;
        private boolean unfinished;

        Dropped(Path file) throws IOException {
            this.file = file;
            this.before = state(file);
        }

        /** What changes when somebody writes to it. */
        private static String state(Path file) throws IOException {
            return Files.size(file) + " bytes, " + Files.getLastModifiedTime(file);
        }

        @Override
        public ReadingReport records(Consumer<? super Reading> to) throws IOException {
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                return files.read(in, feed, reading -> {
                    if (reading instanceof Reading.Refused refused && refusals.size() < SHOWN) {
                        refusals.add("record " + refused.number()
                                + (refused.recordKey() == null ? "" : " (" + refused.recordKey() + ")") + ": "
                                + refused.field() + " " + refused.reason());
                    }
                    to.accept(reading);
                });
            }
        }

        @Override
        public Map<String, String> checkpoint() {
            return Map.of();
        }

        @Override
        public boolean isLast() {
            return false; // another may lie there
        }

        @Override
        public boolean settled(ReadingReport report, @Nullable IOException failure) throws IOException {
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && !state(file).equals(before)) {
                log.info("{} was still being written, and is read again when it is whole", file);
                unfinished = true;
                return true;
            }
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("file", file.getFileName().toString());
            told.put("finishedAt", clock.instant().toString());
            told.put("read", report.read());
            told.put("accepted", report.accepted());
            told.put("refused", report.refused());
            told.put("leftOut", report.leftOut());
            told.put("firstRefusals", refusals);
            if (failure != null) {
                told.put("error", String.valueOf(failure.getMessage()));
            }
            Path to = Files.createDirectories(directory.resolve(failure == null ? DONE : FAILED));
            Path target = free(to, file.getFileName().toString());
            Files.writeString(
                    reportOf(target),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(told),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE,
                    LinkOption.NOFOLLOW_LINKS);
            try {
                Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(file, target);
            }
            return true;
        }

        /** A name that no earlier file or report has, and neither has the report beside it. */
        private static Path free(Path in, String name) {
            String kept = name;
            while (kept.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                kept = kept.substring(0, kept.offsetByCodePoints(kept.length(), -1));
            }
            if (!isWritable(kept)) {
                kept = kept.replaceAll("[^\\x20-\\x7e]", "_");
            }
            Path target = in.resolve(kept);
            for (int i = 2; isThere(target) || isThere(reportOf(target)); i++) {
                target = in.resolve(kept + "." + i);
            }
            return target;
        }

        /** Whether the platform can write a name: where its language is not set, it can read more than it can write. */
        private static boolean isWritable(String name) {
            try {
                return !name.contains("\uFFFD") && !Path.of(name).toString().isEmpty();
            } catch (InvalidPathException e) {
                log.debug("The name {} cannot be written here", name, e);
                return false;
            }
        }

        /** Whether there is anything by that name, though it be a link that leads nowhere. */
        private static boolean isThere(Path file) {
            return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        }

        private static Path reportOf(Path file) {
            return file.resolveSibling(file.getFileName() + ".report.json");
        }

        @Override
        public boolean isUnfinished() {
            return unfinished;
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }
}
