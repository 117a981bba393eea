package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class LongInputTest {

    private static final long LENGTH = 200L << 20;

    @Test
    @DisplayName("200 MB of lines are read in memory that does not grow with the input")
    void lines() throws IOException {
        assertFlat(new GeneratedInput(
                LENGTH, i -> Readings.record("k" + i, ",\"abstract\":\"" + "w ".repeat(300) + "\"") + "\n"));
    }

    @Test
    @DisplayName("200 MB of one array are read in memory that does not grow with the input")
    void array() throws IOException {
        assertFlat(new GeneratedInput(
                LENGTH,
                i -> (i == 0 ? "[" : ",") + Readings.record("k" + i, ",\"abstract\":\"" + "w ".repeat(300) + "\"")));
    }

    @Test
    @DisplayName("one line of 200 MB is passed over without being held")
    void oneLine() throws IOException {
        assertFlat(new GeneratedInput(LENGTH, i -> i == 0 ? "{\"title\":\"" : "x".repeat(1_000)));
    }

    @Test
    @DisplayName("a dump of 200 MB, most of it of no venue, is read in memory that does not grow with it")
    void dump() throws IOException {
        DblpReader reader = new DblpReader(Readings.TIME, VenueRules.bundled());
        assertFlat(
                new GeneratedInput(
                        LENGTH,
                        i -> (i == 0 ? "<dblp>" : "") + "<inproceedings key=\"conf/"
                                + (i % 10 == 0 ? "vldb" : "other") + "/K" + i + "\"><author>Ada Low " + i
                                + "</author><title>On Tides of Number " + i
                                + "</title><year>2001</year><cite>...</cite></inproceedings>"),
                (input, to) -> {
                    try {
                        reader.read(input, "test", to);
                    } catch (BrokenOffException e) {
                        // the generator ends without the closing tag
                    }
                });
    }

    private interface Reader {
        void read(InputStream input, Consumer<? super Reading> to) throws IOException;
    }

    private static void assertFlat(GeneratedInput input) throws IOException {
        assertFlat(input, (in, to) -> new SubmissionReader(Readings.TIME).read(in, "test", to::accept));
    }

    /** What is live after a collection, in the middle of the reading and at its end, differs by far less than the input. */
    private static void assertFlat(GeneratedInput input, Reader reader) throws IOException {
        long before = live();
        AtomicLong most = new AtomicLong();
        AtomicLong count = new AtomicLong();
        reader.read(input, _ -> {
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
}
