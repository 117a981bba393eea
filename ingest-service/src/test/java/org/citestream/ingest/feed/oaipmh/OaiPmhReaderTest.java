package org.citestream.ingest.feed.oaipmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.Readers.Result;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.VenueRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OaiPmhReaderTest {

    private static final String ARXIV = """
        <record><header><identifier>oai:arXiv.org:cs/0101001</identifier><datestamp>2020-01-01</datestamp></header>
        <metadata><arXiv xsi:schemaLocation="x y"><id>cs/0101001</id><created>2001-01-02</created><updated>2003-01-02</updated>
        <authors><author><keyname>M&#252;ller</keyname><forenames>Ada</forenames><suffix>Jr</suffix></author><author><keyname>The Group</keyname></author></authors>
        <title>On
          Joins &amp; such</title><doi>10.1145/1.2, 10.1145/3.4</doi><journal-ref>PVLDB 3 (2010)</journal-ref>
        <license>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</license><abstract>  Short.
        </abstract></arXiv></metadata><about><x>ignored</x></about></record>
        """;
    private static final String RAW = """
        <record><header><identifier>oai:arXiv.org:2001.00001</identifier></header><metadata><arXivRaw><id>2001.00001</id>
        <version version="v1"><date>Wed, 1 Jan 2020 10:00:00 GMT</date><size>1500kb</size></version>
        <title>Raw</title><authors>Ada Low (1), Bo Li and Cy Wu ((1) Here)</authors></arXivRaw></metadata></record>
        """;
    private static final String DUBLIN_CORE = """
        <record><header><identifier>oai:repo.example.org:123/4</identifier></header><metadata>
        <oai_dc:dc xmlns:oai_dc="a" xmlns:dc="b"><dc:title>In a repository</dc:title><dc:creator>Low, Ada</dc:creator>
        <dc:creator><dc:name>Bo Li</dc:name><dc:affiliation>There</dc:affiliation></dc:creator>
        <dc:date>2013-05-01T00:00:00Z</dc:date><dc:date>2009</dc:date><dc:description>10 pages</dc:description>
        <dc:identifier>https://repo.example.org/123/4</dc:identifier><dc:identifier>doi:10.1145/1.2</dc:identifier></oai_dc:dc></metadata></record>
        """;
    private static final String DELETED = """
        <record><header status="deleted"><identifier>oai:arXiv.org:1706.05371</identifier></header></record>
        """;

    private static String page(String content) {
        return "<?xml version=\"1.0\"?><OAI-PMH xmlns=\"http://www.openarchives.org/OAI/2.0/\"><responseDate>2026-11-22T00:00:00Z</responseDate>"
                + "<request verb=\"ListRecords\">http://example.org</request><ListRecords>" + content
                + "</ListRecords></OAI-PMH>";
    }

    @Test
    @DisplayName("arXiv's format: its id, names in order, the first DOI, the year of its first version")
    void arxiv() throws IOException {
        SubmittedPaper paper = Readers.read(page(ARXIV)).paper();
        assertThat(paper.recordKey()).isEqualTo("arxiv:cs/0101001");
        assertThat(paper.title()).isEqualTo("On Joins & such");
        assertThat(paper.authors()).extracting("name").containsExactly("Ada Müller Jr", "The Group");
        assertThat(paper.year()).isEqualTo(2001);
        assertThat(paper.doi()).isEqualTo("10.1145/1.2");
        assertThat(paper.abstractText()).isEqualTo("Short.");
        assertThat(paper.abstractLicence()).startsWith("http://arxiv.org/licenses/");
        assertThat(paper.url()).isEqualTo("https://arxiv.org/abs/cs/0101001");
        assertThat(paper.isMember()).isFalse();
    }

    @Test
    @DisplayName("arXiv's raw format and Dublin Core")
    void others() throws IOException {
        SubmittedPaper raw = Readers.read(page(RAW)).paper();
        assertThat(raw.authors()).extracting("name").containsExactly("Ada Low", "Bo Li", "Cy Wu");
        assertThat(raw.year()).isEqualTo(2020);
        SubmittedPaper dc = Readers.read(page(DUBLIN_CORE)).paper();
        assertThat(dc.recordKey()).isEqualTo("repo-example-org:123/4");
        assertThat(dc.authors()).extracting("name").containsExactly("Ada Low", "Bo Li");
        assertThat(dc.year()).isEqualTo(2009);
        assertThat(dc.doi()).isEqualTo("10.1145/1.2");
        assertThat(dc.abstractText()).isNull();
        assertThat(dc.url()).isEqualTo("https://repo.example.org/123/4");
    }

    @Test
    @DisplayName("a deleted record withdraws; a header alone is left out")
    void deleted() throws IOException {
        Result result = Readers.read(page(DELETED + DELETED.replace(" status=\"deleted\"", "")));
        assertThat(result.accepted())
                .containsExactly(new SubmittedWithdrawal("arxiv", "1706.05371", "test", Readers.NOW));
        assertThat(result.leftOut()).isEqualTo(Map.of("a header without metadata", 1L));
    }

    @Test
    @DisplayName("what an answer says beside its records is told: time, token, error")
    void besides() throws IOException {
        OaiPage page = readPage(page(RAW + "<resumptionToken cursor=\"0\">next|1001</resumptionToken>"));
        assertThat(page).isEqualTo(new OaiPage("2026-11-22T00:00:00Z", "next|1001", null, null));
        assertThat(readPage(page("<resumptionToken/>")).resumptionToken()).isNull();
        String error =
                "<OAI-PMH><responseDate>d</responseDate><error code=\"badResumptionToken\">old</error></OAI-PMH>";
        assertThat(readPage(error)).isEqualTo(new OaiPage("d", null, "badResumptionToken", "old"));
        assertThatThrownBy(() -> Readers.read(error)).hasMessageContaining("badResumptionToken old");
        assertThat(Readers.read(error.replace("badResumptionToken", "noRecordsMatch"))
                        .report()
                        .read())
                .isZero();
    }

    @Test
    @DisplayName("entities, endless nesting and a cut answer end the reading in words; nothing is fetched")
    void hostile() {
        assertThatThrownBy(() -> Readers.read("<!DOCTYPE OAI-PMH [<!ENTITY a \"b\">]>" + page("").substring(21)))
                .hasMessageContaining("declares a type, which is refused");
        assertThatThrownBy(() -> Readers.read(page("<a>".repeat(200)))).hasMessageContaining("Element Depth");
        String whole = page(ARXIV + RAW);
        assertThatThrownBy(() -> Readers.read(whole.substring(0, whole.length() - 150)))
                .hasMessageContaining("the input broke off after 1 record (the last is arxiv:cs/0101001)");
    }

    private static OaiPage readPage(String content) throws IOException {
        return new OaiPmhReader(Readers.TIME, VenueRules.bundled())
                .readPage(
                        new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "test", new Tally(_ -> {}));
    }
}
