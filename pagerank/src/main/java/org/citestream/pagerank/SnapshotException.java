package org.citestream.pagerank;

import java.io.IOException;
import java.nio.file.Path;

/** A file that can't be taken for a snapshot: it is none, or truncated, or damaged. What it was made from is to be read again. */
public final class SnapshotException extends IOException {

    private static final long serialVersionUID = 1;

    SnapshotException(Path file, String reason) {
        super("snapshot %s %s".formatted(file, reason));
    }
}
