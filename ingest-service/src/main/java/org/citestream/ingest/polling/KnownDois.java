package org.citestream.ingest.polling;

import java.io.IOException;
import java.nio.file.Path;

/** The DOIs of the collection's papers. */
interface KnownDois {

    /** Writes them to a file, one a line; one may come more than once. */
    void writeTo(Path file) throws IOException;
}
