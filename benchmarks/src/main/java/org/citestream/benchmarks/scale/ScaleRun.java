package org.citestream.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.citestream.benchmarks.generated.GeneratedCollection;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.ProductProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The import of a generated collection into a product of its own, and what it then takes; one that was stopped goes on where it was. */
final class ScaleRun {

    private static final int FIXED_MEGABYTES = 2048;
    private static final int PAPERS_A_MEGABYTE = 170;
    private static final long LONGEST_SECONDS = 6L * 3600;
    private static final long LONGEST_STANDSTILL_SECONDS = 15L * 60;
    private static final int BETWEEN_LOOKS_MILLIS = 500;
    private static final int BETWEEN_LINES_SECONDS = 60;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path directory;
    private final int papers;
    private final int citationsAPaper;
    private final Consumer<String> out;

    /**
     * @param directory for its data, which is kept there until it is done
     * @param citationsAPaper what a paper cites on average
     * @param out is told in words how far it is
     */
    ScaleRun(Path directory, int papers, int citationsAPaper, Consumer<String> out) {
        this.directory = directory;
        this.papers = papers;
        this.citationsAPaper = citationsAPaper;
        this.out = out;
    }

    /**
     * What the import came to.
     *
     * @param citations in the collection
     * @param seconds from the start of the import until all were viewable and ranked
     * @param peakMegabytes the most that was resident
     * @param sizes bytes by part
     */
    record Imported(long citations, double seconds, double peakMegabytes, Map<String, Long> sizes) {

        Capacity.Point point(int papers) {
            return new Capacity.Point(papers, citations, sizes);
        }
    }

    /** Imports it, or what is left of it, and measures what lies where. */
    Imported imported() throws IOException, InterruptedException {
        Path result = directory.resolve("imported.json");
        if (Files.exists(result)) {
            return JSON.readValue(result, Imported.class);
        }
        Files.createDirectories(directory);
        GeneratedCollection collection = new GeneratedCollection(papers, citationsAPaper, 1);
        Path file = directory.resolve("collection.ndjson.gz");
        collection.write(file, new ScaleTexts(papers));
        out.accept("%,d papers, %,d citations, %,d bytes of submissions"
                .formatted(papers, collection.citations(), Files.size(file)));
        Map<String, Long> sizes = new TreeMap<>();
        double seconds;
        double peak;
        try (ProductProcess product = start(papers == 0 ? List.of() : List.of(file))) {
            seconds = awaitAll(product);
            long there = product.stats().path("citations").asLong();
            if (there != collection.citations()) {
                throw new IOException(
                        "There are %,d citations and ought to be %,d".formatted(there, collection.citations()));
            }
            peak = product.residentMegabytes("VmHWM");
            sizes.put("heap, all services with broker and store", (long)
                    (product.heapAfterFullCollection() * 1024 * 1024));
            sizes.put("Lucene, in the heap", (long) product.metric("citestream_index_size_bytes{", "index=\"words\""));
        }
        sizes.putAll(Sizes.of(directory.resolve("data")));
        Imported imported = new Imported(collection.citations(), seconds, peak, sizes);
        Files.writeString(result, JSON.writeValueAsString(imported));
        return imported;
    }

    /** Starts the product on what was imported. */
    ProductProcess start(List<Path> imports) throws IOException, InterruptedException {
        return ProductProcess.start(
                directory, FIXED_MEGABYTES + papers / PAPERS_A_MEGABYTE, false, imports, Ports.free());
    }

    /** Waits until all papers are viewable and ranked; returns how long that took, in this and in earlier sittings. */
    double awaitAll(ProductProcess product) throws IOException, InterruptedException {
        Path sat = directory.resolve("seconds");
        double before = Files.exists(sat) ? Double.parseDouble(Files.readString(sat)) : 0;
        long begin = System.nanoTime();
        long told = 0;
        double moved = 0;
        JsonNode last = JSON.createObjectNode();
        while (true) {
            double seconds = (System.nanoTime() - begin) / 1e9;
            JsonNode stats = product.statsIfTold();
            moved = stats.equals(last) || stats.isEmpty() ? moved : seconds;
            last = stats.isEmpty() ? last : stats;
            if (stats.path("viewable").asInt() >= papers
                    && stats.path("ranked").asInt() >= papers
                    && stats.path("pending").asLong(-1) == 0) {
                Files.deleteIfExists(sat);
                return before + seconds;
            }
            if (seconds - told >= BETWEEN_LINES_SECONDS) {
                told = (long) seconds;
                out.accept(told + " s: " + last);
                Files.writeString(sat, Double.toString(before + seconds));
            }
            if (!product.isAlive() || seconds > LONGEST_SECONDS || seconds - moved > LONGEST_STANDSTILL_SECONDS) {
                throw new IOException("Not all of it arrived: " + last + "\n" + product.lastWords());
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }
}
