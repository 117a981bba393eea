package org.citestream.gateway.webhook;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/** All webhooks, in one document, so that they are listed by its id. */
@Component
class WebhookDocuments {

    private static final String COLLECTION = "webhooks";
    private static final Query ALL = Query.query(Criteria.where("_id").is("all"));

    private static final String HOLDER_ID = "holder";
    private static final Query HOLDER = Query.query(Criteria.where("_id").is(HOLDER_ID));
    private static final Date EPOCH = new Date(0);

    private final MongoTemplate mongo;

    WebhookDocuments(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    List<Webhook> all() {
        Document found = mongo.findOne(ALL, Document.class, COLLECTION);
        Document hooks = found == null ? null : found.get("hooks", Document.class);
        List<Webhook> all = new ArrayList<>();
        if (hooks != null) {
            hooks.forEach((id, stored) -> {
                if (stored instanceof Document document) {
                    all.add(Webhook.of(id, document));
                }
            });
        }
        return all;
    }

    /**
     * Takes all webhooks for one instance of the service, or goes on holding them.
     *
     * @return nothing while another instance holds them
     */
    Optional<Hold> hold(String instance, Instant now, Instant until) {
        mongo.upsert(
                HOLDER,
                new Update()
                        .setOnInsert("by", "")
                        .setOnInsert("until", EPOCH)
                        .setOnInsert("lookedAfter", Date.from(now)),
                COLLECTION);
        Document held = mongo.findOne(HOLDER, Document.class, COLLECTION);
        if (held == null
                || (!instance.equals(held.getString("by"))
                        && held.getDate("until").toInstant().isAfter(now))) {
            return Optional.empty();
        }
        // Of two that come at once, one finds the document no longer as it was read.
        Query asRead = Query.query(Criteria.where("_id")
                .is(HOLDER_ID)
                .and("by")
                .is(held.getString("by"))
                .and("until")
                .is(held.getDate("until")));
        Update taken =
                new Update().set("by", instance).set("until", Date.from(until)).set("lookedAfter", Date.from(now));
        return mongo.updateFirst(asRead, taken, COLLECTION).getMatchedCount() == 1
                ? Optional.of(new Hold(held.getDate("lookedAfter").toInstant(), instance.equals(held.getString("by"))))
                : Optional.empty();
    }

    /**
     * That one instance holds all webhooks.
     *
     * @param since until when they were looked after by whoever held them last
     * @param again whether that was the same instance
     */
    record Hold(Instant since, boolean again) {}

    /** Lets another instance take them at once. */
    void release(String instance, Instant now) {
        mongo.updateFirst(
                Query.query(Criteria.where("_id").is(HOLDER_ID).and("by").is(instance)),
                new Update().set("until", EPOCH).set("lookedAfter", Date.from(now)),
                COLLECTION);
    }

    void save(Webhook hook) {
        mongo.upsert(ALL, new Update().set("hooks." + hook.id(), hook.document()), COLLECTION);
    }

    void remove(String id) {
        mongo.upsert(ALL, new Update().unset("hooks." + id), COLLECTION);
    }
}
