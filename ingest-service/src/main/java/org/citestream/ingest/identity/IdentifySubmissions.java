package org.citestream.ingest.identity;

import java.util.List;
import org.citestream.events.Submission;
import org.citestream.events.Topics;
import org.citestream.events.stream.BatchHandler;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.Received;

/** Reads {@code submissions}, has each identified, and passes it on to the owner of its paper. */
public final class IdentifySubmissions implements BatchHandler<Submission> {

    private final Identifier identifier;
    private final EventWriter writer;
    private final SubmissionVersions versions;

    /** The writer is closed by whoever made it. */
    public IdentifySubmissions(Identifier identifier, EventWriter writer, SubmissionVersions versions) {
        this.identifier = identifier;
        this.writer = writer;
        this.versions = versions;
    }

    @Override
    public boolean takesPartitionsTogether() {
        return true;
    }

    @Override
    public void handle(int partition, List<Received<Submission>> batch) {
        writer.sendAll(Topics.IDENTIFIED, identifier.identify(versioned(batch, versions)));
    }

    /** The submissions of a batch with their versions. */
    public static List<Identifier.Versioned> versioned(List<Received<Submission>> batch, SubmissionVersions versions) {
        return batch.stream()
                .map(received -> new Identifier.Versioned(versions.of(received.offset()), received.event()))
                .toList();
    }
}
