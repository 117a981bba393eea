package org.citestream.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick way to read a paper's references. */
class ReferencesJsonTest {

    private static final String MORE = "0123456789,:[]{}\"-.eZT nul";

    private final EventCodec codec = new EventCodec();
    private final Random random = new Random(5);

    @Test
    void readsWhatIsWritten() {
        for (int i = 0; i < 20_000; i++) {
            ReferencesEvent references = references(1_000_000_000);
            assertThat(ReferencesJson.read(codec.encode(Topics.REFERENCES, references)))
                    .isEqualTo(references);
        }
    }

    @Test
    void leavesNumbersThatMayNotFitToTheGeneralWay() {
        ReferencesEvent references = new ReferencesEvent(
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                List.of(1, Integer.MAX_VALUE - 1),
                List.of(),
                0,
                ReferencesEvent.Dropped.NOTHING,
                Instant.MAX);
        byte[] json = codec.encode(Topics.REFERENCES, references);
        assertThat(ReferencesJson.read(json)).isNull();
        assertThat(codec.decode(Topics.REFERENCES, json)).isEqualTo(references);
    }

    @Test
    void agreesWithTheGeneralWayOnWhatWasChangedSomewhere() {
        int readQuickly = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] json = changed(codec.encode(Topics.REFERENCES, references(1_000)));
            ReferencesEvent quick = ReferencesJson.read(json);
            if (quick != null) {
                readQuickly++;
                assertThat(codec.decodeGenerally(Topics.REFERENCES, json))
                        .as(new String(json, StandardCharsets.UTF_8))
                        .isEqualTo(quick);
            }
        }
        assertThat(readQuickly).isBetween(1_000, 49_000);
    }

    private byte[] changed(byte[] json) {
        StringBuilder text = new StringBuilder(new String(json, StandardCharsets.UTF_8));
        for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
            int at = random.nextInt(text.length());
            char other = MORE.charAt(random.nextInt(MORE.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, other);
                case 1 -> text.insert(at, other);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private ReferencesEvent references(int ids) {
        List<Integer> cited = random.ints(random.nextInt(12), 1, ids).boxed().toList();
        return new ReferencesEvent(
                random.nextInt(1, ids),
                random.nextLong(1, 1L << random.nextInt(1, 59)),
                cited,
                cited.stream().filter(_ -> random.nextInt(4) == 0).toList(),
                random.nextInt(50),
                new ReferencesEvent.Dropped(random.nextInt(2), random.nextInt(3)),
                Instant.ofEpochSecond(random.nextLong(1L << 33), random.nextInt(2) * random.nextInt(1_000_000_000)));
    }
}
