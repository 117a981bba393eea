package org.citestream.gateway.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.bson.Document;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * Which instance sends, so that each notice is sent once.
 *
 * <p>Time is divided into terms of ten seconds. A term belongs to the instance that first put its name into the document of the term;
 * who has the present term takes the next in its second half, the others take a term that nobody has after its first two seconds. So
 * the duty stays with one instance while it lives and goes to another within twelve seconds when it does not.
 */
@Component
class Duty {

    /** How far back an instance that takes over goes: it may repeat what was sent meanwhile, and misses nothing. */
    static final Duration HANDOVER = Duration.ofSeconds(24);

    private static final long TERM_MILLIS = 10_000;
    private static final long GRACE_MILLIS = 2_000;
    private static final String COLLECTION = "webhook-terms";

    private final MongoTemplate mongo;
    private final InstantSource clock;
    private final String name = UUID.randomUUID().toString();
    private long mine = Long.MIN_VALUE;
    private long others = Long.MIN_VALUE;

    Duty(MongoTemplate mongo, InstantSource clock) {
        this.mongo = mongo;
        this.clock = clock;
    }

    /** Whether this instance sends now. */
    synchronized boolean isHere() {
        Instant now = clock.instant();
        long term = Math.floorDiv(now.toEpochMilli(), TERM_MILLIS);
        long within = Math.floorMod(now.toEpochMilli(), TERM_MILLIS);
        if (mine < term && others < term) {
            boolean hadTheLast = mine == term - 1;
            if (!hadTheLast && within < GRACE_MILLIS && !isTaken(term)) {
                return false;
            }
            take(term);
        }
        if (mine == term && others <= term && within > TERM_MILLIS / 2) {
            take(term + 1);
            return true;
        }
        return mine == term || (mine == term + 1 && others < term);
    }

    private void take(long term) {
        Query byTerm = Query.query(Criteria.where("_id").is(term));
        try {
            mongo.upsert(byTerm, new Update().setOnInsert("holder", name), COLLECTION);
        } catch (DuplicateKeyException _) {
            // another was first, which the document says
        }
        Document found = mongo.findOne(byTerm, Document.class, COLLECTION);
        if (found != null && name.equals(found.getString("holder"))) {
            mine = term;
            mongo.remove(Query.query(Criteria.where("_id").is(term - 3)), COLLECTION);
        } else {
            others = term;
        }
    }

    private boolean isTaken(long term) {
        return mongo.findOne(Query.query(Criteria.where("_id").is(term)), Document.class, COLLECTION) != null;
    }
}
