package org.citestream.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a paper and what a citation takes of each part. From three collections: an empty one, a small one whose papers cite little, and the one that is measured, whose papers cite much; since of each part
 * bytes = those of the empty one + papers × bytes a paper + citations × bytes a citation, two equations in two unknowns are left.
 */
public final class Capacity {

    private Capacity() {}

    /**
     * A collection that was measured.
     *
     * @param papers of it
     * @param citations of it
     * @param sizes bytes by part
     */
    public record Point(long papers, long citations, Map<String, Long> sizes) {}

    /**
     * A part.
     *
     * @param part its name
     * @param fixed bytes with nothing in it
     * @param perPaper bytes of a paper
     * @param perCitation bytes of a citation
     * @param measured bytes of the larger collection
     */
    public record Line(String part, long fixed, double perPaper, double perCitation, long measured) {}

    /**
     * Of each part that grows with the collection, in order of its name.
     *
     * @throws IllegalArgumentException if the two have the same citations a paper, which tells nothing apart
     */
    public static List<Line> of(Point empty, Point little, Point much) {
        double papers1 = little.papers() - empty.papers();
        double citations1 = little.citations() - empty.citations();
        double papers2 = much.papers() - empty.papers();
        double citations2 = much.citations() - empty.citations();
        double determinant = papers1 * citations2 - papers2 * citations1;
        if (Math.abs(determinant) < 1) {
            throw new IllegalArgumentException("papers and citations cannot be told apart");
        }
        List<Line> lines = new ArrayList<>();
        for (String part : new TreeSet<>(much.sizes().keySet())) {
            long fixed = empty.sizes().getOrDefault(part, 0L);
            long measured = much.sizes().getOrDefault(part, 0L);
            double bytes1 = little.sizes().getOrDefault(part, 0L) - fixed;
            double bytes2 = measured - fixed;
            if (bytes2 >= papers2) {
                lines.add(new Line(
                        part,
                        fixed,
                        (bytes1 * citations2 - bytes2 * citations1) / determinant,
                        (papers1 * bytes2 - papers2 * bytes1) / determinant,
                        measured));
            }
        }
        return lines;
    }

    /** As a table of a document. */
    public static String table(List<Line> lines) {
        StringBuilder text =
                new StringBuilder("| part | a paper, B | a citation, B | measured, MB |\n|---|---|---|---|\n");
        for (Line each : lines) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f | %.1f |%n",
                    each.part(),
                    each.perPaper(),
                    each.perCitation(),
                    each.measured() / 1024.0 / 1024));
        }
        return text.toString();
    }
}
