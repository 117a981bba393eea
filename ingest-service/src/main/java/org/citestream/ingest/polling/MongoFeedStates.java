package org.citestream.ingest.polling;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.stereotype.Component;

/** The states in the collection {@code feeds}, and what records said in {@code feedRecords}; both are read by {@code _id} alone. */
@Component
class MongoFeedStates implements FeedStates {

    private static final int MOST_WRITES = 1000;

    private final MongoCollection<Document> feeds;
    private final MongoCollection<Document> records;

    MongoFeedStates(MongoTemplate mongo) {
        WriteConcern durable = WriteConcern.MAJORITY.withJournal(true);
        this.feeds = mongo.getCollection("feeds").withWriteConcern(durable);
        this.records = mongo.getCollection("feedRecords").withWriteConcern(durable);
    }

    @Override
    public Map<String, FeedState> all(Collection<String> names) {
        Map<String, FeedState> states = new HashMap<>();
        feeds.find(new Document("_id", new Document("$in", List.copyOf(names))))
                .forEach(found -> states.put(found.getString("_id"), state(found)));
        return states;
    }

    private static FeedState state(Document found) {
        Map<String, String> checkpoint = new TreeMap<>();
        for (Document entry : found.getList("checkpoint", Document.class, List.of())) {
            checkpoint.put(entry.getString("name"), entry.getString("value"));
        }
        return new FeedState(
                found.getBoolean("paused", false),
                checkpoint,
                run(found.get("lastRun", Document.class)),
                instant(found, "lastSuccess"),
                instant(found, "nextRun"),
                found.getInteger("failures", 0),
                restarts(found),
                found.getBoolean("confirmed", false));
    }

    private static FeedState.@Nullable LastRun run(@Nullable Document run) {
        if (run == null) {
            return null;
        }
        Map<String, Long> leftOut = new TreeMap<>();
        for (Document entry : run.getList("leftOut", Document.class, List.of())) {
            leftOut.put(entry.getString("reason"), entry.getLong("count"));
        }
        Instant startedAt = instant(run, "startedAt");
        return new FeedState.LastRun(
                startedAt == null ? Instant.EPOCH : startedAt,
                instant(run, "finishedAt"),
                run.getLong("read"),
                run.getLong("accepted"),
                run.getLong("rejected"),
                run.getLong("unchanged"),
                leftOut,
                run.getList("rejections", String.class, List.of()),
                run.getString("error"));
    }

    private static @Nullable Instant instant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    /** Lists of pairs, since reasons and names may hold the full stops that field names may not. */
    private static List<Document> pairs(Map<String, ?> map, String name, String value) {
        List<Document> pairs = new ArrayList<>();
        new TreeMap<>(map).forEach((key, each) -> pairs.add(new Document(name, key).append(value, each)));
        return pairs;
    }

    private static Document document(FeedState.LastRun run) {
        return new Document("startedAt", date(run.startedAt()))
                .append("finishedAt", date(run.finishedAt()))
                .append("read", run.read())
                .append("accepted", run.accepted())
                .append("rejected", run.rejected())
                .append("unchanged", run.unchanged())
                .append("leftOut", pairs(run.leftOut(), "reason", "count"))
                .append("rejections", run.rejections())
                .append("error", run.error());
    }

    private void set(String feed, Document fields) {
        feeds.updateOne(new Document("_id", feed), new Document("$set", fields), new UpdateOptions().upsert(true));
    }

    private static long restarts(Document feed) {
        Long restarts = feed.getLong("restarts");
        return restarts == null ? 0 : restarts;
    }

    @Override
    public boolean checkpoint(String feed, long restarts, Map<String, String> checkpoint, FeedState.LastRun run) {
        return setUnlessRestarted(
                feed,
                restarts,
                new Document("checkpoint", pairs(checkpoint, "name", "value")).append("lastRun", document(run)));
    }

    @Override
    public void finished(String feed, FeedState state) {
        Document fields = new Document("checkpoint", pairs(state.checkpoint(), "name", "value"))
                .append("lastSuccess", date(state.lastSuccess()))
                .append("nextRun", date(state.nextRun()))
                .append("failures", state.failures())
                .append("confirmed", state.confirmed());
        if (state.lastRun() != null) {
            fields.append("lastRun", document(state.lastRun()));
        }
        if (!setUnlessRestarted(feed, state.restarts(), fields) && state.lastRun() != null) {
            set(feed, new Document("lastRun", document(state.lastRun())));
        }
    }

    private boolean setUnlessRestarted(String feed, long restarts, Document fields) {
        feeds.updateOne(
                new Document("_id", feed),
                new Document("$setOnInsert", new Document("restarts", 0L)),
                new UpdateOptions().upsert(true));
        Object asBegun = restarts == 0 ? new Document("$in", Arrays.asList(0L, null)) : restarts;
        return feeds.updateOne(new Document("_id", feed).append("restarts", asBegun), new Document("$set", fields))
                        .getMatchedCount()
                == 1;
    }

    @Override
    public void restart(String feed, Instant nextRun) {
        feeds.updateOne(
                new Document("_id", feed),
                new Document("$set", new Document("checkpoint", List.of()).append("nextRun", date(nextRun)))
                        .append("$inc", new Document("restarts", 1L)),
                new UpdateOptions().upsert(true));
        List<String> ids = firstIds(feed);
        while (!ids.isEmpty()) {
            records.deleteMany(new Document("_id", new Document("$in", ids)));
            ids = firstIds(feed);
        }
    }

    private List<String> firstIds(String feed) {
        List<String> ids = new ArrayList<>();
        records.find(ofTheFeed(feed)).limit(MOST_WRITES).forEach(found -> ids.add(found.getString("_id")));
        return ids;
    }

    @Override
    public void confirm(String feed) {
        set(feed, new Document("confirmed", true));
    }

    @Override
    public void pause(String feed, boolean paused) {
        set(feed, new Document("paused", paused));
    }

    @Override
    public void next(String feed, Instant nextRun) {
        set(feed, new Document("nextRun", date(nextRun)));
    }

    @Override
    public boolean hold(String feed, String owner, Instant now, Instant until) {
        feeds.updateOne(
                new Document("_id", feed),
                new Document("$setOnInsert", new Document("heldBy", "").append("heldUntil", new Date(0))),
                new UpdateOptions().upsert(true));
        Document held = feeds.find(new Document("_id", feed)).first();
        String holder = held == null || held.getString("heldBy") == null ? "" : held.getString("heldBy");
        Instant heldUntil = held == null ? null : instant(held, "heldUntil");
        if (!holder.equals(owner) && heldUntil != null && heldUntil.isAfter(now)) {
            return false;
        }
        // Of two that come at once, one finds the document no longer as it was read.
        boolean everHeld = held != null && held.containsKey("heldBy");
        Document asRead = new Document("_id", feed)
                .append("heldBy", everHeld ? holder : null)
                .append("heldUntil", everHeld ? date(heldUntil) : null);
        return feeds.updateOne(
                                asRead,
                                new Document("$set", new Document("heldBy", owner).append("heldUntil", date(until))))
                        .getMatchedCount()
                == 1;
    }

    @Override
    public void release(String feed, String owner) {
        feeds.updateOne(
                new Document("_id", feed).append("heldBy", owner),
                new Document("$set", new Document("heldUntil", new Date(0))));
    }

    @Override
    public Map<String, String> said(String feed, Iterable<String> recordKeys) {
        List<String> ids = new ArrayList<>();
        recordKeys.forEach(key -> ids.add(id(feed, key)));
        Map<String, String> hashes = new HashMap<>();
        records.find(new Document("_id", new Document("$in", ids)))
                .forEach(found ->
                        hashes.put(found.getString("_id").substring(feed.length() + 1), found.getString("said")));
        return hashes;
    }

    @Override
    public void forEachSaid(String feed, BiConsumer<String, String> each) {
        records.find(ofTheFeed(feed))
                .batchSize(1000)
                .forEach(found ->
                        each.accept(found.getString("_id").substring(feed.length() + 1), found.getString("said")));
    }

    private static Document ofTheFeed(String feed) {
        return new Document("_id", new Document("$gte", feed + "\t").append("$lt", feed + "\n"));
    }

    @Override
    public void remember(String feed, Map<String, String> hashes) {
        List<ReplaceOneModel<Document>> writes = new ArrayList<>();
        hashes.forEach((key, hash) -> writes.add(new ReplaceOneModel<>(
                new Document("_id", id(feed, key)),
                new Document("_id", id(feed, key)).append("said", hash),
                new ReplaceOptions().upsert(true))));
        if (!writes.isEmpty()) {
            records.bulkWrite(writes, new BulkWriteOptions().ordered(false));
        }
    }

    private static String id(String feed, String recordKey) {
        return feed + "\t" + recordKey;
    }
}
