package org.citestream.ingest.intake;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import java.util.Optional;
import org.bson.Document;
import org.citestream.events.Event;
import org.citestream.events.Identified;
import org.citestream.events.Submission;
import org.citestream.events.stream.DeadLetterNotes;
import org.citestream.events.stream.Received;
import org.citestream.ingest.identity.SubmissionVersions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Component;

/** The submissions that went to the dead letters, by record key: of each key the latest, since a later one is all that counts. */
@Component
class RefusedSubmissions implements DeadLetterNotes {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongoCollection<Document> failures;
    private final ObjectProvider<SubmissionVersions> versions;

    /** The versions are known only when readers are there, to which this belongs. */
    RefusedSubmissions(MongoTemplate mongo, ObjectProvider<SubmissionVersions> versions) {
        this.versions = versions;
        this.failures = mongo.getCollection("failures").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /**
     * A submission that could not be handled.
     *
     * @param version of the submission
     * @param stage which could not handle it
     * @param reason in words
     */
    record Refusal(long version, String stage, String reason) {}

    Optional<Refusal> find(String recordKey) {
        Document found = failures.find(new Document("_id", recordKey)).first();
        Document last = found == null ? null : found.get("last", Document.class);
        return last == null
                ? Optional.empty()
                : Optional.of(new Refusal(last.getLong("version"), last.getString("stage"), last.getString("reason")));
    }

    @Override
    public void note(String stage, Received<? extends Event> record, String reason) {
        switch (record.event()) {
            case Submission submission ->
                keep(submission, new Refusal(versions.getObject().of(record.offset()), stage, reason));
            case Identified.Said said -> keep(said.submission(), new Refusal(said.version(), stage, reason));
            default -> {
                // A notice from paper to paper, for which nobody has a receipt.
            }
        }
    }

    private void keep(Submission submission, Refusal refusal) {
        Document last = new Document("version", refusal.version())
                .append("stage", refusal.stage())
                .append("reason", refusal.reason());
        failures.updateOne(
                new Document("_id", submission.recordKey()), new Document("$max", new Document("last", last)), UPSERT);
    }
}
