package org.citestream.benchmarks.soak;

import java.util.Random;
import org.citestream.benchmarks.generated.Vocabulary;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Papers by number, each citing some of those before, and the same whenever it is asked for. */
final class SoakPapers {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SENTENCES = 5;
    private static final int WORDS = 18;
    private static final int TITLE_WORDS = 7;
    private static final int AUTHORS = 40_000;
    private static final int A_YEAR = 5000;
    static final Vocabulary VOCABULARY = new Vocabulary();

    private SoakPapers() {}

    static String key(int number) {
        return "soak:" + number;
    }

    /** A submission in a line. */
    static String line(int number) {
        // Of seeds that are near each other, the first numbers would be as well.
        Random random = new Random(number * 0x9E3779B97F4A7C15L);
        ObjectNode paper = JSON.createObjectNode()
                .put("source", "soak")
                .put("key", Integer.toString(number))
                .put("title", "On Paper " + number + ": " + VOCABULARY.words(random, TITLE_WORDS))
                .put("year", 1980 + number / A_YEAR % 45)
                .put("venue", "VLDB")
                .put("abstract", VOCABULARY.text(random, SENTENCES, WORDS));
        paper.putArray("authors").add("Author " + number * 31L % AUTHORS).add("Author " + number * 17L % AUTHORS);
        ArrayNode references = paper.putArray("references");
        for (int back = 1; back <= 256 && back <= number; back *= 4) {
            references.add(key(number - back));
        }
        return JSON.writeValueAsString(paper);
    }
}
