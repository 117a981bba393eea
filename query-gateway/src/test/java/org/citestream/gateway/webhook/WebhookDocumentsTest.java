package org.citestream.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Instant;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

class WebhookDocumentsTest {

    @Test
    void oneInstanceHoldsTheWebhooksAndAnotherTakesOverWhereItLeftOff() {
        try (EmbeddedStore store = EmbeddedStore.inMemory();
                MongoClient client = MongoClients.create(store.connectionString())) {
            WebhookDocuments documents = new WebhookDocuments(new MongoTemplate(client, "gateway"));
            Instant first = Instant.parse("2026-02-09T10:00:00Z");
            assertThat(documents.hold("one", first, first.plusSeconds(15))).isPresent();
            assertThat(documents.hold("other", first.plusSeconds(1), first.plusSeconds(16)))
                    .isEmpty();
            Instant later = first.plusSeconds(10);
            assertThat(documents.hold("one", later, later.plusSeconds(15)))
                    .hasValue(new WebhookDocuments.Hold(first, true));
            Instant dead = later.plusSeconds(16);
            assertThat(documents.hold("other", dead, dead.plusSeconds(15)))
                    .hasValue(new WebhookDocuments.Hold(later, false));
            assertThat(documents.hold("one", dead, dead.plusSeconds(15))).isEmpty();
            documents.release("other", dead.plusSeconds(1));
            assertThat(documents.hold("one", dead.plusSeconds(2), dead.plusSeconds(17)))
                    .hasValue(new WebhookDocuments.Hold(dead.plusSeconds(1), false));
        }
    }
}
