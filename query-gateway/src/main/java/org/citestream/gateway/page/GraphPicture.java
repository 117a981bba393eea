package org.citestream.gateway.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The papers around a paper as a picture: years from left to right, each paper a circle the larger the better it is ranked.
 *
 * @param width of the SVG
 * @param height of the SVG
 * @param years the labels of the axis
 * @param edges the citations among the papers
 * @param nodes the papers; the first is the one that they are around
 * @param citing how many papers cite it in all
 * @param cited how many it cites in all
 */
record GraphPicture(
        int width, int height, List<Year> years, List<Edge> edges, List<Node> nodes, int citing, int cited) {

    /** A year and where its label is centred. */
    record Year(int year, double x) {}

    /**
     * A citation as a line.
     *
     * @param own whether the paper in the middle is one of its ends
     */
    record Edge(double x1, double y1, double x2, double y2, boolean own) {}

    /**
     * A paper.
     *
     * @param number its number in the picture and in the list below it; 0 for the paper in the middle
     * @param role how it is related to the paper in the middle
     */
    record Node(
            int number,
            int id,
            String title,
            int year,
            @Nullable String venue,
            @Nullable Integer rank,
            Role role,
            double x,
            double y,
            double radius) {

        String words() {
            return title + " (" + (venue == null ? "" : venue + " ") + year + ")";
        }
    }

    /** How a paper is related to the one in the middle. */
    enum Role {
        CENTRE,
        CITING,
        CITED
    }
}
