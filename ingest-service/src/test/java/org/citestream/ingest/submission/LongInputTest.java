package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LongInputTest {

    private static final long LENGTH = 200L << 20;

    @Test
    @DisplayName("200 MB of lines are read in memory that does not grow with the input")
    void lines() throws IOException {
        assertFlat(new Generated(i -> Readings.record("k" + i, ",\"abstract\":\"" + "w ".repeat(300) + "\"") + "\n"));
    }

    @Test
    @DisplayName("200 MB of one array are read in memory that does not grow with the input")
    void array() throws IOException {
        assertFlat(new Generated(
                i -> (i == 0 ? "[" : ",") + Readings.record("k" + i, ",\"abstract\":\"" + "w ".repeat(300) + "\"")));
    }

    @Test
    @DisplayName("one line of 200 MB is passed over without being held")
    void oneLine() throws IOException {
        assertFlat(new Generated(i -> i == 0 ? "{\"title\":\"" : "x".repeat(1_000)));
    }

    /** What is live after a collection, in the middle of the reading and at its end, differs by far less than the input. */
    private static void assertFlat(Generated input) throws IOException {
        long before = live();
        AtomicLong most = new AtomicLong();
        AtomicLong count = new AtomicLong();
        new SubmissionReader(Readings.TIME).read(input, "test", reading -> {
            if (count.incrementAndGet() % 100_000 == 0) {
                most.accumulateAndGet(live(), Math::max);
            }
        });
        most.accumulateAndGet(live(), Math::max);
        assertThat(count.get()).isPositive();
        assertThat(most.get() - before).isLessThan(40L << 20);
    }

    private static long live() {
        System.gc();
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans();
        return pools.stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage() == null
                        ? 0
                        : pool.getCollectionUsage().getUsed())
                .sum();
    }

    /** Pieces of text, made while they are read. */
    private static final class Generated extends InputStream {

        private final LongFunction<String> pieces;
        private long next;
        private long total;
        private byte[] piece = {};
        private int at;

        Generated(LongFunction<String> pieces) {
            this.pieces = pieces;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (at == piece.length) {
                if (total > LENGTH) {
                    return -1;
                }
                piece = pieces.apply(next++).getBytes(StandardCharsets.US_ASCII);
                total += piece.length;
                at = 0;
            }
            int read = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, bytes, offset, read);
            at += read;
            return read;
        }
    }
}
