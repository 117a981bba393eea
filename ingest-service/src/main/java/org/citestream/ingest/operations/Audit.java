package org.citestream.ingest.operations;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.stereotype.Component;

/** The collection {@code audit}: who did what by hand, and what came of it. Ids begin with the time, so that a span of time is a range. */
@Component
public class Audit {

    private static final Logger log = LoggerFactory.getLogger(Audit.class);
    private static final String AUDIT = "audit";
    private static final Duration SHOWN = Duration.ofDays(90);

    private final MongoTemplate mongo;
    private final InstantSource clock;

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

    /** Writes down what was done. */
    public void add(String by, String action, Map<String, String> parameters, String outcome) {
        Instant at = clock.instant();
        log.info("{} did: {} {}: {}", by, action, parameters, outcome);
        Document document = new Document("_id", at + " " + UUID.randomUUID())
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
                .map(Audit::entry)
                .sorted(Comparator.comparing(Entry::at).reversed())
                .toList();
    }

    private static Entry entry(Document document) {
        Map<String, String> parameters = new java.util.TreeMap<>();
        document.get("parameters", Document.class)
                .forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        return new Entry(
                Instant.parse(document.getString("at")),
                document.getString("by"),
                document.getString("action"),
                parameters,
                document.getString("outcome"));
    }
}
