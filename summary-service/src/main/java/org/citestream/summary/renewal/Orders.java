package org.citestream.summary.renewal;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bson.Document;
import org.citestream.events.PaperEvent;
import org.citestream.events.SummaryEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * The orders, in the database for all instances, and up to which each partition carried them out. An order is carried out by reading
 * the papers again; one that was is known by the date of the summary, so that carrying it out twice does nothing twice.
 */
public final class Orders {

    private static final int DUPLICATE = 11_000;

    private final MongoTemplate mongo;
    private volatile List<Order> known = List.of();

    Orders(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Makes an order durable. */
    Order add(Scope scope, Instant at, String by) {
        while (true) {
            long number = refresh() + 1;
            try {
                collection("orders")
                        .insertOne(new Document("_id", number)
                                .append("paper", scope.paper())
                                .append("venue", scope.venue())
                                .append("promptVersion", scope.promptVersion())
                                .append("all", scope.all())
                                .append("at", at.toString())
                                .append("by", by));
                refresh();
                return new Order(number, scope, at, by);
            } catch (MongoWriteException e) {
                if (e.getCode() != DUPLICATE) {
                    throw e;
                }
            }
        }
    }

    /**
     * Learns of orders that others added.
     *
     * @return the number of the last one, or 0
     */
    public synchronized long refresh() {
        List<Order> all = new ArrayList<>(known);
        long last = all.isEmpty() ? 0 : all.getLast().number();
        List<Order> found = new ArrayList<>();
        for (Document each : collection("orders").find(new Document("_id", new Document("$gt", last)))) {
            found.add(new Order(
                    each.getLong("_id"),
                    new Scope(
                            each.getInteger("paper"),
                            each.getString("venue"),
                            each.getString("promptVersion"),
                            each.getBoolean("all")),
                    Instant.parse(each.getString("at")),
                    each.getString("by")));
        }
        found.sort(Comparator.comparingLong(Order::number));
        all.addAll(found);
        known = List.copyOf(all);
        return all.isEmpty() ? 0 : all.getLast().number();
    }

    /** The number of the last order by which a summary is to be made again, or 0. */
    public long due(PaperEvent paper, @Nullable SummaryEvent summary) {
        Instant date = summary == null ? null : summary.date();
        if (summary == null || date == null) {
            return 0;
        }
        return known.stream()
                .filter(each -> date.isBefore(each.at()) && each.scope().includes(paper, summary))
                .mapToLong(Order::number)
                .max()
                .orElse(0);
    }

    /** Up to which order a partition was read for them; 0 for none. */
    public long doneIn(int partition) {
        Document found =
                collection("renewals").find(new Document("_id", partition)).first();
        return found == null ? 0 : found.getLong("order");
    }

    /** A partition was read for all orders up to this one. */
    public void done(int partition, long number) {
        collection("renewals")
                .replaceOne(
                        new Document("_id", partition),
                        new Document("_id", partition).append("order", number),
                        new ReplaceOptions().upsert(true));
    }

    private MongoCollection<Document> collection(String name) {
        return mongo.getCollection(name);
    }
}
