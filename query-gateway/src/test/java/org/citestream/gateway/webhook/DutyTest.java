package org.citestream.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Duration;
import java.time.Instant;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

class DutyTest {

    private Instant now = Instant.parse("2026-02-09T10:00:03Z");

    @Test
    void oneOfTwoInstancesSendsAndTheOtherWhenThatOneIsGone() {
        try (EmbeddedStore store = EmbeddedStore.inMemory();
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoTemplate mongo = new MongoTemplate(client, "duty");
            Duty one = new Duty(mongo, () -> now);
            Duty other = new Duty(mongo, () -> now);
            assertThat(one.isHere()).isTrue();
            for (int look = 0; look < 400; look++) {
                now = now.plusMillis(500);
                boolean otherFirst = look % 2 == 0;
                boolean others = otherFirst && other.isHere();
                assertThat(one.isHere()).as("at " + now).isTrue();
                assertThat(others || other.isHere()).as("at " + now).isFalse();
            }
            Instant gone = now;
            while (!other.isHere()) {
                now = now.plusMillis(500);
            }
            assertThat(Duration.between(gone, now))
                    .isLessThan(Duration.ofSeconds(23))
                    .isLessThan(Duty.HANDOVER);
            assertThat(one.isHere())
                    .as("it comes back and finds the term taken")
                    .isFalse();
        }
    }
}
