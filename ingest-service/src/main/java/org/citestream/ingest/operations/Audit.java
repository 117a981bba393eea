package org.citestream.ingest.operations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;

/**
 * The collection {@code audit}: who did what by hand, and what came of it. Ids begin with the time, so that a span of time is a range, and
 * go on with a number, so that what one instance wrote in the same moment stays in its order.
 */
@Component
public class Audit {

    private static final Logger log = LoggerFactory.getLogger(Audit.class);
    private static final String AUDIT = "audit";
    private static final Duration SHOWN = Duration.ofDays(90);

    private final MongoTemplate mongo;
    private final InstantSource clock;
    private final AtomicLong written = new AtomicLong();

    Audit(MongoTemplate mongo, InstantSource clock) {
        this.mongo = mongo;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param at when
     * @param by the name of the key's holder
     * @param action what, such as {@code replay dead letters}
     * @param parameters with what
     * @param outcome what came of it
     */
    @Schema(name = "AuditEntry")
    public record Entry(Instant at, String by, String action, Map<String, String> parameters, String outcome) {}

    /**
     * Does what an operator orders, between two entries: that it was begun, since what cannot be written down is not done, and what came of
     * it. Where only the second cannot be written down, it is in the log, and whoever asked is told what came of it all the same.
     *
     * @param by the name of the key's holder
     * @param with what it is done
     * @param outcome what came of it, in words
     * @return what the work gave
     * @throws RuntimeException whatever the work ended with, which is written down as well; or why nothing was begun
     */
    public <T> T doing(
            String by, String action, Map<String, String> with, Supplier<T> work, Function<? super T, String> outcome) {
        add(by, action, with, "begun");
        T done;
        try {
            done = work.get();
        } catch (RuntimeException e) {
            addAfterwards(by, action, with, "broken off: " + (e.getMessage() == null ? e : e.getMessage()));
            throw e;
        }
        addAfterwards(by, action, with, outcome.apply(done));
        return done;
    }

    /** Puts down with what something is done, where that was said. */
    public static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    private void addAfterwards(String by, String action, Map<String, String> with, String outcome) {
        try {
            add(by, action, with, outcome);
        } catch (RuntimeException e) {
            log.warn("What came of it could not be written down: {}", action, e);
        }
    }

    /** Writes down what was done. */
    public void add(String by, String action, Map<String, String> parameters, String outcome) {
        Instant at = clock.instant();
        log.info("{} did: {} {}: {}", by, action, parameters, outcome);
        Document document = new Document(
                        "_id", "%s %08d %s".formatted(at, written.getAndIncrement(), UUID.randomUUID()))
                .append("at", at.toString())
                .append("by", by)
                .append("action", action)
                .append("parameters", new Document(Map.copyOf(parameters)))
                .append("outcome", outcome);
        mongo.insert(document, AUDIT);
    }

    /** What was done in the last 90 days, the latest first. */
    public List<Entry> entries() {
        Query recent = Query.query(
                Criteria.where("_id").gte(clock.instant().minus(SHOWN).toString()));
        return mongo.find(recent, Document.class, AUDIT).stream()
                .sorted(Comparator.comparing(Audit::at)
                        .thenComparing(document -> document.getString("_id"))
                        .reversed())
                .map(Audit::entry)
                .toList();
    }

    private static Instant at(Document document) {
        return Instant.parse(document.getString("at"));
    }

    private static Entry entry(Document document) {
        Map<String, String> parameters = new TreeMap<>();
        document.get("parameters", Document.class)
                .forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        return new Entry(
                at(document),
                document.getString("by"),
                document.getString("action"),
                parameters,
                document.getString("outcome"));
    }
}
