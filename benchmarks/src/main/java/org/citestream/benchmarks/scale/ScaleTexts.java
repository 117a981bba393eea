package org.citestream.benchmarks.scale;

import java.util.Random;
import org.citestream.benchmarks.generated.GeneratedAbstracts;
import org.citestream.benchmarks.generated.GeneratedCollection;

/** What is said of the papers of a generated collection. */
final class ScaleTexts implements GeneratedCollection.Texts {

    private static final int AUTHORS_A_PAPER = 3;

    private final GeneratedAbstracts abstracts = new GeneratedAbstracts();
    private final Random random = new Random(3);
    private final int people;

    ScaleTexts(int papers) {
        this.people = Math.max(10, papers);
    }

    static String key(int paper) {
        return "scale:" + paper;
    }

    /** A word that papers are asked for by. */
    String asked(Random of) {
        return abstracts.asked(of);
    }

    @Override
    public String line(int paper, int year, int[] cited) {
        StringBuilder line = new StringBuilder("{\"source\":\"scale\",\"key\":\"")
                .append(paper)
                .append("\",\"title\":\"")
                .append(abstracts.word(random))
                .append(' ')
                .append(abstracts.word(random))
                .append(" of the ")
                .append(paper)
                .append("th Kind\",\"venue\":\"VLDB\",\"year\":")
                .append(year)
                .append(",\"abstract\":\"")
                .append(abstracts.text())
                .append("\",\"authors\":[");
        for (int author = 0; author < AUTHORS_A_PAPER; author++) {
            line.append(author == 0 ? "\"" : ",\"")
                    .append("Given Family")
                    .append(random.nextInt(people))
                    .append('"');
        }
        line.append("],\"references\":[");
        for (int i = 0; i < cited.length; i++) {
            line.append(i == 0 ? "\"" : ",\"").append(key(cited[i])).append('"');
        }
        return line.append("]}").toString();
    }
}
