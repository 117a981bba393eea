package org.citestream.benchmarks.faults;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A paper as the API shows it, moments aside.
 *
 * @param id its id
 * @param keys its identity keys
 * @param title its title
 * @param authors by name
 * @param year of its venue
 * @param venue or null
 * @param doi or null
 * @param abstractText or null
 * @param summary its text, or null
 * @param summaryStatus why there is none, or of what it is
 * @param pagerank a share of 1, or null
 * @param rank from 1, or null
 * @param citations how many cite it, as the view says
 * @param nonSelfCitations how many of these share no author, as the view says
 * @param citationsByYear the sum of the view's figures by year
 * @param references how many it cites, as the view says
 * @param citing who cites it, as the list says
 * @param cited whom it cites, as the list says
 * @param found the papers that are found by the word of its title that no other has
 * @param view all of its view but for moments and the score
 */
public record ShownPaper(
        int id,
        List<String> keys,
        String title,
        List<String> authors,
        int year,
        @Nullable String venue,
        @Nullable String doi,
        @Nullable String abstractText,
        @Nullable String summary,
        String summaryStatus,
        @Nullable Double pagerank,
        @Nullable Integer rank,
        int citations,
        int nonSelfCitations,
        int citationsByYear,
        int references,
        List<Edge> citing,
        List<Edge> cited,
        List<Integer> found,
        String view) {

    /**
     * The same but for its score; for what follows from the order of all scores, in which those that are as good as equal may change places; and for the papers most
     * like it, of which {@link SimilarCheck} tells whether they are right.
     */
    ShownPaper unscored() {
        ObjectNode unranked = (ObjectNode) JsonMapper.shared().readTree(view);
        unranked.remove(List.of("rank", "percentile", "similar"));
        return new ShownPaper(
                id,
                keys,
                title,
                authors,
                year,
                venue,
                doi,
                abstractText,
                summary,
                summaryStatus,
                null,
                null,
                citations,
                nonSelfCitations,
                citationsByYear,
                references,
                byId(citing),
                byId(cited),
                found,
                unranked.toString());
    }

    /** The papers most like it, as its view says, in that order. */
    List<Similar> similar() {
        List<Similar> similar = new ArrayList<>();
        for (JsonNode each : JsonMapper.shared().readTree(view).path("similar")) {
            similar.add(new Similar(
                    each.path("id").asInt(),
                    each.path("title").asString(""),
                    each.path("score").asDouble()));
        }
        return similar;
    }

    private static List<Edge> byId(List<Edge> edges) {
        return edges.stream().sorted(Comparator.comparingInt(Edge::paper)).toList();
    }

    /** What another reading of this paper says differently, part by part; of the score only where that is all. */
    String difference(ShownPaper other) {
        List<String> parts = new ArrayList<>();
        ShownPaper unscored = unscored();
        ShownPaper othersUnscored = other.unscored();
        JsonNode one = JsonMapper.shared().readTree(unscored.view);
        JsonNode another = JsonMapper.shared().readTree(othersUnscored.view);
        Set<String> names = new TreeSet<>(one.propertyNames());
        names.addAll(another.propertyNames());
        names.forEach(name -> note(parts, name, one.get(name), another.get(name)));
        for (RecordComponent each : ShownPaper.class.getRecordComponents()) {
            if (!names.contains(each.getName()) && !each.getName().equals("view")) {
                note(parts, each.getName(), value(each, unscored), value(each, othersUnscored));
            }
        }
        if (parts.isEmpty()) {
            note(parts, "pagerank", pagerank, other.pagerank);
        }
        return String.join("; ", parts);
    }

    private static void note(List<String> parts, String name, @Nullable Object one, @Nullable Object other) {
        if (!Objects.equals(one, other)) {
            parts.add(name + " " + one + " was rebuilt as " + other);
        }
    }

    private static @Nullable Object value(RecordComponent component, ShownPaper paper) {
        try {
            return component.getAccessor().invoke(paper);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * An end of a citation.
     *
     * @param paper the paper at that end
     * @param self whether the two papers share an author
     */
    public record Edge(int paper, boolean self) {}

    /**
     * A paper like another.
     *
     * @param paper its id
     * @param title its title
     * @param score how alike they are, at most 1
     */
    public record Similar(int paper, String title, double score) {}
}
