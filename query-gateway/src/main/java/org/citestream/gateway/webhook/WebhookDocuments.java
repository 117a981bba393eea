package org.citestream.gateway.webhook;

import java.util.ArrayList;
import java.util.List;
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

    void save(Webhook hook) {
        mongo.upsert(ALL, new Update().set("hooks." + hook.id(), hook.document()), COLLECTION);
    }

    void remove(String id) {
        mongo.upsert(ALL, new Update().unset("hooks." + id), COLLECTION);
    }
}
