package org.citestream.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick form of a score. */
class RankJsonTest {

    private final EventCodec codec = new EventCodec();
    private final Random random = new Random(11);

    @Test
    void isByteForByteTheGeneralOne() {
        for (int i = 0; i < 20_000; i++) {
            RankEvent rank = new RankEvent(
                    1 + random.nextInt(Integer.MAX_VALUE), random.nextLong() >>> random.nextInt(64), score());
            assertThat(text(codec.encode(Topics.RANKS, rank)))
                    .isEqualTo(text(codec.encodeGenerally(Topics.RANKS, rank)));
            assertThat(codec.decode(Topics.RANKS, codec.encode(Topics.RANKS, rank)))
                    .isEqualTo(rank);
        }
    }

    /** Of the usual size, of any size, or none. */
    private Double score() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> 0.15 * random.nextInt(1, 1000);
            case 2 -> Math.nextUp(Math.abs(Double.longBitsToDouble(random.nextLong() & ~(0x7FFL << 52) | 1L << 61)));
            default -> 0.15 + 1000 * random.nextDouble();
        };
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
