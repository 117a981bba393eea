package org.citestream.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FeedFilesTest {

    private static final String XML = """
        <?xml version="1.0"?>
        <dblp><article key="journals/pvldb/A1"><author>A</author><title>T.</title><year>2008</year></article></dblp>
        """;
    private static final String LINE = "{\"source\":\"lab\",\"key\":\"a\",\"title\":\"T\",\"year\":2008}\n";

    private final FeedFiles files = Readers.FILES;
    private final List<Reading> readings = new ArrayList<>();

    @Test
    @DisplayName("DBLP XML and JSON are told by their content, compressed or not")
    void formats() throws IOException {
        for (String content : List.of(XML, "\uFEFF" + XML.strip(), LINE, "[" + LINE + "]", "\n  " + LINE)) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            assertThat(read(bytes).accepted()).isEqualTo(1);
            assertThat(read(DecompressionTest.gzip(bytes)).accepted()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a file in the product's own form is counted like any other")
    void counts() throws IOException {
        ReadingReport report = read((LINE + "oops\n" + LINE).getBytes(StandardCharsets.UTF_8));
        assertThat(report.read()).isEqualTo(3);
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.leftOut()).isEmpty();
    }

    @Test
    @DisplayName("what is neither, or nothing, is refused in words")
    void others() {
        assertThatThrownBy(() -> read(new byte[0])).hasMessage("the input is empty");
        assertThatThrownBy(() -> read("  ".getBytes(StandardCharsets.US_ASCII))).hasMessageContaining("blanks");
        assertThatThrownBy(() -> read("%PDF-1.7 ...".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageStartingWith("the input is neither XML, JSON,")
                .hasMessageEndingWith("it begins with the byte 0x25");
        assertThatThrownBy(() -> read("<html><p>Are you a robot?</p></html>".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("the root element is <html>, but must be <dblp>");
    }

    @Test
    @DisplayName("a truncated gzip says how many records had been read before, and these stand")
    void truncated() throws IOException {
        Random random = new Random(1);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            lines.append("{\"source\":\"lab\",\"key\":\"")
                    .append(i)
                    .append("\",\"title\":\"T")
                    .append(random.nextLong())
                    .append("\",\"year\":2008}\n");
        }
        byte[] compressed = DecompressionTest.gzip(lines.toString().getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> read(Arrays.copyOf(compressed, compressed.length / 2)))
                .isInstanceOfSatisfying(BrokenOffException.class, e -> {
                    assertThat(e.recordsRead()).isEqualTo(readings.size()).isBetween(5_000L, 15_000L);
                    assertThat(e)
                            .hasMessageMatching("the input broke off after [0-9,]+ records: "
                                    + "the gzip data are cut off after [0-9,]+ bytes of content");
                });
    }

    private ReadingReport read(byte[] content) throws IOException {
        return files.read(new ByteArrayInputStream(content), "test", Readers.kept(readings));
    }
}
