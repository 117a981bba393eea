package org.citestream.ingest.imports;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.citestream.ingest.feed.ReadingReport;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.mongodb.core.mapping.Document;

/**
 * The import of one file, in one state of that file.
 *
 * @param id made from path, size and time of change
 * @param file the path
 * @param state how far it has come
 * @param checkpoint number of the last record before which all are acknowledged
 * @param accepted records that were submitted
 * @param outside those of them that are of no venue of the collection, and so make no paper; null where that was not counted
 * @param refused records that could not be
 * @param leftOut records that are none of this collection's papers, by reason
 * @param startedAt when it was first begun
 * @param finishedAt when it came to its end, or null
 * @param error why it failed, or null
 */
@Document("imports")
public record FileImport(
        @Id String id,
        String file,
        State state,
        long checkpoint,
        long accepted,
        @Nullable Long outside,
        long refused,
        Map<String, Long> leftOut,
        Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String error) {

    /** How far it has come. */
    public enum State {
        /** It is being read, or will be after the next start. */
        RUNNING,
        /** All of it is submitted. */
        DONE,
        /** It could not be read to its end. */
        FAILED
    }

    /** One that is to be read, from its beginning. */
    static FileImport planned(String id, Path file, Instant now) {
        return new FileImport(id, file.toString(), State.RUNNING, 0, 0, 0L, 0, Map.of(), now, null, null);
    }

    /** The same, to be read from where it was. */
    FileImport again() {
        return new FileImport(
                id, file, State.RUNNING, checkpoint, accepted, outside, refused, leftOut, startedAt, null, null);
    }

    FileImport at(long newCheckpoint, ReadingReport report, long nowOutside) {
        return new FileImport(
                id,
                file,
                state,
                newCheckpoint,
                report.accepted(),
                nowOutside,
                report.refused(),
                leftOut,
                startedAt,
                null,
                null);
    }

    FileImport done(ReadingReport report, long allOutside, Instant now) {
        return new FileImport(
                id,
                file,
                State.DONE,
                checkpoint,
                report.accepted(),
                allOutside,
                report.refused(),
                report.leftOut(),
                startedAt,
                now,
                null);
    }

    FileImport failed(String why, Instant now) {
        return new FileImport(
                id, file, State.FAILED, checkpoint, accepted, outside, refused, leftOut, startedAt, now, why);
    }

    /** As it is told to those who need not know where files lie on this machine. */
    FileImport withoutDirectories() {
        String name = String.valueOf(Path.of(file).getFileName());
        return new FileImport(
                id,
                name,
                state,
                checkpoint,
                accepted,
                outside,
                refused,
                leftOut,
                startedAt,
                finishedAt,
                error == null ? null : error.replace(file, name));
    }
}
