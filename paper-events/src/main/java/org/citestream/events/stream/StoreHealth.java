package org.citestream.events.stream;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether the database answers, told within two seconds. The driver alone looks for a server for thirty, by when whoever asked for the health, or
 * for the metrics with it, has given up and takes the service to be down.
 */
final class StoreHealth extends AbstractHealthIndicator {

    private static final int LONGEST_MILLIS = 2_000;

    private final Supplier<MongoClient> client;

    StoreHealth(Supplier<MongoClient> client) {
        super("The database could not be asked");
        this.client = client;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        try {
            client.get()
                    .withTimeout(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                    .getDatabase("admin")
                    .runCommand(new Document("ping", 1));
            builder.up();
        } catch (MongoException e) {
            builder.down().withDetail("reason", "no database answered within " + LONGEST_MILLIS + " ms");
        }
    }
}
