package org.citestream.ranking.spark;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ranks what the topics hold, and writes the snapshot from which the ranking service goes on. */
@Command(
        name = "ranking-spark",
        description =
                "Ranks what the topics hold on Spark, and writes the snapshot from which the ranking service goes on.",
        mixinStandardHelpOptions = true)
public final class RankingJob implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(RankingJob.class);

    @Option(
            names = "--bootstrap-servers",
            required = true,
            description = "Where the broker listens, for the driver and for every worker.")
    private String bootstrapServers = "";

    @Option(
            names = "--snapshot",
            required = true,
            description = "The file to write, on the driver: citestream.ranking.snapshot-file of the service.")
    private Path snapshot = Path.of("");

    @Option(
            names = "--damping",
            defaultValue = "0.85",
            description = "As citestream.ranking.damping (${DEFAULT-VALUE}).")
    private double damping;

    @Option(
            names = "--residual-bound",
            defaultValue = "1e-12",
            description = "As citestream.ranking.residual-bound (${DEFAULT-VALUE}).")
    private double residualBound;

    @Option(names = "--include-self-citations", description = "Where citestream.ranking.self-citations is include.")
    private boolean selfCitations;

    @Option(
            names = "--error-bound",
            defaultValue = "1e-11",
            description =
                    "Of the normalised scores in L1 (${DEFAULT-VALUE}); the service brings the rest to its bound.")
    private double errorBound;

    @Option(
            names = "--blocks",
            defaultValue = "0",
            description = "How many parts to cut the papers into; 0 for Spark's default parallelism.")
    private int blocks;

    @Option(
            names = "--checkpoint-directory",
            description =
                    "Where all workers may keep every tenth iteration, so that the loss of one does not end the job.")
    private @Nullable String checkpoints;

    @Option(names = "--master", description = "Spark's master, such as local[2]; by default what spark-submit says.")
    private String master = "";

    /** Runs the job, and exits with 0 where the snapshot was written. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return new CommandLine(new RankingJob()).execute(arguments);
    }

    @Override
    public Integer call() throws Exception {
        SparkConf configuration = new SparkConf()
                .setAppName("citestream-ranking")
                .setIfMissing("spark.ui.enabled", "false")
                .setIfMissing("spark.driver.maxResultSize", "0")
                // Files of former iterations are deleted after the driver's collector has found that nobody needs them.
                .setIfMissing("spark.cleaner.periodicGC.interval", "1min");
        if (!master.isEmpty()) {
            configuration.setMaster(master);
            if (master.startsWith("local")) {
                configuration.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1");
            }
        }
        try (JavaSparkContext spark = new JavaSparkContext(configuration)) {
            if (checkpoints != null) {
                spark.setCheckpointDir(checkpoints);
            }
            FullRanking.Outcome outcome = new FullRanking(
                            spark,
                            Log.of(bootstrapServers, selfCitations),
                            damping,
                            residualBound,
                            blocks == 0 ? spark.defaultParallelism() : blocks)
                    .run(errorBound, snapshot);
            log.info(
                    "Ranked {} papers in {} iterations with an error of at most {}; the snapshot is {}",
                    outcome.papers(),
                    outcome.iterations(),
                    outcome.errorBound(),
                    snapshot);
            if (outcome.unreadable() > 0) {
                log.warn(
                        "{} records cannot be read and were left out; the logs of the workers name them",
                        outcome.unreadable());
            }
            return 0;
        }
    }
}
