package org.citestream.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.citestream.benchmarks.fuzz.ReaderFuzzer.Handled;
import org.citestream.events.SubmittedCitation;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fuzzer asks of a reader, and each input that it ever found worth keeping. */
class ReaderFuzzerTest {

    private static final Path CORPUS = Path.of("src/fuzz/corpus");
    private static final String KEPT = "kept.gz";

    @ParameterizedTest
    @MethodSource("readers")
    void eachInputThatIsKeptIsReadAsItOughtToBe(String reader) throws IOException {
        List<byte[]> inputs =
                new ArrayList<>(KeptCorpus.inputs(CORPUS.resolve(reader).resolve(KEPT)));
        try (Stream<Path> files = Files.list(CORPUS.resolve(reader))) {
            for (Path file : files.filter(each -> !each.endsWith(KEPT)).toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        assertThat(inputs).hasSizeGreaterThan(1);
        inputs.forEach(each -> ReaderFuzzer.check(reader, each));
    }

    static List<String> readers() {
        return ReaderFuzzer.names();
    }

    @Test
    void aReaderThatHandsOnMoreOrLessThanItCountsOrInAnotherOrderIsFound() {
        Handled handled = new Handled(false);
        handled.take(accepted(1));
        handled.take(new Reading.LeftOut(2, "no year"));
        handled.check(report(2, 1, 1));
        assertThatThrownBy(() -> handled.check(report(1, 1, 0))).hasMessageContaining("handed on were");
        assertThatThrownBy(() -> handled.check(report(2, 2, 0))).hasMessageContaining("handed on were");
        assertThatThrownBy(() -> handled.check(report(3, 2, 1))).hasMessageContaining("handed on were");
        handled.check(new BrokenOffException(2, "", "cut off", new IOException()));
        assertThatThrownBy(() -> handled.check(new BrokenOffException(1, "", "cut off", new IOException())))
                .hasMessageContaining("2 records were handed on");
        assertThatThrownBy(() -> handled.take(accepted(2))).hasMessageContaining("after 2");
        assertThatThrownBy(() -> handled.take(accepted(4))).hasMessageContaining("after 2");
    }

    @Test
    void oneRecordIsSeveralSubmissionsOnlyWhereAReaderMayFanOut() {
        Handled handled = new Handled(true);
        handled.take(accepted(1));
        handled.take(accepted(1));
        handled.check(report(1, 1, 0));
        assertThatThrownBy(() -> handled.check(report(2, 2, 0))).hasMessageContaining("handed on were");
        handled.take(new Reading.LeftOut(2, "no year"));
        assertThatThrownBy(() -> handled.take(accepted(2))).hasMessageContaining("after 2");
        Handled strict = new Handled(false);
        strict.take(accepted(1));
        assertThatThrownBy(() -> strict.take(accepted(1))).hasMessageContaining("after 1");
    }

    private static Reading accepted(long number) {
        return new Reading.Accepted(
                number, new SubmittedCitation("csv", "doi:10.1/a", "doi:10.1/b", "test", Instant.EPOCH));
    }

    private static ReadingReport report(long read, long accepted, long withoutYear) {
        TreeMap<String, Long> leftOut = new TreeMap<>();
        if (withoutYear > 0) {
            leftOut.put("no year", withoutYear);
        }
        return new ReadingReport(read, accepted, leftOut, 0);
    }
}
