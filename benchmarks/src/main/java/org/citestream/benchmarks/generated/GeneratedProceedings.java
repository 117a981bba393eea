package org.citestream.benchmarks.generated;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/** Proceedings that never took place, as DBLP would write them; the same for the same seed. */
public final class GeneratedProceedings {

    private static final String[] STREAMS = {"conf/vldb", "conf/sigmod", "conf/pods", "conf/cidr", "journals/pvldb"};
    private static final String[] WORDS = {
        "Adaptive", "Joins", "Indexes", "Streams", "Consistency", "Recovery", "Cardinality", "Views", "Graphs", "Locks",
        "Sampling", "Queries", "Storage", "Provenance", "Schemas", "Caches", "Sketches", "Transactions", "Skyline",
                "Cubes"
    };

    private final List<Paper> papers = new ArrayList<>();

    /** A paper of the generated proceedings; {@code cites} are positions in the list of papers. */
    public record Paper(String key, String title, List<String> authors, int year, TreeSet<Integer> cites) {}

    public GeneratedProceedings(int count, long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            List<String> authors = new ArrayList<>();
            for (int a = 0; a <= random.nextInt(4); a++) {
                authors.add("Given" + random.nextInt(30) + " Family" + random.nextInt(count / 4 + 1));
            }
            TreeSet<Integer> cites = new TreeSet<>();
            for (int c = random.nextInt(9); c > 0 && i > 0; c--) {
                // mostly older ones, the popular first; now and then a newer one, as in real proceedings
                int cited = random.nextDouble() < 0.01
                        ? random.nextInt(count)
                        : (int) (i * Math.pow(random.nextDouble(), 2));
                if (cited != i) {
                    cites.add(cited);
                }
            }
            String stream = STREAMS[random.nextInt(STREAMS.length)];
            String title = WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)] + " for "
                    + WORDS[random.nextInt(WORDS.length)];
            papers.add(new Paper(
                    stream + "/Generated" + i, title, List.copyOf(authors), 1975 + (int) (45L * i / count), cites));
        }
    }

    public List<Paper> papers() {
        return Collections.unmodifiableList(papers);
    }

    public long citations() {
        return papers.stream().mapToLong(paper -> paper.cites().size()).sum();
    }

    /** Whether two papers share an author name. */
    public static boolean self(Paper one, Paper other) {
        return !Collections.disjoint(one.authors(), other.authors());
    }

    /** Writes the papers in their order, or shuffled, as gzipped DBLP XML. */
    public Path write(Path file, boolean shuffled) throws IOException {
        List<Paper> order = new ArrayList<>(papers);
        if (shuffled) {
            Collections.shuffle(order, new Random(7));
        }
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.ISO_8859_1))) {
            out.write("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE dblp SYSTEM \"dblp.dtd\">\n<dblp>\n");
            for (Paper paper : order) {
                String element = paper.key().startsWith("journals") ? "article" : "inproceedings";
                out.write("<" + element + " key=\"" + paper.key() + "\" mdate=\"2026-01-01\">\n");
                for (String author : paper.authors()) {
                    out.write("<author>" + author + "</author>\n");
                }
                out.write("<title>" + paper.title() + ".</title>\n<year>" + paper.year() + "</year>\n");
                for (int cited : paper.cites()) {
                    out.write("<cite>" + papers.get(cited).key() + "</cite>\n");
                }
                out.write("<cite>...</cite>\n</" + element + ">\n");
            }
            out.write("</dblp>\n");
        }
        return file;
    }
}
