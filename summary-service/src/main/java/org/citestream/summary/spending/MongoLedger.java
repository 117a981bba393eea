package org.citestream.summary.spending;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * Running totals in the database, each a document: of a day, of all time, of each model and of each paper. Money is kept as a whole number of
 * millionths of a millionth of a dollar, so that sums are exact for prices of up to six decimals.
 */
final class MongoLedger implements Ledger {

    private static final int DECIMALS = 12;
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongoTemplate mongo;

    MongoLedger(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    @Override
    public void add(Map<String, Spending> more) {
        spending()
                .bulkWrite(
                        more.entrySet().stream()
                                .map(each -> new UpdateOneModel<Document>(
                                        new Document("_id", each.getKey()),
                                        new Document("$inc", document(each.getValue())),
                                        UPSERT))
                                .toList(),
                        new BulkWriteOptions().ordered(false));
    }

    @Override
    public Map<String, Spending> read(Collection<String> names) {
        return found(new Document("_id", new Document("$in", List.copyOf(names))));
    }

    /** By the index of their names. */
    @Override
    public Map<String, Spending> readAll(String prefix) {
        return found(new Document("_id", new Document("$gte", prefix).append("$lt", prefix + Character.MAX_VALUE)));
    }

    private Map<String, Spending> found(Document filter) {
        Map<String, Spending> found = new HashMap<>();
        for (Document each : spending().find(filter)) {
            found.put(
                    each.getString("_id"),
                    new Spending(
                            each.getLong("calls"),
                            each.getLong("inputTokens"),
                            each.getLong("outputTokens"),
                            BigDecimal.valueOf(each.getLong("money"), DECIMALS),
                            BigDecimal.valueOf(each.get("estimated", 0L), DECIMALS)));
        }
        return found;
    }

    private static Document document(Spending spending) {
        return new Document("calls", spending.calls())
                .append("inputTokens", spending.inputTokens())
                .append("outputTokens", spending.outputTokens())
                .append("money", units(spending.dollars()))
                .append("estimated", units(spending.estimated()));
    }

    private static long units(BigDecimal dollars) {
        return dollars.setScale(DECIMALS, RoundingMode.UP).unscaledValue().longValueExact();
    }

    private MongoCollection<Document> spending() {
        return mongo.getCollection("spending");
    }
}
