package org.citestream.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DecompressionTest {

    private static final byte[] TEXT = "some text ".repeat(50_000).getBytes(StandardCharsets.US_ASCII);

    @Test
    @DisplayName("content that is not compressed comes through as it is, however short")
    void plain() throws IOException {
        assertThat(read(TEXT)).isEqualTo(TEXT);
        assertThat(read(new byte[0])).isEmpty();
        assertThat(read(new byte[] {0x1F})).containsExactly(0x1F);
    }

    @Test
    @DisplayName("gzip is told by its content, and one member may follow another even where nothing says that more will"
            + " come")
    void gzip() throws IOException {
        assertThat(read(gzip(TEXT))).isEqualTo(TEXT);
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        two.writeBytes(gzip("one ".getBytes(StandardCharsets.US_ASCII)));
        two.writeBytes(gzip("two".getBytes(StandardCharsets.US_ASCII)));
        InputStream silent = new ByteArrayInputStream(two.toByteArray()) {
            @Override
            public synchronized int available() {
                return 0;
            }

            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };
        assertThat(Decompression.of(silent).readAllBytes()).asString().isEqualTo("one two");
    }

    @Test
    @DisplayName("gzip that is cut off or damaged fails in words that say so")
    void broken() throws IOException {
        byte[] whole = gzip(TEXT);
        for (int length : new int[] {3, 12, whole.length / 2, whole.length - 1}) {
            assertThatThrownBy(() -> read(Arrays.copyOf(whole, length)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the gzip data are cut off");
        }
        byte[] damaged = whole.clone();
        damaged[whole.length - 6] ^= 1;
        assertThatThrownBy(() -> read(damaged)).hasMessageContaining("the gzip data are damaged");
    }

    @Test
    @DisplayName("content longer than the bound fails when the bound is passed, not when it has all been made")
    void bounded() throws IOException {
        assertThat(Decompression.of(new ByteArrayInputStream(gzip(TEXT)), TEXT.length)
                        .readAllBytes())
                .hasSize(TEXT.length);
        assertThatThrownBy(() -> Decompression.of(new ByteArrayInputStream(gzip(TEXT)), 1_000)
                        .readAllBytes())
                .hasMessage("the content is longer than the 1,000 bytes that are allowed");
        assertThatThrownBy(() ->
                        Decompression.of(new ByteArrayInputStream(TEXT), 1_000).readAllBytes())
                .hasMessageContaining("1,000 bytes");
    }

    @Test
    @DisplayName("a bomb goes off neither in the time nor in the space that it asks for")
    void bomb() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        byte[] chunk = "{}\n".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 500; i++) {
                out.write(chunk);
            }
        }
        InputStream content = Decompression.of(new ByteArrayInputStream(bomb.toByteArray()));
        assertThatThrownBy(() -> content.transferTo(OutputStream.nullOutputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the gzip data become more than 200 times as long after 67,");
    }

    @Test
    @DisplayName("text that repeats itself as the most regular file does is no bomb, however long")
    void noBomb() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            lines.append("{\"source\":\"generated\",\"key\":\"")
                    .append(i)
                    .append("\",\"title\":\"One and the same title of a paper\"}\n");
        }
        byte[] text = lines.toString().getBytes(StandardCharsets.US_ASCII);
        assertThat(text.length).isGreaterThan((int) Decompression.ALWAYS_ALLOWED);
        assertThat(Decompression.of(new ByteArrayInputStream(gzip(text))).transferTo(OutputStream.nullOutputStream()))
                .isEqualTo(text.length);
    }

    @Test
    @DisplayName("any number of empty members ends in words, not with the end of the stack")
    void emptyMembers() throws IOException {
        byte[] empty = gzip(new byte[0]);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            many.write(empty);
        }
        assertThatThrownBy(() -> read(many.toByteArray()))
                .isInstanceOf(IOException.class)
                .hasMessage("the gzip data hold more than 100 empty members in a row after 0 bytes of content");
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        }
        return compressed.toByteArray();
    }

    private static byte[] read(byte[] content) throws IOException {
        return Decompression.of(new ByteArrayInputStream(content)).readAllBytes();
    }
}
