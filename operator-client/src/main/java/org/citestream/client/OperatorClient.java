package org.citestream.client;

import com.mongodb.MongoException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** The commands. Each prints what the service answers; a refusal is one line on standard error and exit code 1. */
@Command(
        name = "citestream",
        description = "What operators do by hand.",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ExportCommand.class, RestoreCommand.class, MoveCommand.class})
public final class OperatorClient {

    private static final int BETWEEN_LOOKS_MILLIS = 300;
    private static final String LOGGING = "logback.configurationFile";

    @Option(
            names = "--url",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "${env:CITESTREAM_URL:-http://127.0.0.1:8080}",
            description = "The gateway (default: ${DEFAULT-VALUE}; environment CITESTREAM_URL).")
    String gateway = "";

    @Option(
            names = "--ingest-url",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "${env:CITESTREAM_INGEST_URL}",
            description =
                    "The ingest service, where it is apart (environment CITESTREAM_INGEST_URL; default: as --url).")
    @Nullable
    String ingest;

    @Option(
            names = "--summary-url",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "${env:CITESTREAM_SUMMARY_URL}",
            description =
                    "The summary service, where it is apart (environment CITESTREAM_SUMMARY_URL; default: /summary at --url).")
    @Nullable
    String summary;

    @Option(
            names = "--ranking-url",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "URL",
            defaultValue = "${env:CITESTREAM_RANKING_URL}",
            description =
                    "The ranking service, where it is apart (environment CITESTREAM_RANKING_URL; default: /ranking at --url).")
    @Nullable
    String ranking;

    @Spec
    CommandSpec spec;

    OperatorClient() {
        spec = CommandSpec.create();
    }

    /** Runs a command, and ends with its exit code. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "operator-logback.xml");
        }
        System.exit(commandLine().execute(arguments));
    }

    /** The commands, to be run with {@link CommandLine#execute}. */
    public static CommandLine commandLine() {
        return new CommandLine(new OperatorClient()).setExecutionExceptionHandler((failure, command, _) -> {
            if (!(failure instanceof RefusedException
                    || failure instanceof MongoException
                    || failure instanceof KafkaException)) {
                throw failure;
            }
            VisibleControls.in(command.getErr()).println(failure.getMessage());
            return 1;
        });
    }

    private Service gateway() {
        return new Service(gateway, key());
    }

    private Service ingest() {
        return new Service(ingest == null || ingest.isBlank() ? gateway : ingest, key());
    }

    private Service summary() {
        return new Service(summary == null || summary.isBlank() ? gateway + "/summary" : summary, key());
    }

    private Service ranking() {
        return new Service(ranking == null || ranking.isBlank() ? gateway + "/ranking" : ranking, key());
    }

    /** Not an option, since options show in the list of processes. */
    private static @Nullable String key() {
        return System.getProperty("citestream.key", System.getenv("CITESTREAM_KEY"));
    }

    private PrintWriter out() {
        return VisibleControls.in(spec.commandLine().getOut());
    }

    private void print(JsonNode answer) {
        out().println(Service.pretty(answer));
    }

    @Command(name = "status", description = "How much there is, and what waits at each stage.")
    void status() {
        JsonNode stats = gateway().get("/api/v1/stats", Map.of());
        stats.forEachEntry((name, value) -> {
            if (value.isValueNode()) {
                out().printf("%-18s %s%n", name, value.asString());
            }
        });
        stats.path("pendingByStage")
                .forEachEntry((stage, waiting) -> out().printf("waits: %-11s %s%n", stage, waiting.asString()));
    }

    @Command(name = "submit", description = "Submits a file of records, one as JSON on each line.")
    void submit(@Parameters(paramLabel = "FILE", description = "The file.") Path file) {
        print(ingest().post("/api/v1/submissions", "application/x-ndjson", file));
    }

    @Command(name = "feeds", description = "The feeds, with how they stand.")
    void feeds() {
        for (JsonNode feed : ingest().get("/api/v1/feeds", Map.of()).path("feeds")) {
            out().printf(
                            "%-24s %-8s accepted %s, rejected %s%s%n",
                            feed.path("name").asString(),
                            feed.path("state").asString(),
                            feed.path("accepted").asString(),
                            feed.path("rejected").asString(),
                            feed.path("lastError").isString()
                                    ? " - " + feed.path("lastError").asString()
                                    : "");
        }
    }

    @Command(
            name = "feed",
            description =
                    "Runs, pauses or resumes a feed; restarts it, which forgets from where it goes on; or confirms that all"
                            + " is to be taken back that its source no longer tells.")
    void feed(
            @Parameters(paramLabel = "run|pause|resume|restart|confirm", description = "What is to be done.")
                    FeedAction action,
            @Parameters(paramLabel = "NAME", description = "The feed.") String name) {
        print(ingest().post("/api/v1/feeds/" + name + "/" + action, Map.of()));
    }

    /** What can be done with a feed. */
    enum FeedAction {
        run,
        pause,
        resume,
        restart,
        confirm
    }

    /** Which dead letters. */
    static final class Letters {

        @Option(names = "--topic", description = "Those read from this topic.")
        @Nullable
        String topic;

        @Option(names = "--stage", description = "Those that this stage could not handle, such as identify.")
        @Nullable
        String stage;

        @Option(names = "--reason", description = "unreadable or refused.")
        @Nullable
        String reason;

        Map<String, @Nullable Object> parameters() {
            Map<String, @Nullable Object> parameters = new HashMap<>();
            parameters.put("topic", topic);
            parameters.put("stage", stage);
            parameters.put("reason", reason);
            return parameters;
        }
    }

    @Command(name = "dead-letters", description = "The records that a stage could not handle.")
    void deadLetters(
            @Mixin Letters letters,
            @Option(names = "--size", defaultValue = "100", description = "How many (default: ${DEFAULT-VALUE}).")
                    int size) {
        Map<String, @Nullable Object> parameters = letters.parameters();
        parameters.put("size", size);
        JsonNode found = ingest().get("/api/v1/dead-letters", parameters);
        for (JsonNode letter : found.path("letters")) {
            out().printf(
                            "%s %s-%s@%s %s %s %s%s%n    %s%n",
                            letter.path("at").asString(),
                            letter.path("topic").asString(),
                            letter.path("partition").asString(),
                            letter.path("offset").asString(),
                            letter.path("stage").asString(),
                            letter.path("reason").asString(),
                            letter.path("key").asString(),
                            letter.path("superseded").asBoolean() ? " (superseded)" : "",
                            letter.path("why").asString());
        }
        out().println(found.path("total").asString() + " dead letters");
    }

    @Command(
            name = "replay",
            description = "Puts dead letters back into their topics, those aside that are superseded.")
    void replay(
            @Mixin Letters letters,
            @Option(names = "--dry-run", description = "Tells only what would be done.") boolean dryRun) {
        Map<String, @Nullable Object> parameters = letters.parameters();
        parameters.put("dryRun", dryRun);
        JsonNode outcome = ingest().post("/api/v1/dead-letters/replay", parameters);
        out().printf(
                        "%s %s, %s superseded%s%n",
                        outcome.path("replayed").asString(),
                        dryRun ? "would be replayed" : "replayed",
                        outcome.path("superseded").asString(),
                        outcome.path("more").asBoolean() ? "; there are more, which the next replay finds" : "");
    }

    @Command(name = "spending", description = "What summaries cost, today, in all and by model, and what is left.")
    void spending(
            @Option(names = "--paper", paramLabel = "ID", description = "What that of one paper used and cost.")
                    @Nullable
                    Integer paper) {
        print(summary().get("/api/v1/summaries/spending" + (paper == null ? "" : "/" + paper), Map.of()));
    }

    /** Which summaries. */
    static final class Summaries {

        @Option(names = "--paper", paramLabel = "ID", description = "That of one paper.")
        @Nullable
        Integer paper;

        @Option(names = "--venue", description = "Those of a venue.")
        @Nullable
        String venue;

        @Option(names = "--prompt-version", paramLabel = "VERSION", description = "Those made with a prompt.")
        @Nullable
        String promptVersion;

        @Option(names = "--all", description = "All of them.")
        @Nullable
        Boolean all;
    }

    @Command(name = "renew", description = "Has summaries made again, newest and highest-ranked papers first.")
    void renew(
            @ArgGroup(multiplicity = "1") Summaries summaries,
            @Option(names = "--dry-run", description = "Only tell how many, and what that would cost.")
                    boolean dryRun) {
        Map<String, @Nullable Object> order = new HashMap<>();
        order.put("paper", summaries.paper);
        order.put("venue", summaries.venue);
        order.put("promptVersion", summaries.promptVersion);
        order.put("all", summaries.all);
        order.put("dryRun", dryRun);
        print(summary().postJson("/api/v1/summaries/renewals", order));
    }

    @Command(
            name = "verify-ranks",
            description =
                    "Solves the ranking from the start and compares: with what was certified, and with what is published.")
    void verifyRanks(
            @Option(names = "--dry-run", description = "Tells only how many papers that would be.") boolean dryRun) {
        JsonNode found = ranking().post("/api/v1/ranks/verification", Map.of("dryRun", dryRun));
        print(found);
        if (!found.path("sound").asBoolean()) {
            throw new RefusedException("The ranks are not what they should be; see docs/runbooks/ranking.md");
        }
    }

    /** What can be made anew. */
    enum Rebuilt {
        views,
        words
    }

    @Command(
            name = "rebuild",
            description =
                    "Makes the views, or the index of words, anew from the topics, while they are read and written.")
    void rebuild(
            @Parameters(paramLabel = "views|words", description = "What is made anew.") Rebuilt what,
            @Option(names = "--dry-run", description = "Compares, and changes nothing.") boolean dryRun)
            throws InterruptedException {
        JsonNode rebuild = gateway().post("/api/v1/rebuilds", Map.of("what", what, "dryRun", dryRun));
        while (rebuild.path("state").asString().equals("running")) {
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
            rebuild = gateway().get("/api/v1/rebuilds/last", Map.of());
        }
        out().println(rebuild.path("outcome").asString());
        rebuild.path("found").forEachEntry((part, found) -> out().println(part + " " + found));
        if (!rebuild.path("state").asString().equals("done")) {
            throw new RefusedException("The rebuild failed");
        }
    }

    @Command(name = "decide", description = "Says that records are of one work, or of different ones.")
    void decide(@Parameters(paramLabel = "FILE", description = "The decision, as JSON; see the API.") Path file) {
        print(ingest().post("/api/v1/decisions", "application/json", file));
    }

    @Command(name = "provenance", description = "Who says what of a paper.")
    void provenance(@Parameters(paramLabel = "ID", description = "The paper.") String id) {
        print(ingest().get("/api/v1/provenance/" + id, Map.of()));
    }

    @Command(name = "audit", description = "What operators did in the last 90 days.")
    void audit() {
        for (JsonNode entry : ingest().get("/api/v1/audit", Map.of()).path("audit")) {
            out().printf(
                            "%s %s: %s %s: %s%n",
                            entry.path("at").asString(),
                            entry.path("by").asString(),
                            entry.path("action").asString(),
                            entry.path("parameters"),
                            entry.path("outcome").asString());
        }
    }
}
