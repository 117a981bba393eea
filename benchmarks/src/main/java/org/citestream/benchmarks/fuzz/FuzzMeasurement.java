package org.citestream.benchmarks.fuzz;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citestream.benchmarks.measuring.LongProof;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.ProductProcess;
import org.citestream.benchmarks.product.StartedProcess;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/**
 * Each reader under Jazzer for some minutes of processor time, in a process of its own with 512 MB of heap, starting from the kept corpus and adding
 * to one that is not kept. What it finds is written beside as it comes, and noted in {@code docs/fuzzing.md} with the
 * minutes that were spent. Readers that have had their minutes are passed over, so that a run that was stopped goes on
 * where it was, with what was found until then; {@code ./mvnw clean} begins anew.
 */
public final class FuzzMeasurement extends LongProof {

    private static final int MINUTES = 1;
    private static final int SECONDS_PER_INPUT = 10;
    private static final int RSS_MEGABYTES = 2048;
    private static final int LONGEST_INPUT = 20_000;
    private static final int SECONDS_A_MINUTE = 60;

    private static final String API = "api";
    private static final int MEGABYTES = 1024;
    private static final int LONGEST_LINE = 1000;
    private static final String SPENT = "seconds";
    private static final String KEPT = "kept.gz";
    /** The inputs that it leaves behind, in the way libFuzzer names them. */
    private static final Pattern CULPRIT = Pattern.compile("(crash|timeout|oom|leak)-.*");

    private String commit = "";

    @Override
    public String name() {
        return "fuzz";
    }

    @Override
    public String measures() {
        return "the long proof: each reader under a fuzzer, and the API (--minutes for each)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        return runFor(MINUTES);
    }

    @Override
    public List<Row> runFor(int minutes) throws Exception {
        List<Row> rows = new ArrayList<>();
        // Before the corpus that is kept grows.
        commit = commit();
        for (String reader : ReaderFuzzer.names()) {
            if (spent(work().resolve(reader)) < (long) minutes * SECONDS_A_MINUTE) {
                rows.add(fuzz(reader, minutes));
            }
        }
        ApiSoFar soFar = ApiSoFar.in(Files.createDirectories(work().resolve(API)));
        if (soFar.seconds() < (long) minutes * SECONDS_A_MINUTE) {
            rows.add(fuzzApi(soFar, minutes));
        }
        return rows;
    }

    /** The API in a product of its own, for some minutes by the clock. */
    private Row fuzzApi(ApiSoFar soFar, int minutes) throws IOException, InterruptedException {
        Path product = work().resolve(API).resolve("product");
        FileSystemUtils.deleteRecursively(product);
        Files.createDirectories(product);
        Path samples = Measurement.home().resolve("samples/corpus.ndjson");
        long seed = soFar.seconds();
        try (ProductProcess running = ProductProcess.start(product, MEGABYTES, false, List.of(samples), Ports.free())) {
            while (running.stats().path("pending").asLong(-1) != 0) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            ApiFuzzer fuzzer = new ApiFuzzer(running.address(), running.key(), seed);
            long begin = System.nanoTime();
            long[] noted = {0, 0};
            fuzzer.run(() -> {
                long seconds = secondsSince(begin);
                List<String> findings = fuzzer.findings();
                if (seconds > noted[0] || findings.size() > noted[1]) {
                    noted[0] = seconds;
                    noted[1] = findings.size();
                    soFar.note(seconds, fuzzer.asked(), fuzzer.kinds(), findings);
                }
                return soFar.seconds() >= (long) minutes * SECONDS_A_MINUTE || !running.isAlive();
            });
            List<String> findings = new ArrayList<>(fuzzer.findings());
            if (!running.isAlive()) {
                findings.add("the product ended: " + running.lastWords());
            }
            soFar.note(secondsSince(begin), fuzzer.asked(), fuzzer.kinds(), findings);
        }
        List<String> all = soFar.findings();
        all.forEach(each -> out.println(each.length() > LONGEST_LINE ? each.substring(0, LONGEST_LINE) : each));
        note(
                API,
                seed,
                soFar.seconds(),
                soFar.asked(),
                soFar.kinds(),
                all.isEmpty() ? "nothing" : "something: " + all.size() + " findings");
        return new Row(
                "fuzz: " + API + ", " + minutes(soFar.seconds()) + " min, " + soFar.kinds() + " kinds of answers",
                soFar.asked(),
                "requests",
                null,
                null,
                "no finding",
                all.isEmpty());
    }

    private static long secondsSince(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - nanos);
    }

    private Row fuzz(String reader, int minutes) throws IOException, InterruptedException {
        Path kept = Measurement.home().resolve("benchmarks/src/fuzz/corpus").resolve(reader);
        Path directory = work().resolve(reader);
        Path work = Files.createDirectories(directory.resolve("corpus"));
        Path log = FuzzerLog.next(directory);
        long seed = Instant.now().getEpochSecond();
        try (Stream<Path> seeds = Files.isDirectory(kept) ? Files.list(kept) : Stream.empty()) {
            for (Path each : seeds.toList()) {
                Path copy = work.resolve(each.getFileName());
                if (each.getFileName().toString().equals(KEPT)) {
                    KeptCorpus.unpack(each, work);
                } else if (!Files.exists(copy)) {
                    Files.copy(each, copy);
                }
            }
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dcitestream.fuzz.reader=" + reader,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=org.citestream.benchmarks.fuzz.ReaderFuzzer",
                "--instrumentation_includes=org.citestream.ingest.**:com.fasterxml.aalto.**",
                "--custom_hook_includes=org.citestream.**",
                "--reproducer_path=" + directory,
                "-artifact_prefix=" + directory + "/",
                "-timeout=" + SECONDS_PER_INPUT,
                "-rss_limit_mb=" + RSS_MEGABYTES,
                "-max_len=" + LONGEST_INPUT,
                "-seed=" + seed,
                work.toString());
        int status;
        try (StartedProcess process = StartedProcess.start(command, Map.of(), log)) {
            status = await(process, log, spent(directory), (long) minutes * SECONDS_A_MINUTE);
        }
        if (status != 0 && !FuzzerLog.ofSitting(log).found()) {
            throw new IOException("The fuzzer ended with " + status + " and does not say why; see " + log);
        }
        FuzzerLog all = FuzzerLog.of(directory);
        KeptCorpus.pack(work, Files.createDirectories(kept).resolve(KEPT));
        note(reader, seed, spent(directory), all.inputs(), all.edges(), all.found() ? found(directory) : "nothing");
        return new Row(
                "fuzz: " + reader + ", " + minutes(spent(directory)) + " min, " + all.edges() + " edges",
                all.inputs(),
                "inputs",
                null,
                null,
                "no finding",
                !all.found());
    }

    /** Waits until it has found something or had its time, and keeps count of that. */
    private static int await(StartedProcess process, Path log, long before, long seconds)
            throws IOException, InterruptedException {
        boolean enough = false;
        while (process.isAlive()) {
            double used = process.processorSeconds();
            if (Double.isNaN(used)) {
                throw new IOException("the platform does not tell a process's processor time");
            }
            long spent = before + (long) used;
            Path whole = log.resolveSibling(SPENT + ".new");
            Files.writeString(whole, Long.toString(spent));
            Files.move(
                    whole,
                    log.resolveSibling(SPENT),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            if (spent >= seconds && !enough) {
                enough = true;
                process.close();
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return enough && !FuzzerLog.ofSitting(log).found() ? 0 : process.status();
    }

    private static String found(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            String culprits = files.map(file -> file.getFileName().toString())
                    .filter(name -> CULPRIT.matcher(name).matches())
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "something: " + (culprits.isEmpty() ? "see its log" : culprits);
        }
    }

    /** Seconds of processor time that a reader has had. */
    private static long spent(Path work) throws IOException {
        Path count = work.resolve(SPENT);
        return Files.exists(count) ? Long.parseLong(Files.readString(count).strip()) : 0;
    }

    /** As 10, 1.25 or 0.2. */
    private static String minutes(long seconds) {
        return BigDecimal.valueOf(seconds)
                .divide(BigDecimal.valueOf(SECONDS_A_MINUTE), 2, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private void note(String reader, long seed, long seconds, long inputs, long covered, String found)
            throws IOException {
        Path ledger = ledger("fuzzing.md");
        if (!Files.exists(ledger)) {
            Files.writeString(
                    ledger,
                    "# Readers under a fuzzer\n\n"
                            + "Each line is what `./bench fuzz --minutes N` had come to, in minutes of processor time.\n\n"
                            + "| day | commit | reader | last seed | minutes | inputs | edges | found |\n"
                            + "|---|---|---|---|---|---|---|---|\n");
        }
        List<Object> line = List.of(LocalDate.now(), commit, reader, seed, minutes(seconds), inputs, covered, found);
        Files.writeString(
                ledger,
                line.stream().map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |\n")),
                StandardOpenOption.APPEND);
    }
}
