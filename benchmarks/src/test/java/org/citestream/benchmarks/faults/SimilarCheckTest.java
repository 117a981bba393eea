package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.citestream.benchmarks.faults.ShownPaper.Similar;
import org.citestream.benchmarks.faults.Violation.Kind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is found where one thing is wrong with what is shown as most like the first of twelve papers. */
class SimilarCheckTest {

    private static final int PAPERS = 12;
    private static final int MOST = 10;

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(found(similar -> similar)).isEmpty();
    }

    @Test
    void aScoreMayBeRounded() {
        assertThat(found(similar -> {
                    List<Similar> rounded = new ArrayList<>(similar);
                    Similar last = rounded.removeLast();
                    rounded.add(new Similar(last.paper(), last.title(), last.score() - 5e-4));
                    return rounded;
                }))
                .isEmpty();
    }

    @Test
    void findsThatOneIsMissing() {
        assertThat(found(similar -> similar.subList(0, MOST - 1))).containsExactly(Kind.SIMILAR);
    }

    @Test
    void findsThatOneStandsThereTwice() {
        assertThat(found(similar -> replaced(similar, 1, similar.getFirst()))).containsExactly(Kind.SIMILAR);
    }

    @Test
    void findsAPaperThatIsLikeItself() {
        assertThat(found(similar -> replaced(similar, 0, new Similar(1, title(1), 1))))
                .containsExactly(Kind.SIMILAR);
    }

    @Test
    void findsAScoreOfAnEarlierText() {
        Similar first = similarTo(1).getFirst();
        assertThat(found(similar ->
                        replaced(similar, 0, new Similar(first.paper(), first.title(), first.score() + 2e-3))))
                .containsExactly(Kind.SIMILAR);
    }

    @Test
    void findsTwoThatStandInEachOthersPlaces() {
        List<Similar> right = similarTo(1);
        assertThat(found(similar -> replaced(replaced(similar, 0, right.getLast()), MOST - 1, right.getFirst())))
                .containsExactly(Kind.SIMILAR);
    }

    private static List<Kind> found(UnaryOperator<List<Similar>> wrong) {
        TreeMap<Integer, ShownPaper> papers = new TreeMap<>();
        for (int id = 1; id <= PAPERS; id++) {
            papers.put(id, paper(id, id == 1 ? wrong.apply(similarTo(1)) : similarTo(id)));
        }
        ShownCollection shown = new ShownCollection(
                papers, List.copyOf(papers.keySet()), PAPERS, PAPERS, 0, PAPERS, PAPERS, 1e-9, List.of());
        return SimilarCheck.check(shown).stream().map(Violation::kind).toList();
    }

    private static List<Similar> similarTo(int id) {
        return IntStream.rangeClosed(1, PAPERS)
                .filter(other -> other != id)
                .mapToObj(other -> new Similar(other, title(other), cosine(id, other)))
                .sorted(Comparator.comparingDouble(Similar::score).reversed())
                .limit(MOST)
                .toList();
    }

    private static double cosine(int one, int other) {
        double[] first = StubModel.vectorOf(title(one));
        double[] second = StubModel.vectorOf(title(other));
        return IntStream.range(0, first.length)
                .mapToDouble(i -> first[i] * second[i])
                .sum();
    }

    private static List<Similar> replaced(List<Similar> similar, int place, Similar by) {
        List<Similar> changed = new ArrayList<>(similar);
        changed.set(place, by);
        return changed;
    }

    private static String title(int id) {
        return "On " + id;
    }

    private static ShownPaper paper(int id, List<Similar> similar) {
        ObjectNode view = JsonMapper.shared().createObjectNode();
        ArrayNode list = view.putArray("similar");
        similar.forEach(each -> list.addObject()
                .put("id", each.paper())
                .put("title", each.title())
                .put("score", each.score()));
        return new ShownPaper(
                id,
                List.of("north:" + id),
                title(id),
                List.of(),
                2001,
                null,
                null,
                null,
                null,
                "no_abstract",
                0.1,
                id,
                0,
                0,
                0,
                0,
                List.of(),
                List.of(),
                List.of(),
                view.toString());
    }
}
