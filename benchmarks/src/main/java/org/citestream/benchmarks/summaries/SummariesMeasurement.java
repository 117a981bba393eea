package org.citestream.benchmarks.summaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.text.PaperText;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * ROUGE of the extractive summariser on abstracts with summaries by experts, in the form of SciTLDR: a line of JSON for each paper, with
 * its sentences as {@code source}, the summaries as {@code target}, and {@code title}.
 */
public final class SummariesMeasurement implements Measurement {

    /** Names the file where none is given. */
    private static final String FILE = "CITESTREAM_SCITLDR";

    private static final double GOAL = 37;
    private static final int PRINTED = 20;

    private final ExtractiveSummariser summariser = new ExtractiveSummariser();

    @Override
    public String name() {
        return "summaries";
    }

    @Override
    public String measures() {
        return "ROUGE of the extractive summariser, against first sentence and LexRank (SciTLDR's dev.jsonl by --file, or "
                + "in " + FILE + "); without it, prints 20";
    }

    @Override
    public List<Row> run(@Nullable Path named) throws IOException {
        String usual = System.getenv(FILE);
        Path file = named == null && usual != null ? Path.of(usual) : named;
        if (file == null) {
            // What experts wrote cannot be generated: there is nothing to measure, but something to read.
            print(Measurement.home().resolve("samples/corpus.ndjson"));
            return List.of(Row.skipped(
                    name(), "it needs SciTLDR's dev.jsonl: name it with --file, or in " + FILE + " for ./bench all"));
        }
        List<Example> examples;
        try (var lines = Files.lines(file)) {
            examples = lines.filter(line -> !line.isBlank()).map(Example::of).toList();
        }
        if (examples.isEmpty()) {
            throw new IOException(file + " holds no paper");
        }
        Rouge.Scores one = mean(examples, each -> summariser.contribution(each.paper()));
        Rouge.Scores two = mean(examples, each -> summariser.write(each.paper()).text());
        Rouge.Scores first = mean(examples, each -> each.sentences().getFirst());
        Rouge.Scores central = mean(examples, each -> LexRank.best(each.sentences()));
        List<Row> rows = new ArrayList<>();
        Rouge.Scores heldOut = HeldOut.of(examples.stream()
                .map(each -> HeldOut.Paper.of(summariser.candidates(each.paper()), each.references()))
                .toList());
        rows.add(new Row(
                "ROUGE-1, one sentence, against the first",
                one.one(),
                "F1 x 100",
                first.one(),
                one.one() / first.one(),
                "≥ " + GOAL,
                one.one() >= GOAL));
        rows.add(Row.of("ROUGE-2, one sentence, against the first", one.two(), "F1 x 100", first.two()));
        rows.add(Row.of("ROUGE-L, one sentence, against the first", one.longest(), "F1 x 100", first.longest()));
        rows.add(Row.of("ROUGE-1, one sentence, against LexRank", one.one(), "F1 x 100", central.one()));
        rows.add(Row.of("ROUGE-2, one sentence, against LexRank", one.two(), "F1 x 100", central.two()));
        rows.add(Row.of("ROUGE-L, one sentence, against LexRank", one.longest(), "F1 x 100", central.longest()));
        Rouge.Scores asWritten = mean(examples, each -> summariser.contributionAsWritten(each.paper()));
        rows.add(Row.of("ROUGE-1, one sentence, against the same as written", one.one(), "F1 x 100", asWritten.one()));
        rows.add(Row.of("ROUGE-1, by weights found on other papers", heldOut.one() * 100, "F1 x 100", one.one()));
        rows.add(Row.of("ROUGE-2, by weights found on other papers", heldOut.two() * 100, "F1 x 100", one.two()));
        rows.add(Row.of(
                "ROUGE-L, by weights found on other papers", heldOut.longest() * 100, "F1 x 100", one.longest()));
        rows.add(Row.of("ROUGE-1, two sentences as in the view", two.one(), "F1 x 100"));
        rows.add(Row.of("ROUGE-2, two sentences as in the view", two.two(), "F1 x 100"));
        rows.add(Row.of("ROUGE-L, two sentences as in the view", two.longest(), "F1 x 100"));
        rows.add(Row.of("papers", examples.size(), "papers"));
        return rows;
    }

    /** What a reader sees, for a reader to judge. */
    private void print(Path corpus) throws IOException {
        try (Stream<String> lines = Files.lines(corpus)) {
            lines.map(JsonMapper.shared()::readTree)
                    .filter(each -> each.path("abstract").isString())
                    .limit(PRINTED)
                    .forEach(each -> {
                        String title = each.path("title").asString();
                        String text = summariser
                                .write(new PaperText(
                                        title, each.path("abstract").asString()))
                                .text();
                        System.out.printf("%s%n    %s%n%n", title, text);
                    });
        }
    }

    private static Rouge.Scores mean(List<Example> examples, Function<Example, String> summariser) {
        Rouge.Scores sum = examples.stream()
                .map(each -> Rouge.best(summariser.apply(each), each.references()))
                .reduce(new Rouge.Scores(0, 0, 0), Rouge.Scores::plus);
        double scale = 100.0 / examples.size();
        return new Rouge.Scores(sum.one() * scale, sum.two() * scale, sum.longest() * scale);
    }

    private record Example(String title, List<String> sentences, List<String> references) {

        static Example of(String line) {
            JsonNode json = JsonMapper.shared().readTree(line);
            return new Example(
                    json.path("title").asString(""), strings(json.path("source")), strings(json.path("target")));
        }

        private static List<String> strings(JsonNode array) {
            return array.values().stream().map(JsonNode::asString).toList();
        }

        PaperText paper() {
            return new PaperText(title, String.join(" ", sentences));
        }
    }
}
