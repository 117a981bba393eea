package org.citestream.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong in a file, on purpose or not, is refused by name or left out with a count, and the rest of the file goes on. */
@Timeout(60)
class BadInputTest {

    /** A source whose files hold several records, with its own names for the same things. */
    enum Form {
        CROSSREF(
                "{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"items\":[",
                "{\"DOI\":\"10.5555/%s\",\"title\":[\"T\"],\"author\":%s,\"issued\":{\"date-parts\":[[2020]]},\"reference\":%s}",
                "{\"given\":\"A\",\"family\":\"B%s\"}",
                ",",
                "]}}"),
        OPENALEX(
                "{\"meta\":{\"count\":3},\"results\":[",
                "{\"id\":\"https://openalex.org/W%s\",\"doi\":\"10.5555/1\",\"title\":\"T\",\"publication_year\":2020,\"authorships\":%s,\"referenced_works\":%s}",
                "{\"author\":{\"display_name\":\"B%s\"}}",
                ",",
                "]}"),
        SEMANTIC_SCHOLAR(
                "[",
                "{\"paperId\":\"%s\",\"externalIds\":{\"DOI\":\"10.5555/1\"},\"title\":\"T\",\"year\":2020,\"authors\":%s,\"references\":%s}",
                "{\"name\":\"B%s\"}",
                ",",
                "]"),
        NDJSON(
                "",
                "{\"source\":\"x\",\"key\":\"%s\",\"title\":\"T\",\"year\":2020,\"authors\":%s,\"references\":%s}",
                "\"B%s\"",
                "\n",
                "");

        private final String before;
        private final String record;
        private final String author;
        private final String between;
        private final String after;

        Form(String before, String record, String author, String between, String after) {
            this.before = before;
            this.record = record;
            this.author = author;
            this.between = between;
            this.after = after;
        }

        String good(int number) {
            return record.formatted(number, "[" + author.formatted("x") + "]", "[]");
        }

        String author(Object name) {
            return author.formatted(name);
        }

        String file(String middle) {
            return before + good(1) + between + middle + between + good(3) + after;
        }
    }

    private final List<Reading> readings = new ArrayList<>();

    private ReadingReport read(InputStream in) throws IOException {
        return Readers.FILES.read(in, "test", Readers.kept(readings));
    }

    private ReadingReport read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private List<SubmittedPaper> papers() {
        return readings.stream()
                .filter(Reading.Accepted.class::isInstance)
                .map(each -> (SubmittedPaper) ((Reading.Accepted) each).submission())
                .toList();
    }

    private List<String> reasons() {
        return readings.stream()
                .filter(Reading.Refused.class::isInstance)
                .map(each -> ((Reading.Refused) each).field() + " " + ((Reading.Refused) each).reason())
                .toList();
    }

    /** The text, one unit as often as is said, and the rest, of which no more than a block is held. */
    private static InputStream endless(String before, String unit, int times, String after) {
        int together = 10_000;
        byte[] block = unit.repeat(together).getBytes(StandardCharsets.UTF_8);
        List<InputStream> parts = new ArrayList<>();
        parts.add(bytes(before));
        for (int i = 0; i < times / together; i++) {
            parts.add(new ByteArrayInputStream(block));
        }
        parts.add(bytes(after));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an array of ten million elements refuses its record, and no more")
    void tenMillion(Form form) throws IOException {
        String[] around = form.file(form.record.formatted("2", "[%s" + form.author("z") + "]", "[]"))
                .split("%s", 2);
        ReadingReport report = read(endless(around[0], form.author("y") + ",", 10_000_000, around[1]));
        assertThat(papers()).hasSize(2);
        assertThat(reasons()).singleElement().asString().contains("is too l");
        assertThat(report.read()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an author list of 3,000 is taken")
    void manyAuthors(Form form) throws IOException {
        String authors = IntStream.range(0, 3_000).mapToObj(form::author).collect(Collectors.joining(",", "[", "]"));
        read(form.file(form.record.formatted("2", authors, "[]")));
        assertThat(papers()).hasSize(3);
        assertThat(papers().get(1).authors()).hasSize(3_000);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "half of a surrogate pair is refused by the name of its field in what is submitted, and marked in what a source answers")
    void loneSurrogate(Form form) throws IOException {
        read(form.file(form.good(2).replace("\"T\"", "\"T\\ud800\"")));
        if (form == Form.NDJSON) {
            assertThat(papers()).hasSize(2);
            assertThat(reasons()).singleElement().asString().contains("title", "half of a surrogate pair, U+D800");
        } else {
            assertThat(papers()).hasSize(3);
            assertThat(papers().get(1).title()).isEqualTo("T\uFFFD");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("null where a list is expected is a list of nothing")
    void nullForAList(Form form) throws IOException {
        ReadingReport report = read(form.file(form.record.formatted("2", "null", "null")));
        assertThat(reasons()).isEmpty();
        assertThat(papers().size() + report.leftOut().getOrDefault("no author", 0L))
                .isEqualTo(3);
    }

    @Test
    @DisplayName("a date with missing parts gives the year that it has, or leaves the record out for want of one")
    void dates() throws IOException {
        Map<String, Integer> yearOf = new TreeMap<>();
        for (String date : List.of(
                "null",
                "{}",
                "{\"date-parts\":null}",
                "{\"date-parts\":[]}",
                "{\"date-parts\":[null]}",
                "{\"date-parts\":[[]]}",
                "{\"date-parts\":[[null]]}",
                "{\"date-parts\":[[null,5]]}",
                "{\"date-parts\":[[2020]]}",
                "{\"date-parts\":[[2020,null]]}",
                "{\"date-parts\":[[2020,2,31]]}")) {
            readings.clear();
            ReadingReport report =
                    read(Form.CROSSREF.file(Form.CROSSREF.good(2).replace("{\"date-parts\":[[2020]]}", date)));
            assertThat(report.read()).as(date).isEqualTo(3);
            assertThat(papers().size() + report.leftOut().getOrDefault("no year", 0L))
                    .as(date)
                    .isEqualTo(3);
            yearOf.put(date, papers().size());
        }
        assertThat(yearOf.values().stream().filter(accepted -> accepted == 3)).hasSize(3);
    }

    @Test
    @DisplayName("a title of half a gigabyte in a small compressed file ends its reading, and is held by nobody")
    void zipBomb() throws IOException {
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(small);
                InputStream huge = endless(
                        Form.NDJSON.good(1) + "\n{\"source\":\"x\",\"key\":\"2\",\"year\":2020,\"title\":\"",
                        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                        10_000_000,
                        "\"}\n" + Form.NDJSON.good(3))) {
            huge.transferTo(gzip);
        }
        assertThat(small.size()).isLessThan(1 << 20);
        assertThatThrownBy(() -> read(new ByteArrayInputStream(small.toByteArray())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 200 times as long");
        assertThat(papers()).as("what came before").hasSize(1);
    }

    @Test
    @DisplayName("a record of RIS that has no end is refused, and what follows is read")
    void endlessRis() throws IOException {
        String good = "TY  - CONF\nTI  - A Title of Four Words\nAU  - Lee, Ann\nPY  - 2001\nT2  - VLDB\nER  - \n";
        read(endless("TY  - JOUR\nTI  - T\n", "KW  - " + "k".repeat(2_000) + "\n", 10_000, "ER  - \n" + good));
        assertThat(papers()).extracting(SubmittedPaper::title).containsExactly("A Title of Four Words");
        assertThat(reasons()).anyMatch(each -> each.contains("more than 2,000,000 characters"));
    }

    @Test
    @DisplayName("strings of BibTeX that make much of little are refused, and what follows is read")
    void stringsOfBibtex() throws IOException {
        String good =
                "@inproceedings{k, title={A Title of Four Words}, author={Ann Lee}, year=2001, booktitle={VLDB}}\n";
        StringBuilder small = new StringBuilder("@string{s = \"" + "x".repeat(9_000) + "\"}\n@inproceedings{bomb");
        for (int field = 0; field < 290; field++) {
            small.append(",\n f").append(field).append(" = s").append(" # s".repeat(40));
        }
        read(small.append("}\n").append(good).toString());
        assertThat(papers()).extracting(SubmittedPaper::title).containsExactly("A Title of Four Words");
        assertThat(reasons()).anyMatch(each -> each.contains("fields of more than 2,000,000 characters"));

        readings.clear();
        StringBuilder strings = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            strings.append("@string{s")
                    .append(i)
                    .append(" = \"")
                    .append("x".repeat(9_000))
                    .append("\"}\n");
        }
        read(strings.append(good).toString());
        assertThat(papers()).hasSize(1);
        assertThat(reasons()).anyMatch(each -> each.contains("strings of more than 2,000,000 characters"));
    }

    @Test
    @DisplayName("an entity bomb and an external entity are refused in a repository's answer too")
    void entities() {
        String record =
                "<OAI-PMH><responseDate>2026-01-01T00:00:00Z</responseDate><ListRecords>&x;</ListRecords></OAI-PMH>";
        for (String declared : List.of(
                "<!ENTITY y \"lol\"><!ENTITY x \"&y;&y;&y;&y;&y;&y;&y;&y;\">",
                "<!ENTITY x SYSTEM \"file:///etc/passwd\">")) {
            assertThatThrownBy(() -> read("<?xml version=\"1.0\"?><!DOCTYPE OAI-PMH [" + declared + "]>" + record))
                    .isInstanceOf(IOException.class)
                    .message()
                    .doesNotContain("root:");
        }
        assertThat(readings).isEmpty();
    }

    @Test
    @DisplayName("a character reference to half of a surrogate pair ends XML, with what was read before it counted")
    void surrogateInXml() {
        assertThatThrownBy(
                        () -> read(
                                "<dblp><inproceedings key=\"conf/vldb/1\"><author>A</author><title>T</title><year>2001</year>"
                                        + "</inproceedings><inproceedings key=\"conf/vldb/2\"><author>A&#xD800;</author></inproceedings></dblp>"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after 1 record");
        assertThat(papers()).hasSize(1);
    }
}
