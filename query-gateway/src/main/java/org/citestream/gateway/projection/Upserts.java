package org.citestream.gateway.projection;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.mongodb.BulkOperationException;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/** Upserts by id that may be repeated, in unordered bulks of 1000. */
final class Upserts {

    private static final int LARGEST_BULK = 1000;
    private static final int MOST_ATTEMPTS = 5;

    private Upserts() {}

    static void write(MongoTemplate mongo, String collection, Map<Integer, Update> byId) {
        Map<Integer, Update> bulk = new LinkedHashMap<>();
        byId.forEach((id, update) -> {
            bulk.put(id, update);
            if (bulk.size() == LARGEST_BULK) {
                execute(mongo, collection, bulk);
                bulk.clear();
            }
        });
        if (!bulk.isEmpty()) {
            execute(mongo, collection, bulk);
        }
    }

    /** Two upserts of one paper's first sections may both try to insert; the one that failed then finds the document. */
    private static void execute(MongoTemplate mongo, String collection, Map<Integer, Update> byId) {
        for (int attempt = 1; ; attempt++) {
            try {
                BulkOperations upserts = mongo.bulkOps(BulkOperations.BulkMode.UNORDERED, collection);
                byId.forEach((id, update) ->
                        upserts.upsert(Query.query(Criteria.where("_id").is(id)), update));
                upserts.execute();
                return;
            } catch (DataIntegrityViolationException
                    | BulkOperationException
                    | MongoBulkWriteException
                    | DuplicateKeyException e) {
                if (attempt == MOST_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
