package org.citestream.ingest.polling;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;

class EveryConnectorTest {

    private static FeedSettings settings(FeedSettings.Source kind, URI address, Path directory, List<String> queries) {
        return new FeedSettings(
                kind,
                null,
                address,
                List.of("issn:2150-8097"),
                queries,
                "cs",
                "arXiv",
                null,
                false,
                "secret",
                2,
                Duration.ZERO,
                directory);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Numbers of the two records of a page. */
    private static int first(int page) {
        return 2 * page + 1;
    }

    @Nested
    class Crossref extends ConnectorContract {
        @Override
        FeedSettings settings(URI source, Path directory) {
            return EveryConnectorTest.settings(FeedSettings.Source.CROSSREF, source, directory, List.of());
        }

        @Override
        byte[] page(int page, int pages) {
            return bytes("{\"status\":\"ok\",\"message-type\":\"work-list\",\"message\":{\"total-results\":" + 2 * pages
                    + ",\"next-cursor\":\"to+" + (page + 1) + "/==\",\"items\":[" + work(first(page)) + ","
                    + work(first(page) + 1) + "]}}");
        }

        private static String work(int number) {
            return "{\"DOI\":\"10.14778/" + number + "\",\"title\":[\"T" + number
                    + "\"],\"author\":[{\"family\":\"A\"}],\"issued\":{\"date-parts\":[[2020]]}}";
        }

        @Override
        List<String> keys(int page) {
            return List.of("crossref:10.14778/" + first(page), "crossref:10.14778/" + (first(page) + 1));
        }

        @Override
        Expiry expiry() {
            return new Expiry(404, "{\"status\":\"failed\",\"message\":[{\"type\":\"cursor-invalid\"}]}");
        }
    }

    @Nested
    class OpenAlex extends ConnectorContract {
        @Override
        FeedSettings settings(URI source, Path directory) {
            return EveryConnectorTest.settings(FeedSettings.Source.OPENALEX, source, directory, List.of());
        }

        @Override
        byte[] page(int page, int pages) {
            String next = page + 1 == pages ? "null" : "\"to+" + (page + 1) + "/==\"";
            return bytes("{\"meta\":{\"count\":" + 2 * pages + ",\"next_cursor\":" + next + "},\"results\":["
                    + work(first(page)) + "," + work(first(page) + 1) + "]}");
        }

        private static String work(int number) {
            return "{\"id\":\"https://openalex.org/W" + number + "\",\"title\":\"T" + number
                    + "\",\"publication_year\":2020,\"doi\":\"https://doi.org/10.14778/" + number
                    + "\",\"authorships\":[{\"author\":{\"display_name\":\"A\"}}]}";
        }

        @Override
        List<String> keys(int page) {
            return List.of("openalex:W" + first(page), "openalex:W" + (first(page) + 1));
        }

        @Override
        Expiry expiry() {
            return new Expiry(
                    400, "{\"error\":\"Invalid query parameters error.\",\"message\":\"The cursor is not valid\"}");
        }
    }

    @Nested
    class SemanticScholar extends ConnectorContract {
        @Override
        FeedSettings settings(URI source, Path directory) {
            return EveryConnectorTest.settings(FeedSettings.Source.SEMANTIC_SCHOLAR, source, directory, List.of());
        }

        @Override
        byte[] page(int page, int pages) {
            return bytes("[" + paper(first(page)) + "," + paper(first(page) + 1) + "]");
        }

        private static String paper(int number) {
            return "{\"paperId\":\"p" + number + "\",\"title\":\"T" + number
                    + "\",\"year\":2020,\"externalIds\":{\"DOI\":\"10.1145/" + number + "." + number
                    + "\"},\"authors\":[{\"name\":\"A\"}]}";
        }

        @Override
        List<String> keys(int page) {
            return List.of("semantic-scholar:p" + first(page), "semantic-scholar:p" + (first(page) + 1));
        }

        @Override
        boolean goesOnAtThePage() {
            return false; // there are no places in a list that it makes itself
        }
    }

    @Nested
    class OaiPmh extends ConnectorContract {
        @Override
        FeedSettings settings(URI source, Path directory) {
            return EveryConnectorTest.settings(
                    FeedSettings.Source.OAI_PMH, source.resolve("/oai"), directory, List.of());
        }

        @Override
        String contentType() {
            return "text/xml";
        }

        @Override
        byte[] page(int page, int pages) {
            return bytes("<?xml version=\"1.0\"?><OAI-PMH><responseDate>2026-11-20T00:00:0" + page
                    + "Z</responseDate><ListRecords>" + deleted(first(page)) + deleted(first(page) + 1)
                    + "<resumptionToken>" + (page + 1 == pages ? "" : "to|" + (page + 1))
                    + "</resumptionToken></ListRecords></OAI-PMH>");
        }

        private static String deleted(int number) {
            return "<record><header status=\"deleted\"><identifier>oai:arXiv.org:2001.0000" + number
                    + "</identifier><datestamp>2026-11-19</datestamp></header></record>";
        }

        @Override
        List<String> keys(int page) {
            return List.of("arxiv:2001.0000" + first(page), "arxiv:2001.0000" + (first(page) + 1));
        }

        @Override
        Expiry expiry() {
            return new Expiry(
                    200,
                    "<OAI-PMH><responseDate>2026-11-20T00:00:09Z</responseDate><error code=\"badResumptionToken\">old</error></OAI-PMH>");
        }
    }

    @Nested
    class DblpDump extends ConnectorContract {
        @Override
        FeedSettings settings(URI source, Path directory) {
            return EveryConnectorTest.settings(
                    FeedSettings.Source.DBLP_DUMP, source.resolve("/dblp.xml.gz"), directory, List.of());
        }

        @Override
        int pages() {
            return 1;
        }

        @Override
        String contentType() {
            return "application/x-gzip";
        }

        @Override
        byte[] page(int page, int pages) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(bytes("<?xml version=\"1.0\"?><dblp>" + dblpRecord(1) + dblpRecord(2) + "</dblp>"));
            }
            return bytes.toByteArray();
        }

        @Override
        List<String> keys(int page) {
            return List.of("dblp:conf/vldb/X1", "dblp:conf/vldb/X2");
        }
    }

    @Nested
    class DblpSearch extends ConnectorContract {
        @Override
        FeedSettings settings(URI source, Path directory) {
            return EveryConnectorTest.settings(
                    FeedSettings.Source.DBLP_SEARCH,
                    source.resolve("/search"),
                    directory,
                    List.of("toc:db/conf/vldb:"));
        }

        @Override
        byte[] page(int page, int pages) {
            return bytes(
                    "{\"result\":{\"query\":\"q\",\"status\":{\"@code\":\"200\"},\"hits\":{\"@total\":\"" + 2 * pages
                            + "\",\"@sent\":\"2\",\"@first\":\"" + 2 * page + "\",\"hit\":[" + hit(first(page)) + ","
                            + hit(first(page) + 1) + "]}}}");
        }

        private static String hit(int number) {
            return "{\"info\":{\"authors\":{\"author\":{\"text\":\"A\"}},\"title\":\"T" + number
                    + ".\",\"year\":\"2001\",\"key\":\"conf/vldb/X" + number
                    + "\",\"type\":\"Conference and Workshop Papers\"}}";
        }

        @Override
        List<String> keys(int page) {
            return List.of("dblp:conf/vldb/X" + first(page), "dblp:conf/vldb/X" + (first(page) + 1));
        }
    }

    @Nested
    class DblpRecords extends ConnectorContract {
        @Override
        FeedSettings settings(URI source, Path directory) {
            return EveryConnectorTest.settings(
                    FeedSettings.Source.DBLP_RECORDS,
                    source.resolve("/rec"),
                    directory,
                    List.of("conf/vldb/X1", "conf/vldb/X2", "conf/vldb/X3"));
        }

        @Override
        String contentType() {
            return "application/xml";
        }

        @Override
        byte[] page(int page, int pages) {
            return bytes("<?xml version=\"1.0\"?><dblp>" + dblpRecord(page + 1) + "</dblp>");
        }

        @Override
        List<String> keys(int page) {
            return List.of("dblp:conf/vldb/X" + (page + 1));
        }
    }

    private static String dblpRecord(int number) {
        return "<inproceedings key=\"conf/vldb/X" + number + "\"><author>A</author><title>T" + number
                + ".</title><year>2001</year></inproceedings>";
    }
}
