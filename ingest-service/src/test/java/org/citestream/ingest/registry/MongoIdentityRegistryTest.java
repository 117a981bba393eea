package org.citestream.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.citestream.ingest.identity.AwaitingCitation;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

class MongoIdentityRegistryTest {

    private static final String CITING = "doi:10.1/citing";

    @Test
    void aCitationThatIsSaidEveryDayAwaitsItsPaperOnce() {
        try (EmbeddedStore store = EmbeddedStore.inMemory();
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoIdentityRegistry registry = new MongoIdentityRegistry(new MongoTemplate(client, "ingest"));
            for (long day = 1; day <= 3; day++) {
                registry.awaitCiting(Map.of(
                        CITING,
                        List.of(
                                citation(10 * day, "a", "doi:10.1/x"),
                                citation(10 * day + 1, "a", "doi:10.1/y"),
                                citation(10 * day + 2, "b", "doi:10.1/x"))));
            }

            assertThat(registry.awaiting(List.of(CITING)).get(CITING))
                    .containsExactlyInAnyOrder(
                            citation(30, "a", "doi:10.1/x"),
                            citation(31, "a", "doi:10.1/y"),
                            citation(32, "b", "doi:10.1/x"));
        }
    }

    private static AwaitingCitation citation(long version, String source, String cited) {
        return new AwaitingCitation(version, source, CITING, cited, "feed", Instant.EPOCH.plusSeconds(version));
    }
}
