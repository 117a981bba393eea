package org.citestream.gateway.history;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.bson.Document;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The collection {@code history}: one document for each paper with three rings of points, one of five minutes each for three hours,
 * one of hours for two days, one of days for 400 days.
 *
 * <p>A point goes into its slot by {@code $max} on a section that begins with the epoch: the latest of a slot stays, whatever the
 * order and however often it is written, by whichever instance, and a later round of the ring replaces an earlier one. So a document
 * holds 484 points at most and no point is ever read in order to write. One more document has the number of the epoch up to which
 * all is written.
 */
@Component
public class HistoryDocuments {

    private static final String COLLECTION = "history";
    /** The document that tells how far the history goes. */
    private static final Query EXTENT = Query.query(Criteria.where("_id").is("extent"));

    private static final String THROUGH = "through";
    private static final Ring[] RINGS = {
        new Ring("m", 300, 36), new Ring("h", 3_600, 48), new Ring("d", 86_400, 400),
    };

    private final MongoTemplate mongo;

    HistoryDocuments(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** The points that are kept of a paper, the earliest first. */
    public List<RankPoint> of(int id) {
        Document found = mongo.findOne(Query.query(Criteria.where("_id").is(id)), Document.class, COLLECTION);
        Map<Long, RankPoint> byEpoch = new TreeMap<>(Comparator.naturalOrder());
        if (found != null) {
            found.forEach((_, value) -> {
                if (value instanceof Document point) {
                    byEpoch.put(point.getLong("e"), point(point));
                }
            });
        }
        return List.copyOf(byEpoch.values());
    }

    /** The number of the epoch up to which every move is written down, where that was noted. */
    OptionalLong writtenThrough() {
        Document extent = mongo.findOne(EXTENT, Document.class, COLLECTION);
        return extent == null ? OptionalLong.empty() : OptionalLong.of(extent.getLong(THROUGH));
    }

    /** Notes up to which epoch every move is written down; that another instance has come further stays so. */
    void isWrittenThrough(long epoch) {
        mongo.upsert(EXTENT, new Update().max(THROUGH, epoch), COLLECTION);
    }

    void add(Map<Integer, RankPoint> points) {
        BulkOperations upserts = mongo.bulkOps(BulkOperations.BulkMode.UNORDERED, COLLECTION);
        points.forEach((id, point) -> {
            Update update = new Update();
            for (Ring ring : RINGS) {
                update.max(ring.slot(point.time()), section(point));
            }
            upserts.upsert(Query.query(Criteria.where("_id").is(id)), update);
        });
        upserts.execute();
    }

    private static Document section(RankPoint point) {
        return new Document("e", point.epoch())
                .append("t", point.time().toEpochMilli())
                .append("r", point.rank())
                .append("p", point.pagerank())
                .append("c", point.citations())
                .append("n", point.ranked());
    }

    private static RankPoint point(Document section) {
        return new RankPoint(
                section.getLong("e"),
                Instant.ofEpochMilli(section.getLong("t")),
                section.getInteger("r"),
                section.getDouble("p"),
                section.getInteger("c"),
                section.getInteger("n"));
    }

    private record Ring(String name, long seconds, int slots) {

        String slot(Instant time) {
            return name + Math.floorMod(Math.floorDiv(time.getEpochSecond(), seconds), slots);
        }
    }
}
