package org.citestream.ingest.intake;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.bson.types.Binary;
import org.citestream.events.ContentHash;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Component;

/**
 * Answers to requests that carried an {@code Idempotency-Key}, kept for a day: the same request again gets the same answer. A request
 * that did not come to its end leaves nothing, and may be sent again, since a submission sent twice changes nothing.
 */
@Component
class IdempotencyKeys {

    static final Duration KEPT = Duration.ofHours(24);

    private static final int CHUNK_BYTES = 4 * 1024 * 1024;
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<Document> answers;
    private final InstantSource clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    IdempotencyKeys(MongoTemplate mongo, InstantSource clock) {
        this.answers = mongo.getCollection("answers").withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        this.clock = clock;
    }

    /**
     * A kept answer.
     *
     * @param id its key in the store
     * @param fingerprint of the request's body
     * @param status HTTP status
     * @param chunks how many pieces the body is kept in
     */
    record Answer(String id, String fingerprint, int status, int chunks) {}

    /** The key in the store for a key of a feed's. */
    static String idOf(String feed, String path, String key) {
        return ContentHash.of(feed, path, key);
    }

    /** Takes the key for a request; false while another request has it. */
    boolean begin(String id) {
        return underWay.add(id);
    }

    void end(String id) {
        underWay.remove(id);
    }

    Optional<Answer> find(String id) {
        Document found = answers.find(new Document("_id", id)).first();
        if (found == null
                || found.getDate("at").toInstant().isBefore(clock.instant().minus(KEPT))) {
            return Optional.empty();
        }
        return Optional.of(
                new Answer(id, found.getString("fingerprint"), found.getInteger("status"), found.getInteger("chunks")));
    }

    /** Keeps an answer; the head is written last, so that what is found is whole. */
    void keep(String id, String fingerprint, int status, InputStream body) throws IOException {
        int chunks = 0;
        for (byte[] chunk = body.readNBytes(CHUNK_BYTES); chunk.length > 0; chunk = body.readNBytes(CHUNK_BYTES)) {
            String chunkId = id + "/" + chunks++;
            answers.replaceOne(
                    new Document("_id", chunkId),
                    new Document("_id", chunkId).append("at", now()).append("body", new Binary(chunk)),
                    UPSERT);
        }
        answers.replaceOne(
                new Document("_id", id),
                new Document("_id", id)
                        .append("fingerprint", fingerprint)
                        .append("status", status)
                        .append("chunks", chunks)
                        .append("at", now()),
                UPSERT);
    }

    void write(Answer answer, OutputStream to) throws IOException {
        for (int chunk = 0; chunk < answer.chunks(); chunk++) {
            Document found =
                    answers.find(new Document("_id", answer.id() + "/" + chunk)).first();
            if (found == null) {
                throw new IOException("A piece of the kept answer is missing");
            }
            to.write(found.get("body", Binary.class).getData());
        }
    }

    private Date now() {
        Instant instant = clock.instant();
        return Date.from(instant);
    }
}
