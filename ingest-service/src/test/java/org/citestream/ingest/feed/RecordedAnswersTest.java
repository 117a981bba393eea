package org.citestream.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedDecision;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers recorded from the real sources, where a folder of them is named by {@code CITESTREAM_TEST_DATA}. */
@EnabledIfEnvironmentVariable(named = "CITESTREAM_TEST_DATA", matches = ".+")
class RecordedAnswersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixtures-crossref",
                "fixtures-openalex",
                "fixtures-semanticscholar",
                "fixtures-oaipmh",
                "fixtures-dblp-xml",
                "dblp-1970-2016"
            })
    @DisplayName(
            "of every recorded answer each record is counted once: accepted, left out or refused; what is no list of"
                    + " records says so")
    void everyRecordIsCounted(String folder) throws IOException {
        Path root = Path.of(Objects.requireNonNull(System.getenv("CITESTREAM_TEST_DATA")), folder);
        Map<String, Long> outcome = new TreeMap<>();
        List<String> details = new ArrayList<>();
        long[] totals = new long[3];
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.equals("INDEX.json")
                        || name.endsWith(".md")
                        || name.endsWith(".dtd")
                        || name.contains("tsv")) {
                    continue;
                }
                List<Reading> readings = new ArrayList<>();
                try (InputStream in = Files.newInputStream(file)) {
                    ReadingReport report = Readers.FILES.read(in, "test", Readers.kept(readings));
                    long left = report.leftOut().values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                    assertThat(report.accepted() + report.refused() + left)
                            .as(name)
                            .isEqualTo(report.read());
                    totals[0] += report.read();
                    totals[1] += report.accepted();
                    totals[2] += report.refused();
                    report.leftOut().forEach((why, count) -> outcome.merge("left out: " + why, count, Long::sum));
                } catch (IOException e) {
                    outcome.merge("no list of records", 1L, Long::sum);
                    details.add(name + ": " + e.getMessage());
                }
                readings.forEach(reading -> count(reading, name, outcome, details));
            }
        }
        System.out.println(folder + ": read " + totals[0] + ", accepted " + totals[1] + ", refused " + totals[2]);
        outcome.forEach((what, count) -> System.out.println("  " + what + " " + count));
        details.stream().limit(60).forEach(each -> System.out.println("    " + each));
        assertThat(totals[0]).isPositive();
    }

    @Test
    @DisplayName("of DBLP's file of four conferences all that name an author are papers, whatever their titles")
    void dblp() throws IOException {
        Path file = Path.of(
                Objects.requireNonNull(System.getenv("CITESTREAM_TEST_DATA")),
                "dblp-1970-2016/dblp-vldb-sigmod-pods-cidr.xml.gz");
        try (InputStream in = Files.newInputStream(file)) {
            ReadingReport report = Readers.FILES.read(in, "test", _ -> {});
            assertThat(report.accepted()).isEqualTo(9_311);
            assertThat(report.refused()).isZero();
            assertThat(report.leftOut())
                    .containsEntry("no author", 31L)
                    .containsEntry("proceedings record", 168L)
                    .hasSize(2);
            assertThat(report.read()).isEqualTo(9_510);
        }
    }

    private static void count(Reading reading, String name, Map<String, Long> outcome, List<String> details) {
        switch (reading) {
            case Reading.LeftOut _ -> {
                // is in the report
            }
            case Reading.Refused refused -> details.add(name + ": " + refused);
            case Reading.Accepted accepted -> {
                switch (accepted.submission()) {
                    case SubmittedPaper paper -> {
                        String kind = paper.isMember() ? "of a venue" : "outside";
                        outcome.merge("papers " + kind, 1L, Long::sum);
                        if (paper.abstractText() != null) {
                            outcome.merge("with abstract", 1L, Long::sum);
                        }
                        paper.references()
                                .forEach(cited -> outcome.merge(
                                        cited.key() != null
                                                ? "cited by key"
                                                : cited.title() != null ? "cited by title" : "cited, unnamed",
                                        1L,
                                        Long::sum));
                    }
                    case SubmittedWithdrawal _ -> outcome.merge("withdrawals", 1L, Long::sum);
                    case SubmittedCitation _ -> outcome.merge("citations", 1L, Long::sum);
                    case SubmittedDecision _ -> outcome.merge("decisions", 1L, Long::sum);
                }
            }
        }
    }
}
