package org.citestream.benchmarks.soak;

import java.util.Random;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Papers by number, each citing some of those before, and the same whenever it is asked for. */
final class SoakPapers {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SENTENCES = 5;
    private static final int WORDS = 18;
    private static final int AUTHORS = 40_000;
    private static final int A_YEAR = 5000;
    private static final String[] VOCABULARY =
            ("query index join stream graph transaction storage memory model learning plan cost optimizer cluster node"
                            + " partition replica log recovery latency throughput key value column row cache tree hash scan filter"
                            + " aggregate sample estimate schedule parallel distributed approximate adaptive efficient scalable the of"
                            + " for with and in on by over from")
                    .split(" ");

    private SoakPapers() {}

    static String key(int number) {
        return "soak:" + number;
    }

    /** A submission in a line. */
    static String line(int number) {
        ObjectNode paper = JSON.createObjectNode()
                .put("source", "soak")
                .put("key", Integer.toString(number))
                .put("title", "On Paper Number " + number + " of a Long Stream")
                .put("year", 1980 + number / A_YEAR % 45)
                .put("venue", "VLDB")
                .put("abstract", abstractOf(number));
        paper.putArray("authors").add("Author " + number * 31L % AUTHORS).add("Author " + number * 17L % AUTHORS);
        ArrayNode references = paper.putArray("references");
        for (int back = 1; back <= 256 && back <= number; back *= 4) {
            references.add(key(number - back));
        }
        return JSON.writeValueAsString(paper);
    }

    private static String abstractOf(int number) {
        Random random = new Random(number);
        StringBuilder text = new StringBuilder();
        for (int sentence = 0; sentence < SENTENCES; sentence++) {
            text.append(sentence == 0 ? "We present" : " We measure");
            for (int word = 0; word < WORDS; word++) {
                text.append(' ').append(VOCABULARY[random.nextInt(VOCABULARY.length)]);
            }
            text.append('.');
        }
        return text.toString();
    }
}
