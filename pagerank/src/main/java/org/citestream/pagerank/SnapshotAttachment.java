package org.citestream.pagerank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** What a caller adds to a snapshot, under the same checksum: the positions of its input, its ids. */
@FunctionalInterface
public interface SnapshotAttachment {

    /** Writes it. */
    void writeTo(DataOutput out) throws IOException;

    /** Reads what was written, to its end or not. */
    @FunctionalInterface
    interface Reader {
        /** Reads it. */
        void readFrom(DataInput in) throws IOException;
    }
}
