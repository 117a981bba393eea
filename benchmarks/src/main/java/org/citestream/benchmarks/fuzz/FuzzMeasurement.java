package org.citestream.benchmarks.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * to one that is not kept. What it finds is written beside, and each run is noted in {@code docs/fuzzing.md}. Readers that have had their minutes are
 * passed over, so that a run that was stopped goes on where it was; {@code ./mvnw clean} begins anew.
 */
public final class FuzzMeasurement extends LongProof {

    private static final int MINUTES = 1;
    private static final int SECONDS_PER_INPUT = 10;
    private static final int RSS_MEGABYTES = 2048;
    private static final int LONGEST_INPUT = 20_000;
    /** What it says where it has found something; that it was ended is none. */
    private static final Pattern FOUND = Pattern.compile("(?m)^== Java |ERROR: libFuzzer: (?!fuzz target exited)");

    private static final String API = "api";
    private static final int MEGABYTES = 1024;
    private static final int LONGEST_LINE = 1000;
    private static final String SPENT = "seconds";
    private static final String KEPT = "kept.gz";
    private static final Pattern RUNS = Pattern.compile("(?m)^#([0-9]+)\\s+(?!INITED)[\\w-]+\\s+cov: ([0-9]+)");

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
        for (String reader : ReaderFuzzer.names()) {
            if (spent(work().resolve(reader)) < minutes * 60L) {
                rows.add(fuzz(reader, minutes));
            }
        }
        if (spent(work().resolve(API)) < minutes * 60L) {
            rows.add(fuzzApi(minutes));
        }
        return rows;
    }

    /** The API in a product of its own, for some minutes by the clock. */
    private Row fuzzApi(int minutes) throws IOException, InterruptedException {
        Path directory = work().resolve(API);
        long before = spent(directory);
        Path product = directory.resolve("product");
        FileSystemUtils.deleteRecursively(product);
        Files.createDirectories(product);
        Path samples = Measurement.home().resolve("samples/corpus.ndjson");
        try (ProductProcess running = ProductProcess.start(product, MEGABYTES, false, List.of(samples), Ports.free())) {
            while (running.stats().path("pending").asLong(-1) != 0) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
            ApiFuzzer fuzzer = new ApiFuzzer(running.address(), running.key(), before);
            long begin = System.nanoTime();
            long[] noted = {before};
            fuzzer.run(() -> {
                long now = before + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
                if (now > noted[0]) {
                    noted[0] = now;
                    write(directory.resolve(SPENT), now);
                }
                return now >= minutes * 60L || !running.isAlive();
            });
            List<String> findings = new ArrayList<>(fuzzer.findings());
            if (!running.isAlive()) {
                findings.add("the product ended: " + running.lastWords());
            }
            Files.write(directory.resolve("findings.txt"), findings);
            findings.forEach(
                    each -> out.println(each.length() > LONGEST_LINE ? each.substring(0, LONGEST_LINE) : each));
            note(API, minutes, fuzzer.asked(), fuzzer.kinds().size(), findings.size());
            return new Row(
                    "fuzz: " + API + ", " + minutes + " min, " + fuzzer.kinds().size() + " kinds of answers",
                    fuzzer.asked(),
                    "requests",
                    null,
                    null,
                    "no finding",
                    findings.isEmpty());
        }
    }

    private static void write(Path file, long number) {
        try {
            Files.writeString(file, Long.toString(number));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Row fuzz(String reader, int minutes) throws IOException, InterruptedException {
        Path kept = Measurement.home().resolve("benchmarks/src/fuzz/corpus").resolve(reader);
        Path directory = work().resolve(reader);
        Path work = Files.createDirectories(directory.resolve("corpus"));
        Path log = directory.resolve("log.txt");
        try (Stream<Path> seeds = Files.isDirectory(kept) ? Files.list(kept) : Stream.empty()) {
            for (Path seed : seeds.toList()) {
                Path copy = work.resolve(seed.getFileName());
                if (seed.getFileName().toString().equals(KEPT)) {
                    KeptCorpus.unpack(seed, work);
                } else if (!Files.exists(copy)) {
                    Files.copy(seed, copy);
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
                work.toString());
        int status;
        try (StartedProcess process = StartedProcess.start(command, Map.of(), log)) {
            status = await(process, log, spent(directory), minutes * 60L);
        }
        String told = Files.readString(log);
        long runs = 0;
        long covered = 0;
        Matcher progress = RUNS.matcher(told);
        while (progress.find()) {
            runs = Long.parseLong(progress.group(1));
            covered = Long.parseLong(progress.group(2));
        }
        if (runs == 0 && status != 0) {
            throw new IOException("The fuzzer did not run; see " + log);
        }
        KeptCorpus.pack(work, Files.createDirectories(kept).resolve(KEPT));
        note(reader, minutes, runs, covered, status);
        return new Row(
                "fuzz: " + reader + ", " + minutes + " min, " + covered + " edges",
                runs,
                "inputs",
                null,
                null,
                "no finding",
                status == 0);
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
            Files.writeString(log.resolveSibling(SPENT), Long.toString(spent));
            if (spent >= seconds && !enough) {
                enough = true;
                process.close();
            }
            TimeUnit.SECONDS.sleep(1);
        }
        boolean found = FOUND.matcher(Files.readString(log)).find();
        return enough && !found ? 0 : process.status();
    }

    /** Seconds of processor time that a reader has had. */
    private static long spent(Path work) throws IOException {
        Path count = work.resolve(SPENT);
        return Files.exists(count) ? Long.parseLong(Files.readString(count).strip()) : 0;
    }

    private void note(String reader, int minutes, long runs, long covered, int status) throws IOException {
        Path ledger = ledger("fuzzing.md");
        if (!Files.exists(ledger)) {
            Files.writeString(
                    ledger,
                    "# Readers under a fuzzer\n\nEach line is one run of `./bench fuzz --minutes N`, in minutes of processor time.\n\n"
                            + "| day | reader | minutes | inputs | edges | found |\n|---|---|---|---|---|---|\n");
        }
        Files.writeString(
                ledger,
                "| " + LocalDate.now() + " | " + reader + " | " + minutes + " | " + runs + " | " + covered + " | "
                        + (status == 0 ? "nothing" : "something: status " + status) + " |\n",
                java.nio.file.StandardOpenOption.APPEND);
    }
}
