package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("ranks");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 300, 5000})
    void aLoadedInstanceGoesOnBitByBitAsTheOneThatWasSaved(int events) throws IOException {
        var saved = new IncrementalPageRank(0.8, 1e-11);
        happen(saved, 1, events);
        saved.certify();
        saved.publish().save(file, out -> out.writeUTF("position 4711"));
        String[] attached = new String[1];

        IncrementalPageRank loaded = IncrementalPageRank.load(file, in -> attached[0] = in.readUTF());

        assertThat(attached).containsExactly("position 4711");
        assertThat(loaded.damping()).isEqualTo(0.8);
        assertThat(loaded.residualBound()).isEqualTo(1e-11);
        assertThatSame(loaded, saved);
        happen(saved, 2, 500);
        happen(loaded, 2, 500);
        assertThatSame(loaded, saved);
        assertThat(loaded.certify()).isEqualTo(saved.certify());
    }

    /** Events out of order of date, with weights, removals and convergence, the same for the same seed and number of papers. */
    private static void happen(IncrementalPageRank pageRank, long seed, int events) {
        var random = new SplittableRandom(seed);
        for (int event = 0; event < events; event++) {
            int kind = random.nextInt(20);
            if (pageRank.nodes() == 0 || kind < 6) {
                pageRank.addPaper(random.nextInt(1970, 2030));
                continue;
            }
            int paper = random.nextInt(pageRank.nodes());
            if (kind < 14) {
                int[] cited =
                        random.ints(random.nextInt(6), 0, pageRank.nodes()).toArray();
                pageRank.setReferences(paper, cited, cited.length);
            } else if (kind == 14) {
                pageRank.setTeleport(paper, random.nextInt(3));
            } else if (kind == 15) {
                pageRank.remove(paper);
            } else if (kind == 16) {
                pageRank.restore(paper);
            } else {
                pageRank.converge(random.nextBoolean() ? 1e-3 : 1e-11);
            }
        }
        pageRank.converge();
    }

    private static void assertThatSame(IncrementalPageRank one, IncrementalPageRank other) {
        assertThat(one.papers()).isEqualTo(other.papers());
        assertThat(one.citations()).isEqualTo(other.citations());
        assertThat(one.publish().scores()).containsExactly(other.publish().scores());
        for (int paper = 0; paper < other.nodes(); paper++) {
            assertThat(one.isRemoved(paper)).isEqualTo(other.isRemoved(paper));
            assertThat(one.references(paper)).containsExactly(other.references(paper));
        }
    }

    @Test
    void aSnapshotIsOfTheMomentItWasPublishedAndTheOwnerMayGoOn() throws IOException {
        var pageRank = new IncrementalPageRank();
        happen(pageRank, 3, 1000);
        Epoch epoch = pageRank.publish();
        double[] scores = epoch.scores();
        happen(pageRank, 4, 1000);
        epoch.save(file, out -> {});
        IncrementalPageRank loaded = IncrementalPageRank.load(file, in -> {});
        assertThat(loaded.publish().scores()).containsExactly(scores);
    }

    @Test
    void aFileCutOffAnywhereIsRefusedByName() throws IOException {
        byte[] whole = saved();
        for (int length = 0; length < whole.length; length += Math.max(1, Math.min(97, whole.length - length - 5))) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(SnapshotException.class)
                    .as("%d of %d bytes", length, whole.length)
                    .isThrownBy(() -> IncrementalPageRank.load(file, in -> {}))
                    .withMessageContaining(file.toString());
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatExceptionOfType(SnapshotException.class).isThrownBy(() -> IncrementalPageRank.load(file, in -> {}));
    }

    @Test
    void aFlippedBitAnywhereIsRefusedByName() throws IOException {
        byte[] whole = saved();
        var random = new SplittableRandom(6);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            int at = i < 20 ? i : i < 40 ? whole.length - 1 - i + 20 : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, damaged);
            assertThatExceptionOfType(SnapshotException.class)
                    .as("byte %d of %d", at, whole.length)
                    .isThrownBy(() -> IncrementalPageRank.load(file, in -> {}))
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void anotherFileIsNoSnapshotAndAMissingOneIsMissing() throws IOException {
        Files.writeString(file, "papers and citations, but in words");
        assertThatExceptionOfType(SnapshotException.class)
                .isThrownBy(() -> IncrementalPageRank.load(file, in -> {}))
                .withMessage("snapshot " + file + " is not one of format CPRANK01");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> IncrementalPageRank.load(directory.resolve("none"), in -> {}));
    }

    @Test
    void aSnapshotThatCannotBeWrittenLeavesTheFormerOne() throws IOException {
        byte[] former = saved();
        assertThatThrownBy(() -> new IncrementalPageRank().publish().save(file, out -> {
                    out.writeInt(1);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(Files.readAllBytes(file)).isEqualTo(former);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anAttachmentLargerThanABufferComesBackAndEndsWhereItEnded() throws IOException {
        byte[] large = new byte[300_001];
        new java.util.Random(1).nextBytes(large);
        new IncrementalPageRank().publish().save(file, out -> out.write(large));
        byte[] read = new byte[large.length];
        IncrementalPageRank.load(file, in -> {
            in.readFully(read);
            assertThatExceptionOfType(EOFException.class).isThrownBy(in::readByte);
        });
        assertThat(read).isEqualTo(large);
    }

    private byte[] saved() throws IOException {
        var pageRank = new IncrementalPageRank();
        happen(pageRank, 5, 400);
        pageRank.publish().save(file, out -> out.writeLong(42));
        return Files.readAllBytes(file);
    }
}
