package org.citestream.ranking.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KnownPapersTest {

    private static final KnownPaper SMALL = new KnownPaper(0, 1, 0, new int[0], false);
    private static final KnownPaper LARGE =
            new KnownPaper(Integer.MAX_VALUE - 9, Long.MAX_VALUE, 1L << 35, new int[100_000], true);
    private static final KnownPaper UNSEEN =
            new KnownPaper(KnownPaper.UNSEEN, 0, 7, new int[] {1, Integer.MAX_VALUE}, false);

    @Test
    void papersAtBothEndsOfTheRangeOfIdsAndOfPagesComeBackAsTheyWereWritten() throws IOException {
        KnownPapers papers = new KnownPapers();
        papers.put(1, SMALL);
        papers.put(4095, LARGE);
        papers.put(4096, UNSEEN);
        papers.put(Integer.MAX_VALUE, SMALL);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        papers.writeTo(new DataOutputStream(bytes));

        KnownPapers read = new KnownPapers();
        read.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

        assertThat(ids(read)).containsOnlyKeys(1, 4095, 4096, Integer.MAX_VALUE);
        assertThat(read.get(4095)).usingRecursiveComparison().isEqualTo(LARGE);
        assertThat(read.get(4096)).usingRecursiveComparison().isEqualTo(UNSEEN);
        assertThat(read.get(2)).isSameAs(KnownPaper.NOTHING);
        assertThat(read.get(Integer.MAX_VALUE - 1)).isSameAs(KnownPaper.NOTHING);
    }

    @Test
    void anIdFarFromAllOthersIsCountedForAPageAndNotForAllPagesBetween() throws IOException {
        KnownPapers papers = new KnownPapers();
        papers.put(1, SMALL);
        long near = papers.bytes();
        assertThat(near).isBetween(4096L * 4, 4096L * 4 + 1000);
        papers.put(Integer.MAX_VALUE, SMALL);
        assertThat(papers.bytes() - near).isLessThan(8 << 20);
        papers.put(Integer.MAX_VALUE, UNSEEN);

        KnownPapers read = read(written(papers));
        long packed = read.bytes();
        read.get(1);
        assertThat(read.bytes() - packed).as("a page that was asked for").isBetween(4000L * 4, 4096L * 4 + 1000);
    }

    @Test
    void aFrozenCopyStaysAsItIs() {
        KnownPapers papers = new KnownPapers();
        papers.put(1, SMALL);
        KnownPapers frozen = papers.freeze();
        papers.put(1, UNSEEN);
        papers.put(2, UNSEEN);
        KnownPapers later = papers.freeze();
        papers.put(2, SMALL);

        assertThat(ids(frozen)).containsExactlyEntriesOf(Map.of(1, SMALL));
        assertThat(ids(later)).containsExactlyEntriesOf(new TreeMap<>(Map.of(1, UNSEEN, 2, UNSEEN)));
        assertThat(papers.get(2)).isSameAs(SMALL);
    }

    @Test
    void pagesOfASnapshotThatNobodyAskedForAreSeenAndWrittenAgainAsTheyAre() throws IOException {
        KnownPapers papers = new KnownPapers();
        papers.put(1, SMALL);
        papers.put(4096, UNSEEN);
        papers.put(9000, new KnownPaper(3, 1, 1, new int[] {5, 6}, true));
        papers.put(9001, new KnownPaper(4, 1, 1, new int[] {7}, false));
        byte[] written = written(papers);
        KnownPapers read = read(written);

        Map<Integer, String> seen = new TreeMap<>();
        read.eachSeenInSnapshot((id, node, waitsFor) -> seen.put(id, node + " " + Arrays.toString(waitsFor)));
        assertThat(seen).containsExactlyEntriesOf(new TreeMap<>(Map.of(1, "0 []", 9000, "3 [5, 6]", 9001, "4 []")));
        assertThat(written(read)).isEqualTo(written);

        KnownPapers frozen = read.freeze();
        read.put(9001, SMALL);
        assertThat(read.get(9001)).isSameAs(SMALL);
        assertThat(read.get(9000).cited()).containsExactly(5, 6);
        assertThat(written(frozen)).as("frozen before the change").isEqualTo(written);
        assertThat(read(written(read)).get(9001)).usingRecursiveComparison().isEqualTo(SMALL);
    }

    private static byte[] written(KnownPapers papers) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        papers.writeTo(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static KnownPapers read(byte[] bytes) throws IOException {
        KnownPapers read = new KnownPapers();
        read.readFrom(new DataInputStream(new ByteArrayInputStream(bytes)));
        return read;
    }

    private static Map<Integer, KnownPaper> ids(KnownPapers papers) {
        Map<Integer, KnownPaper> all = new TreeMap<>();
        papers.each(all::put);
        return all;
    }
}
