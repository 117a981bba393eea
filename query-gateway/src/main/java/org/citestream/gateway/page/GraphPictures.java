package org.citestream.gateway.page;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CitationNeighbourhood;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.page.GraphPicture.Node;
import org.citestream.gateway.page.GraphPicture.Role;
import org.citestream.gateway.projection.ListedPaper;
import org.citestream.gateway.projection.ViewDocuments;
import org.citestream.gateway.view.PaperView;
import org.springframework.stereotype.Component;

/** Draws the papers around a paper: the best of those that cite it and of those that it cites. */
@Component
class GraphPictures {

    private static final int MOST_OF_A_KIND = 15;
    private static final int WIDTH = 880;
    private static final int MARGIN = 40;
    private static final int AXIS = 34;
    private static final int ROW = 42;
    private static final double SMALLEST = 10;
    private static final double LARGEST = 19;

    private final CitationIndex citations;
    private final RankBook book;
    private final ViewDocuments documents;

    GraphPictures(CitationIndex citations, RankBook book, ViewDocuments documents) {
        this.citations = citations;
        this.book = book;
        this.documents = documents;
    }

    GraphPicture around(PaperView paper) {
        Ranks ranks = book.ranks();
        CitationNeighbourhood around = citations.neighbourhood(paper.id());
        Map<Integer, Role> roles = new LinkedHashMap<>();
        roles.put(paper.id(), Role.CENTRE);
        best(around.cited(), ranks).forEach(id -> roles.putIfAbsent(id, Role.CITED));
        best(around.citing(), ranks).forEach(id -> roles.putIfAbsent(id, Role.CITING));
        Map<Integer, ListedPaper> listed = documents.list(roles.keySet());
        double highest = roles.keySet().stream()
                .mapToDouble(id -> worth(ranks, id))
                .max()
                .orElse(0);

        TreeMap<Integer, List<Integer>> byYear = new TreeMap<>();
        for (int id : roles.keySet()) {
            ListedPaper each = listed.get(id);
            byYear.computeIfAbsent(each == null ? paper.year() : each.year(), _ -> new ArrayList<>())
                    .add(id);
        }
        int most = byYear.values().stream().mapToInt(List::size).max().orElse(1);
        int height = Math.max(5, most + 1) * ROW + AXIS;
        double middle = (height - AXIS) / 2.0;
        int first = byYear.firstKey();
        int years = byYear.lastKey() - first;

        Map<Integer, Node> nodes = new HashMap<>();
        List<GraphPicture.Year> axis = new ArrayList<>();
        double labelledAt = Double.NEGATIVE_INFINITY;
        int column = 0;
        for (Map.Entry<Integer, List<Integer>> each : byYear.entrySet()) {
            double x = years == 0 ? WIDTH / 2.0 : MARGIN + (WIDTH - 2.0 * MARGIN) * (each.getKey() - first) / years;
            if (x - labelledAt >= MARGIN) {
                axis.add(new GraphPicture.Year(each.getKey(), round(x)));
                labelledAt = x;
            }
            // neighbouring years are half a row apart, so that circles close to each other do not cover one another
            double shift = column++ % 2 == 0 ? 0 : ROW / 2.0;
            List<Integer> ids = each.getValue();
            for (int i = 0; i < ids.size(); i++) {
                int id = ids.get(i);
                int step = (i + 1) / 2 * (i % 2 == 0 ? 1 : -1);
                ListedPaper known = listed.get(id);
                nodes.put(
                        id,
                        new Node(
                                0,
                                id,
                                Wording.title(id, known == null ? null : known.title()),
                                each.getKey(),
                                known == null ? null : known.venue(),
                                ranks.rank(id),
                                roles.getOrDefault(id, Role.CENTRE),
                                round(x),
                                round(middle + step * ROW + shift),
                                round(SMALLEST
                                        + (LARGEST - SMALLEST)
                                                * (highest == 0 ? 0 : Math.sqrt(worth(ranks, id) / highest)))));
            }
        }
        List<Node> inOrder = new ArrayList<>();
        for (int id : roles.keySet()) {
            Node node = nodes.get(id);
            if (node != null) {
                inOrder.add(numbered(node, inOrder.size()));
            }
        }
        return new GraphPicture(
                WIDTH,
                height,
                axis,
                edges(paper.id(), nodes),
                inOrder,
                around.citing().size(),
                around.cited().size());
    }

    private List<GraphPicture.Edge> edges(int centre, Map<Integer, Node> nodes) {
        List<GraphPicture.Edge> edges = new ArrayList<>();
        for (long each : citations.citationsAmong(new IntOpenHashSet(nodes.keySet()))) {
            Node from = nodes.get((int) (each >> Integer.SIZE));
            Node to = nodes.get((int) each);
            if (from != null && to != null) {
                edges.add(new GraphPicture.Edge(
                        from.x(), from.y(), to.x(), to.y(), from.id() == centre || to.id() == centre));
            }
        }
        // those of the paper itself are drawn last, above the others
        edges.sort(Comparator.comparing(GraphPicture.Edge::own));
        return edges;
    }

    private static List<Integer> best(List<Edge> edges, Ranks ranks) {
        return edges.stream()
                .map(Edge::id)
                .sorted(Comparator.<Integer>comparingInt(ranks::order).thenComparing(Comparator.naturalOrder()))
                .limit(MOST_OF_A_KIND)
                .toList();
    }

    private static Node numbered(Node node, int number) {
        return new Node(
                number,
                node.id(),
                node.title(),
                node.year(),
                node.venue(),
                node.rank(),
                node.role(),
                node.x(),
                node.y(),
                node.radius());
    }

    private static double worth(Ranks ranks, int id) {
        Double pageRank = ranks.pageRank(id);
        return pageRank == null ? 0 : pageRank;
    }

    private static double round(double coordinate) {
        return Math.round(coordinate * 10) / 10.0;
    }
}
