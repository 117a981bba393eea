package org.citestream.benchmarks.scale;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a paper and what a citation takes of each part. Of three collections, which differ in papers and in citations a paper, bytes = what is there anyway + papers × bytes a paper + citations × bytes a citation, which are three equations
 * in three unknowns. None of them is empty, since caches that fill up are there anyway.
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
     * @param fixed bytes that are there anyway
     * @param perPaper bytes of a paper
     * @param perCitation bytes of a citation
     * @param measured bytes of the largest collection
     */
    public record Line(String part, long fixed, double perPaper, double perCitation, long measured) {}

    /**
     * Of each part that grows with the collection, in order of its name.
     *
     * @throws IllegalArgumentException if they do not tell papers and citations apart
     */
    public static List<Line> of(Point base, Point one, Point largest) {
        double papers1 = one.papers() - base.papers();
        double citations1 = one.citations() - base.citations();
        double papers2 = largest.papers() - base.papers();
        double citations2 = largest.citations() - base.citations();
        double determinant = papers1 * citations2 - papers2 * citations1;
        if (Math.abs(determinant) < 1) {
            throw new IllegalArgumentException("papers and citations cannot be told apart");
        }
        List<Line> lines = new ArrayList<>();
        for (String part : new TreeSet<>(largest.sizes().keySet())) {
            long least = base.sizes().getOrDefault(part, 0L);
            long measured = largest.sizes().getOrDefault(part, 0L);
            double bytes1 = one.sizes().getOrDefault(part, 0L) - least;
            double bytes2 = measured - least;
            if (bytes2 >= papers2) {
                double perPaper = (bytes1 * citations2 - bytes2 * citations1) / determinant;
                double perCitation = (papers1 * bytes2 - papers2 * bytes1) / determinant;
                lines.add(new Line(
                        part,
                        Math.round(least - base.papers() * perPaper - base.citations() * perCitation),
                        perPaper,
                        perCitation,
                        measured));
            }
        }
        return lines;
    }

    /** As a table of a document. */
    public static String table(List<Line> lines) {
        StringBuilder text = new StringBuilder(
                "| part | a paper, B | a citation, B | anyway, MB | measured, MB |\n|---|---|---|---|---|\n");
        for (Line each : lines) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.1f | %.1f | %.1f |%n",
                    each.part(),
                    each.perPaper(),
                    each.perCitation(),
                    each.fixed() / 1024.0 / 1024,
                    each.measured() / 1024.0 / 1024));
        }
        return text.toString();
    }
}
