package org.citestream.ingest.intake;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.citestream.events.ContentHash;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Answers to requests that carried an {@code Idempotency-Key}, kept for a day: the same request again gets the same answer. A request
 * that did not come to its end leaves nothing, and may be sent again, since a submission sent twice changes nothing.
 *
 * <p>What is kept is noted by the minute, before it is kept, so that the sweep finds what is due by the ids of the minutes.
 */
@Component
class IdempotencyKeys {

    static final Duration KEPT = Duration.ofHours(24);

    private static final int CHUNK_BYTES = 4 * 1024 * 1024;
    private static final String SWEPT = "swept";
    private static final int MINUTES_AT_ONCE = 1000;
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    private final MongoCollection<Document> answers;
    private final MongoCollection<Document> minutes;
    private final InstantSource clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    IdempotencyKeys(MongoTemplate mongo, InstantSource clock) {
        WriteConcern durable = WriteConcern.MAJORITY.withJournal(true);
        this.answers = mongo.getCollection("answers").withWriteConcern(durable);
        this.minutes = mongo.getCollection("answer-minutes").withWriteConcern(durable);
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
    void keep(String id, String fingerprint, int status, Path body) throws IOException {
        int count = Math.toIntExact(Math.ceilDiv(Files.size(body), CHUNK_BYTES));
        Document kept = new Document("id", id).append("chunks", count);
        minutes.updateOne(
                new Document("_id", minuteOf(clock.instant())),
                new Document("$push", new Document("answers", kept)),
                new UpdateOptions().upsert(true));
        try (InputStream in = Files.newInputStream(body)) {
            for (String chunkId : chunkIds(id, count)) {
                answers.replaceOne(
                        new Document("_id", chunkId),
                        new Document("_id", chunkId)
                                .append("at", now())
                                .append("body", new Binary(in.readNBytes(CHUNK_BYTES))),
                        UPSERT);
            }
        }
        answers.replaceOne(
                new Document("_id", id),
                new Document("_id", id)
                        .append("fingerprint", fingerprint)
                        .append("status", status)
                        .append("chunks", count)
                        .append("at", now()),
                UPSERT);
    }

    /** Deletes what was kept for its time, going on where the last sweep ended. */
    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void sweep() {
        long due = minuteOf(clock.instant().minus(KEPT));
        Document before = minutes.find(new Document("_id", SWEPT)).first();
        for (long from = before == null ? due : before.getLong("before"); from < due; from += MINUTES_AT_ONCE) {
            List<Long> some = LongStream.range(from, Math.min(due, from + MINUTES_AT_ONCE))
                    .boxed()
                    .toList();
            Document ofThese = new Document("_id", new Document("$in", some));
            for (Document minute : minutes.find(ofThese)) {
                minute.getList("answers", Document.class).forEach(this::deleteUnlessKeptAgain);
            }
            minutes.deleteMany(ofThese);
        }
        minutes.updateOne(
                new Document("_id", SWEPT),
                new Document("$max", new Document("before", due)),
                new UpdateOptions().upsert(true));
    }

    private void deleteUnlessKeptAgain(Document kept) {
        String id = kept.getString("id");
        if (find(id).isEmpty()) {
            List<String> ids = new ArrayList<>(chunkIds(id, kept.getInteger("chunks")));
            ids.add(id);
            answers.deleteMany(new Document("_id", new Document("$in", ids)));
        }
    }

    private static List<String> chunkIds(String id, int count) {
        return IntStream.range(0, count).mapToObj(chunk -> id + "/" + chunk).toList();
    }

    private static long minuteOf(Instant moment) {
        return moment.getEpochSecond() / 60;
    }

    void write(Answer answer, OutputStream to) throws IOException {
        for (String chunkId : chunkIds(answer.id(), answer.chunks())) {
            Document found = answers.find(new Document("_id", chunkId)).first();
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
