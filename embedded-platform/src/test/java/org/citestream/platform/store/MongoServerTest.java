package org.citestream.platform.store;

import java.util.Objects;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same contract on a MongoDB server, where there is one. */
@EnabledIfEnvironmentVariable(named = "MONGODB_URI", matches = "mongodb.*")
class MongoServerTest extends DocumentStoreContract {

    @Override
    String connectionString() {
        return Objects.requireNonNull(System.getenv("MONGODB_URI"));
    }
}
