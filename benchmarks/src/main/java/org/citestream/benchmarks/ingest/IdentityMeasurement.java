package org.citestream.benchmarks.ingest;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.identity.Identifier;
import org.citestream.ingest.registry.MongoIdentityRegistry;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.util.FileSystemUtils;

/**
 * The identity step alone, with 100,000 papers in the registry: two instances at once take in new papers, other sources' words on known ones by
 * DOI and by title, and corrections, in batches as the topic gives them.
 */
public final class IdentityMeasurement implements Measurement {

    private static final int KNOWN = 100_000;
    private static final int MEASURED = 40_000;
    private static final int ON_DISK = 10_000;
    private static final int BATCH = 500;
    private static final int INSTANCES = 2;
    private static final double GOAL = 5_000;

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public String measures() {
        return "the identity step alone, in memory and on disk";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (EmbeddedStore store = EmbeddedStore.inMemory()) {
            double rate = measure(store, MEASURED);
            rows.add(new Row(
                    "identity: store in memory, 100,000 papers known",
                    rate,
                    "records/s",
                    null,
                    null,
                    "≥ 5,000",
                    rate >= GOAL));
        }
        Path directory = Files.createTempDirectory("citestream-identity");
        try {
            try (EmbeddedStore store = EmbeddedStore.onDisk(directory.resolve("store"))) {
                rows.add(Row.of("identity: store on disk, 100,000 papers known", measure(store, ON_DISK), "records/s"));
            }
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
        return rows;
    }

    private static double measure(EmbeddedStore store, int measured) throws Exception {
        try (MongoClient client = MongoClients.create(store.connectionString())) {
            Identifier identifier = new Identifier(new MongoIdentityRegistry(new MongoTemplate(client, "identity")));
            List<Submission> known = new ArrayList<>(KNOWN);
            for (int i = 0; i < KNOWN; i++) {
                known.add(paper("dblp", i, i % 2 == 0));
            }
            identify(identifier, known, 0);
            Random random = new Random(1);
            List<Submission> more = new ArrayList<>(measured);
            for (int i = 0; i < measured; i++) {
                int some = random.nextInt(KNOWN);
                more.add(
                        switch (random.nextInt(4)) {
                            case 0 -> paper("dblp", KNOWN + i, true);
                            case 1 -> paper("dblp", some, random.nextBoolean());
                            default -> paper("crossref", some, some % 2 == 0);
                        });
            }
            return identify(identifier, more, KNOWN);
        }
    }

    /** Records per second. */
    private static double identify(Identifier identifier, List<Submission> submissions, long firstOffset)
            throws Exception {
        long start = System.nanoTime();
        try (ExecutorService instances = Executors.newFixedThreadPool(INSTANCES)) {
            List<Future<?>> running = new ArrayList<>();
            for (int instance = 0; instance < INSTANCES; instance++) {
                int partition = instance;
                running.add(instances.submit(() -> {
                    List<Identifier.Versioned> batch = new ArrayList<>(BATCH);
                    for (int i = 0; i < submissions.size(); i++) {
                        Submission each = submissions.get(i);
                        if (Math.floorMod(each.recordKey().hashCode(), INSTANCES) == partition) {
                            batch.add(new Identifier.Versioned(firstOffset + i, each));
                        }
                        if (batch.size() == BATCH || (i == submissions.size() - 1 && !batch.isEmpty())) {
                            identifier.identify(List.copyOf(batch));
                            batch.clear();
                        }
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        return submissions.size() / ((System.nanoTime() - start) / 1e9);
    }

    private static SubmittedPaper paper(String source, int number, boolean withDoi) {
        return new SubmittedPaper(
                source,
                source.equals("dblp") ? "conf/vldb/Paper" + number : "10.5555/" + number,
                "On the " + number + "th Way of Joining What Streams By: A Study",
                List.of(
                        new SubmittedAuthor("Given Family" + number % 5000, null),
                        new SubmittedAuthor("Other Author", null)),
                "VLDB",
                1980 + number % 40,
                withDoi ? "10.5555/" + number : null,
                null,
                null,
                null,
                List.of(),
                null,
                "bench",
                Instant.EPOCH);
    }
}
