package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.citestream.ingest.submission.Readings.paper;
import static org.citestream.ingest.submission.Readings.record;
import static org.citestream.ingest.submission.Readings.refused;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.citestream.events.Submission;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionFormsTest {

    private static final String PRETTY = """
        {
          "source": "lab",
          "key": "a",
          "title": "Of {[a",
          "year": 1999
        }
        """;

    @Test
    @DisplayName("one document, lines, and an array give the same records")
    void forms() {
        String a = record("a");
        String b = record("b");
        assertThat(keys(a)).containsExactly("lab:a");
        assertThat(keys(PRETTY)).containsExactly("lab:a");
        assertThat(keys("\uFEFF" + PRETTY + PRETTY.replace("\"a\"", "\"b\""))).containsExactly("lab:a", "lab:b");
        assertThat(keys(a + "\n" + b)).containsExactly("lab:a", "lab:b");
        assertThat(keys("\uFEFF\r\n\n" + a + "\r\n\r\n" + b + "\r\n ")).containsExactly("lab:a", "lab:b");
        assertThat(keys("[" + a + "," + b + "]")).containsExactly("lab:a", "lab:b");
        assertThat(keys(" [\n" + PRETTY + " , " + b + " ]\n ")).containsExactly("lab:a", "lab:b");
        assertThat(keys("[]")).isEmpty();
        assertThat(keys("")).isEmpty();
        assertThat(keys(" \n\t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\":\"lab\",\"key\":\"x\",\"title\":\"cut",
                "{\"source\":\"lab\",",
                "{\"source\":\"lab\",\"authors\":[\"A\"",
                "{",
                "{}}",
                "oops",
                "nul",
                "{\"year\": 01}",
                "{\"title\":\"\t\"}",
                "{\"title\":\"\\x\"}",
                "{'source':1}",
                "{\"a\":1} {\"b\":2}",
                "{\"a\":1},"
            })
    @DisplayName("a line that is not JSON is refused alone, first, in between and last")
    void brokenLine(String broken) {
        List<Reading> first = Readings.of(broken + "\n" + record("a") + "\n" + record("b"));
        assertThat(first).hasSize(3);
        assertThat(refused(first.get(0)).field()).isEmpty();
        assertThat(paper(first.get(1)).key()).isEqualTo("a");

        List<Reading> between = Readings.of(record("a") + "\n" + broken + "\n" + record("b"));
        assertThat(between).hasSize(3);
        assertThat(refused(between.get(1)).number()).isEqualTo(2);
        assertThat(paper(between.get(2)).key()).isEqualTo("b");

        List<Reading> last = Readings.of(record("a") + "\n" + broken);
        assertThat(refused(last.get(1)).number()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"this is no record", "7", "}]", ",", "\u00fc"})
    @DisplayName("a first line that is cut does not sink its neighbours where the next cannot go on with it")
    void cutFirstLine(String next) {
        List<Reading> readings = Readings.of("{\"a\":1,\n" + next + "\n" + record("a") + "\n" + record("b"));
        assertThat(readings).hasSize(4);
        assertThat(paper(readings.get(2)).key()).isEqualTo("a");
        assertThat(paper(readings.get(3)).key()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"source\":\n\"lab\",\"key\":\"a\",\"title\":\"T\",\"year\":1999}",
                "{\"source\":\"lab\"\n,\"key\"\n:\"a\",\"title\":\"T\",\"year\":\n1999\n}",
                "{\"source\"\n:\"lab\",\"key\":\"a\",\"title\":\"T\",\"year\":1999}",
                "{\"source\":\"lab\",\"key\":\"a\",\"title\":\"T\",\"year\":1999,\"authors\":[\n\"A\"\n,\"B\"]}",
                "{\"references\":[\n],\"source\":\"lab\",\"key\":\"a\",\"title\":\"T\",\"year\":1999}",
                "{\"references\":[\"x:y\",\n{\"title\":\"T\"}],\"source\":\"lab\",\"key\":\"a\",\"title\":\"T\",\"year\":1999}"
            })
    @DisplayName("a document may be broken wherever JSON allows a space")
    void brokenOverLines(String document) {
        assertThat(keys(document)).containsExactly("lab:a");
    }

    @Test
    @DisplayName("a refusal of malformed JSON says the line")
    void saysTheLine() {
        assertThat(refused(Readings.of(record("a") + "\n\n{\"x\" 1}\n").get(1)).reason())
                .startsWith("is not JSON: ")
                .contains("(line 3, column 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]", "7", "\"x\"", "null", "[{\"a\": 1}]"})
    @DisplayName("a line or element that is JSON but no object is refused alone")
    void notAnObject(String value) {
        List<Reading> lines = Readings.of(record("a") + "\n" + value + "\n" + record("b"));
        assertThat(refused(lines.get(1)).reason()).contains("must be an object");
        assertThat(paper(lines.get(2)).key()).isEqualTo("b");
        List<Reading> elements = Readings.of("[" + record("a") + "," + value + "," + record("b") + "]");
        assertThat(refused(elements.get(1)).reason()).contains("must be an object");
        assertThat(paper(elements.get(2)).key()).isEqualTo("b");
    }

    @Test
    @DisplayName("an element whose content is not allowed leaves the rest of the array standing")
    void wrongElement() {
        List<Reading> readings = Readings.of("[" + record("a") + ",{\"source\":[[]]}," + record("b") + "]");
        assertThat(refused(readings.get(1)).field()).isEqualTo("/source");
        assertThat(paper(readings.get(2)).key()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"x\" 1}", "{]", "nul", "{\"x\":1}}", "{\"x\":\"\\q\"}"})
    @DisplayName("malformed JSON in an array ends the reading at that record, and what came before stands")
    void brokenArray(String broken) {
        List<Reading> readings = Readings.of("[" + record("a") + "," + broken + "," + record("b") + "]");
        assertThat(readings).hasSize(2);
        assertThat(paper(readings.get(0)).key()).isEqualTo("a");
        assertThat(refused(readings.get(1)).number()).isEqualTo(2);
        assertThat(refused(readings.get(1)).reason()).contains("is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",]", ",,{}]", ",{\"source\":\"lab\"", "]]", "] {}", ",{\"title\":\"x]"})
    @DisplayName("an array that is cut off or goes on wrongly is refused after the records that came before")
    void cutArray(String end) {
        List<Reading> readings = Readings.of("[" + record("a") + end);
        assertThat(readings).hasSize(2);
        assertThat(paper(readings.get(0)).key()).isEqualTo("a");
        assertThat(refused(readings.get(1)).number()).isEqualTo(2);
    }

    @Test
    @DisplayName("a document over lines that is cut off is refused")
    void cutDocument() {
        List<Reading> readings = Readings.of(PRETTY + PRETTY.substring(0, 40));
        assertThat(readings).hasSize(2);
        assertThat(refused(readings.get(1)).reason()).contains("the input ends inside it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><body>Please wait</body></html>\n<p>", "\u001f\u008b..."})
    @DisplayName("what is plainly another format is refused once")
    void otherFormats(String content) {
        List<Reading> readings = Readings.of(content.getBytes(StandardCharsets.ISO_8859_1), 1_000);
        assertThat(readings).hasSize(1);
        assertThat(refused(readings.getFirst()).reason()).contains("is no JSON");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0xC0, 0xFF, 0xED})
    @DisplayName("invalid UTF-8 refuses its record alone, in lines and in arrays")
    void invalidUtf8(int octet) {
        for (String form : List.of("%s\n%s\n%s", "[%s,%s,%s]")) {
            byte[] bytes = form.formatted(record("a"), record("#"), record("b")).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = bytes[i] == '#' ? (byte) octet : bytes[i];
            }
            List<Reading> readings = Readings.of(bytes, 1_000);
            assertThat(readings).hasSize(3);
            assertThat(refused(readings.get(1)).reason()).contains("is not valid UTF-8 at its byte 24");
            assertThat(paper(readings.get(2)).key()).isEqualTo("b");
        }
    }

    @Test
    @DisplayName("a record over the limit is passed over in every form, and the next is read")
    void oversized() {
        String big = record("big", ",\"x\":\"" + "y".repeat(500_000) + "\"");
        for (String form : List.of("%s\n%s\n%s", "[%s,%s,%s]")) {
            List<Reading> readings =
                    Readings.of(form.formatted(record("a"), big, record("b")).getBytes(StandardCharsets.UTF_8), 1_000);
            assertThat(readings).hasSize(3);
            assertThat(refused(readings.get(1)).reason()).isEqualTo("is too long: at most 1,000 bytes are allowed");
            assertThat(paper(readings.get(2)).key()).isEqualTo("b");
        }
        assertThat(Readings.of((big + "\n" + record("b")).getBytes(StandardCharsets.UTF_8), 1_000))
                .hasSize(2);
    }

    @Test
    @DisplayName("brackets nested too deep refuse their record alone, however deep they go")
    void deep() {
        String deep = record("deep", ",\"x\":" + "[".repeat(100_000) + "]".repeat(100_000));
        for (String form : List.of("%s\n%s\n%s", "[%s,%s,%s]")) {
            List<Reading> readings = Readings.of(form.formatted(record("a"), deep, record("b")));
            assertThat(readings).hasSize(3);
            assertThat(refused(readings.get(1)).reason()).contains("nested 64 deep");
            assertThat(paper(readings.get(2)).key()).isEqualTo("b");
        }
    }

    @Test
    @DisplayName("an input that fails says how many records had been read, and these stand")
    void failingInput() {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the line went dead");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                throw new IOException("the line went dead");
            }
        };
        byte[] before = (record("a") + "\n" + record("b") + "\n{\"sour").getBytes(StandardCharsets.UTF_8);
        List<Reading> readings = new ArrayList<>();
        assertThatThrownBy(() -> new SubmissionReader(Readings.TIME)
                        .read(
                                new SequenceInputStream(new ByteArrayInputStream(before), failing),
                                "test",
                                readings::add))
                .isInstanceOfSatisfying(
                        BrokenOffException.class,
                        e -> assertThat(e.recordsRead()).isEqualTo(2))
                .hasMessage("the input broke off after 2 records: the line went dead");
        assertThat(readings).hasSize(2);
    }

    @Test
    @DisplayName("it makes no difference in which pieces the bytes arrive")
    void pieces() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) {
            content.writeBytes((record("kä\\\"[" + i) + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        InputStream dripping = new ByteArrayInputStream(content.toByteArray()) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, 7));
            }
        };
        List<Reading> readings = new ArrayList<>();
        assertThat(new SubmissionReader(Readings.TIME).read(dripping, "test", readings::add))
                .isEqualTo(2_000);
        assertThat(readings).isEqualTo(Readings.of(content.toByteArray(), 1_000));
        assertThat(paper(readings.getLast()).key()).isEqualTo("kä\"[1999");
    }

    private static List<String> keys(String json) {
        return Readings.of(json).stream()
                .map(Readings::paper)
                .map(Submission::recordKey)
                .toList();
    }
}
