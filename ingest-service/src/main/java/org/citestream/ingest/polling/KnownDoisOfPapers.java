package org.citestream.ingest.polling;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.springframework.stereotype.Component;

/** As the topic {@code papers} has them. */
@Component
class KnownDoisOfPapers implements KnownDois {

    private final EventReaders readers;

    KnownDoisOfPapers(EventReaders readers) {
        this.readers = readers;
    }

    @Override
    public void writeTo(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            readers.replay("known-dois", Topics.PAPERS, (_, batch) -> {
                for (Received<PaperEvent> each : batch) {
                    String doi = each.event().doi();
                    if (each.event().status() == PaperStatus.LIVE && doi != null) {
                        write(writer, doi);
                    }
                }
            });
        } catch (UncheckedIOException e) {
            throw new IOException("the DOIs of the collection cannot be written down", e);
        }
    }

    private static void write(BufferedWriter writer, String doi) {
        try {
            writer.write(doi);
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
