package org.citestream.ingest.feed.dblp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DblpReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String HEAD = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <!DOCTYPE dblp SYSTEM "dblp.dtd">
        """;
    private static final String NEEDED = "<author>Ada</author><title>On Joins.</title><year>1999</year>";

    private final DblpReader reader = new DblpReader(InstantSource.fixed(NOW), VenueRules.bundled());
    private final List<Reading> readings = new ArrayList<>();

    @Test
    @DisplayName("a full record becomes a paper, whatever the order of its fields")
    void fullRecord() throws IOException {
        ReadingReport report = read("""
            <article mdate="2020-01-01" key="journals/pvldb/M&uuml;ller08">
            <cite>conf/vldb/X90</cite><cite>...</cite><cite>books/aw/Y</cite>
            <ee type="oa">http://www.vldb.org/1.pdf</ee><ee>https://doi.org/10.14778/ABC.1</ee>
            <title>On <i>k</i>-Nearest&nbsp;Neighbours &amp; H<sub>2</sub>O: <tt>SELECT</tt> x<sup>2</sup>.</title>
            <number>1</number><volume>1</volume><journal>PVLDB</journal><year>2008</year><pages>1-2</pages>
            <author orcid="0000-0002-1825-0097">Wei Wang 0001</author><author orcid="0000-0002-1825-0098">J&ouml;rg &Aring;</author>
            </article>
            """);
        assertThat(report).isEqualTo(new ReadingReport(1, 1, new TreeMap<>(), 0));
        assertThat(paper())
                .isEqualTo(new SubmittedPaper(
                        "dblp",
                        "journals/pvldb/Müller08",
                        "On k-Nearest Neighbours & H2O: SELECT x2",
                        List.of(
                                new SubmittedAuthor("Wei Wang 0001", "0000-0002-1825-0097"),
                                new SubmittedAuthor("Jörg Å", null)),
                        "VLDB",
                        2008,
                        "10.14778/abc.1",
                        null,
                        null,
                        "http://www.vldb.org/1.pdf",
                        List.of(
                                SubmittedReference.toKey("dblp:conf/vldb/X90"),
                                SubmittedReference.unnamed(),
                                SubmittedReference.toKey("dblp:books/aw/Y")),
                        null,
                        "test",
                        NOW));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "On Joins. | On Joins",
                "Why Joins? | Why Joins?",
                "Joins! | Joins!",
                "And so on... | And so on...",
                "In the U.S.A.. | In the U.S.A.",
                "Joins | Joins"
            })
    @DisplayName("the full stop that closes a title is dropped, and no other mark is")
    void fullStop(String written, String title) {
        assertThat(DblpRecord.withoutFullStop(written)).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource({
        "https://doi.org/10.1145/X,10.1145/x",
        "http://dx.doi.org/10.1145/X,10.1145/x",
        "http://doi.acm.org/10.1145/X,10.1145/x",
        "http://doi.acm.org/doi?x=1,",
        "http://dl.acm.org/citation.cfm?id=1,",
        "db/conf/x.html,"
    })
    @DisplayName("a DOI is taken from an address of a DOI resolver alone")
    void dois(String address, String doi) throws IOException {
        read("<inproceedings key='conf/pods/A'>" + NEEDED + "<ee>" + address + "</ee></inproceedings>");
        assertThat(paper().doi()).isEqualTo(doi);
        assertThat(paper().url()).isEqualTo(address.startsWith("http") ? address : null);
    }

    @Test
    @DisplayName("records that are no papers of the collection are left out and counted by reason")
    void leftOut() throws IOException {
        ReadingReport report = read("""
            <proceedings key="conf/vldb/90"><editor>E</editor><title>Proceedings.</title><year>1990</year></proceedings>
            <inproceedings key="conf/icde/A">%1$s</inproceedings>
            <www key="homepages/a"><author>A</author><title>Home Page</title></www>
            <book key="conf/vldb/book">%1$s</book>
            <article key="journals/pvldb/A"><title>T.</title><year>2008</year></article>
            <article key="journals/pvldb/B"><author>A</author><title> </title><year>2008</year></article>
            <article key="journals/pvldb/C"><author>A</author><title>T.</title></article>
            <article key="journals/pvldb/D">%1$s</article>
            """.formatted(NEEDED));
        assertThat(report.read()).isEqualTo(8);
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(report.refused()).isZero();
        assertThat(report.leftOut())
                .isEqualTo(Map.of(
                        "proceedings record", 1L,
                        "not a stream of this collection", 2L,
                        "neither article nor inproceedings", 1L,
                        "no author", 1L,
                        "no title", 1L,
                        "no year", 1L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<author>A</author><title>T.</title><year>2099</year> | year | 1500 to 2028",
                "<author>A</author><title>T.</title><year>19x9</year> | year | no year",
                "<author> </author><title>T.</title><year>1999</year> | author | is blank",
                "<author>A</author><title>T&#x85;&#x86;</title><year>1999</year> | title | control character"
            })
    @DisplayName("content that is not allowed refuses its record by name, and the next is read")
    void refusals(String fields, String field, String reason) throws IOException {
        ReadingReport report = read("<article key='journals/pvldb/A'>" + fields
                + "</article><article key='journals/pvldb/B'>" + NEEDED + "</article>");
        assertThat(report.refused()).isEqualTo(1);
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(readings.getFirst()).isInstanceOfSatisfying(Reading.Refused.class, refused -> {
            assertThat(refused.number()).isEqualTo(1);
            assertThat(refused.recordKey()).isEqualTo("dblp:journals/pvldb/A");
            assertThat(refused.field()).isEqualTo(field);
            assertThat(refused.reason()).contains(reason);
        });
        assertThat(readings.getLast().number()).isEqualTo(2);
    }

    @Test
    @DisplayName("a publication that DBLP marks as withdrawn is a paper that is retracted")
    void withdrawn() throws IOException {
        String record = "<dblp><article key=\"journals/pvldb/A\" publtype=\"%s\"><author>A</author><title>T.</title>"
                + "<year>2015</year></article></dblp>";
        SubmittedPaper paper =
                Readers.read(record.formatted("informal withdrawn")).paper();
        assertThat(paper.isRetraction()).isTrue();
        assertThat(paper.isMember()).isTrue();
        assertThat(Readers.read(record.formatted("informal")).paper().isRetraction())
                .isFalse();
    }

    @Test
    @DisplayName("a record without a key is refused")
    void noKey() throws IOException {
        assertThat(read("<article>" + NEEDED + "</article>").refused()).isEqualTo(1);
        assertThat(readings.getFirst()).isEqualTo(new Reading.Refused(1, null, "key", "is missing"));
    }

    @Test
    @DisplayName("ten megabytes in one field are refused by its name, and three thousand authors are read")
    void large() throws IOException {
        StringBuilder authors = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            authors.append("<author>Author ").append(i).append("</author>");
        }
        ReadingReport report = read("<article key='journals/pvldb/A'><author>A</author><title>"
                + "x".repeat(10 * 1024 * 1024) + "</title><year>1999</year></article><article key='journals/pvldb/B'>"
                + authors
                + "<title>T.</title><year>1999</year></article>");
        assertThat(report.accepted()).isEqualTo(1);
        assertThat(readings.getFirst())
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.field()).isEqualTo("title"));
        readings.removeFirst();
        assertThat(paper().authors()).hasSize(3_000).last().isEqualTo(new SubmittedAuthor("Author 2999", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "US-ASCII", "UTF-8"})
    @DisplayName("the encoding is the one that is declared")
    void encodings(String encoding) throws IOException {
        String name = encoding.equals("US-ASCII") ? "J&#246;rg" : "Jörg";
        byte[] xml = ("<?xml version=\"1.0\" encoding=\"" + encoding
                        + "\"?><dblp><article key='journals/pvldb/A'><author>" + name
                        + "</author><title>T.</title><year>1999</year></article></dblp>")
                .getBytes(Charset.forName(encoding));
        reader.read(new ByteArrayInputStream(xml), "test", Readers.kept(readings));
        assertThat(paper().authors().getFirst().name()).isEqualTo("Jörg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<article key='journals/pvldb/C'><author>A</auth",
                "<article key='journals/pvldb/C'><author>A</title></article></dblp>",
                "<article key='journals/pvldb/C'><author>&nosuch;</author></article></dblp>",
                "<article key='journals/pvldb/C'><author>\u0001</author></article></dblp>",
                "</dblp><dblp/>"
            })
    @DisplayName(
            "XML that is cut off or malformed ends the reading, says after which record, and what came before stands")
    void malformed(String end) {
        String xml = HEAD + "<dblp><article key='journals/pvldb/A'>" + NEEDED + "</article><article key='conf/icde/B'>"
                + NEEDED + "</article>" + end;
        assertThatThrownBy(() -> reader.read(
                        new ByteArrayInputStream(xml.getBytes(StandardCharsets.ISO_8859_1)),
                        "test",
                        Readers.kept(readings)))
                .isInstanceOfSatisfying(
                        BrokenOffException.class,
                        e -> assertThat(e.recordsRead()).isEqualTo(2))
                .hasMessageStartingWith("the input broke off after 2 records (the last is dblp:conf/icde/B): ")
                .hasMessageContaining("(line 3)");
        assertThat(readings).hasSize(1);
    }

    @Test
    @DisplayName("a document in which the parser loses its way breaks off in words")
    void parserLost() {
        byte[] xml = "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>\n<!DOCTYPE dblp SYSTEM ÿÿ\"dblp.dtd\"><dblp/>"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> reader.read(new ByteArrayInputStream(xml), "test", Readers.kept(readings)))
                .isInstanceOf(BrokenOffException.class)
                .hasMessageStartingWith("the input broke off after 0 records");
    }

    private SubmittedPaper paper() {
        if (readings.getFirst() instanceof Reading.Accepted accepted
                && accepted.submission() instanceof SubmittedPaper paper) {
            return paper;
        }
        throw new AssertionError(readings);
    }

    private ReadingReport read(String records) throws IOException {
        byte[] xml = (HEAD + "<dblp>\n" + records + "</dblp>").getBytes(StandardCharsets.ISO_8859_1);
        return reader.read(new ByteArrayInputStream(xml), "test", Readers.kept(readings));
    }
}
