package org.citestream.ingest.feed.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

class JsonRecordsTest {

    private final JsonRecords records = new JsonRecords(Set.of("message"), Set.of("items"), Set.of("unused"));
    private final List<String> read = new ArrayList<>();
    private final List<Reading> refused = new ArrayList<>();

    @Test
    @DisplayName("what a page says beside its records is returned, whether before or behind them")
    void pages() throws IOException {
        ObjectNode page = read(
                "{\"a\":1,\"message\":{\"b\":2,\"items\":[{\"x\":1,\"unused\":[1]},null],\"c\":\"d\"},\"e\":[1.5,true]}");
        assertThat(read).containsExactly("{\"x\":1}", "null");
        assertThat(page).hasToString("{\"a\":1,\"b\":2,\"c\":\"d\",\"e\":[1.5,true]}");
    }

    @Test
    @Timeout(60)
    @DisplayName("a record of ten million elements is refused, held no further than the limit, and the next goes on")
    void endless() throws IOException {
        byte[] million = "1,".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        List<InputStream> parts = new ArrayList<>();
        parts.add(text("{\"message\":{\"items\":[{\"a\":["));
        IntStream.range(0, 10).forEach(_ -> parts.add(new ByteArrayInputStream(million)));
        parts.add(text("1]},{\"b\":1}]}}"));
        Tally tally = new Tally(refused::add);
        records.read(
                new SequenceInputStream(Collections.enumeration(parts)),
                tally,
                (record, _) -> read.add(String.valueOf(record)));
        assertThat(read).containsExactly("{\"b\":1}");
        assertThat(refused).singleElement().asString().contains("is too large: at most 16,777,216");
    }

    @Test
    @DisplayName("nesting without end, broken UTF-8 and a cut page end a page; in lines they refuse their record")
    void broken() throws IOException {
        String deep = "{\"a\":" + "[".repeat(100) + "]".repeat(100) + "}";
        assertThatThrownBy(() -> read("{\"items\":[" + deep + "]}")).hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> read("{\"items\":[{\"a\":1},{\"b\""))
                .hasMessageContaining("broke off after 0 records");
        assertThatThrownBy(() -> read("{\"items\":[{\"a\":\"\u00ff\"}]}".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("is not valid UTF-8");
        read.clear();
        read(("{\"x\":1}\n" + deep + "\n{\"y\":\"\u00ff\"}\n{\"z\":\n{\"x\":2}\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(read).containsExactly("{\"x\":1}", "{\"x\":2}");
        assertThat(refused).hasSize(3);
    }

    private ObjectNode read(String json) throws IOException {
        return read(json.getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode read(byte[] json) throws IOException {
        Tally tally = new Tally(refused::add);
        ObjectNode page =
                records.read(new ByteArrayInputStream(json), tally, (record, _) -> read.add(String.valueOf(record)));
        ReadingReport report = tally.report();
        assertThat(report.refused()).isLessThanOrEqualTo(refused.size());
        return page;
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }
}
