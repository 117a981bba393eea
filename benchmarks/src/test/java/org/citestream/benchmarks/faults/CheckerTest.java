package org.citestream.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.citestream.benchmarks.faults.ShownPaper.Edge;
import org.citestream.benchmarks.faults.Violation.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the checker finds in a collection of three papers, of which one thing is made wrong at a time: 1 cites 2 and, sharing an author with it, 3. */
class CheckerTest {

    private static final double LEAF = 1 / (3 + 0.85);

    private final ExpectedCollection expected = ExpectedCollection.of(List.of(
            described("1", "Ann", List.of("north:2", "north:3")),
            described("2", "Bea", List.of()),
            described("3", "Ann", List.of())));

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(Checker.check(expected, shown())).isEmpty();
    }

    @Test
    void findsAPaperThatIsLost() {
        assertThat(kinds(without(3))).contains(Kind.LOST);
    }

    @Test
    void findsAPaperThatIsThereTwice() {
        ShownCollection shown = shown();
        ShownPaper again = with(paper(shown, 2), 4);
        shown.papers().put(4, again);
        assertThat(kinds(relisted(shown))).contains(Kind.DOUBLED);
    }

    @Test
    void findsAPaperThatStandsInTheListTwice() {
        ShownCollection shown = shown();
        List<Integer> listed = new ArrayList<>(shown.listed());
        listed.add(2);
        assertThat(kinds(new ShownCollection(
                        shown.papers(),
                        listed,
                        4,
                        shown.statsPapers(),
                        shown.statsCitations(),
                        shown.statsViewable(),
                        shown.statsRanked(),
                        shown.errorBound(),
                        shown.graph())))
                .contains(Kind.COUNT);
    }

    @Test
    void findsTwoPapersThatBecameOne() {
        ShownCollection shown = without(3);
        shown.papers()
                .computeIfPresent(
                        2,
                        (_, paper) -> new ShownPaper(
                                2,
                                List.of("north:2", "north:3"),
                                paper.title(),
                                paper.authors(),
                                paper.year(),
                                paper.venue(),
                                paper.doi(),
                                paper.abstractText(),
                                paper.summary(),
                                paper.summaryStatus(),
                                paper.pagerank(),
                                paper.rank(),
                                paper.citations(),
                                paper.nonSelfCitations(),
                                paper.citationsByYear(),
                                paper.references(),
                                paper.citing(),
                                paper.cited(),
                                paper.found(),
                                paper.view()));
        assertThat(kinds(shown)).contains(Kind.JOINED);
    }

    @Test
    void findsAPaperThatWasTakenBackAndIsThere() {
        ExpectedCollection fewer = ExpectedCollection.of(List.of(
                described("1", "Ann", List.of("north:2", "north:3")),
                described("2", "Bea", List.of()),
                new Operation.Withdraw("north", "3")));
        assertThat(Checker.check(fewer, shown()).stream().map(Violation::kind)).contains(Kind.UNEXPECTED);
    }

    @Test
    void findsWhatWasCorrectedAndIsNot() {
        ExpectedCollection corrected = ExpectedCollection.of(List.of(
                described("1", "Ann", List.of("north:2", "north:3")),
                described("2", "Cyd", List.of()),
                described("3", "Ann", List.of())));
        assertThat(Checker.check(corrected, shown()).stream().map(Violation::kind))
                .containsOnly(Kind.STALE);
    }

    @Test
    void findsASummaryOfAnotherText() {
        assertThat(kinds(changed(
                        2, paper -> with(paper, "The Dodo method sorts.", paper.citations(), paper.pagerank()))))
                .containsOnly(Kind.SUMMARY);
    }

    @Test
    void findsASearchThatDoesNotFindAPaperOrFindsAnotherBesideIt() {
        assertThat(kinds(changed(2, paper -> with(paper, List.of(), paper.view()))))
                .containsOnly(Kind.SEARCH);
        assertThat(kinds(changed(2, paper -> with(paper, List.of(2, 3), paper.view()))))
                .containsOnly(Kind.SEARCH);
    }

    @Test
    void findsACountThatIsNotThatOfItsList() {
        assertThat(kinds(changed(2, paper -> with(paper, paper.summary(), 2, paper.pagerank()))))
                .containsOnly(Kind.COUNT);
    }

    @Test
    void findsACitationThatOnlyOneEndKnows() {
        assertThat(kinds(changed(2, paper -> cited(paper, List.of())))).contains(Kind.CITATIONS);
    }

    @Test
    void findsASelfCitationThatIsNotMarked() {
        assertThat(kinds(changed(3, paper -> cited(paper, List.of(new Edge(1, false))))))
                .contains(Kind.CITATIONS);
    }

    @Test
    void findsARankThatIsFurtherFromAFullSolveThanStated() {
        assertThat(kinds(changed(2, paper -> with(paper, paper.summary(), 1, LEAF * 1.85 + 1e-9))))
                .containsOnly(Kind.RANK);
        assertThat(kinds(changed(2, paper -> with(paper, paper.summary(), 1, LEAF * 1.85 + 1e-13))))
                .isEmpty();
    }

    @Test
    void findsWhatARebuildShowsDifferently() {
        assertThat(Checker.compare(shown(), shown())).isEmpty();
        assertThat(Checker.compare(shown(), changed(3, paper -> cited(paper, List.of()))).stream()
                        .map(Violation::kind))
                .containsOnly(Kind.REBUILD);
        assertThat(Checker.compare(shown(), without(3)).stream().map(Violation::kind))
                .contains(Kind.REBUILD);
    }

    @Test
    void findsAViewOfWhichARebuildShowsAnyFieldDifferently() {
        ShownCollection before = changed(3, paper -> with(paper, paper.found(), "{\"url\":\"https://a.example\"}"));
        ShownCollection rebuilt = changed(3, paper -> with(paper, paper.found(), "{\"url\":null}"));
        assertThat(Checker.compare(before, before)).isEmpty();
        assertThat(Checker.compare(before, rebuilt))
                .extracting(Violation::kind, Violation::about, Violation::what)
                .containsExactly(tuple(Kind.REBUILD, "paper 3", "url \"https://a.example\" was rebuilt as null"));
    }

    @Test
    void papersThatAreEquallyGoodMayChangePlacesInARebuildAndOthersMayNot() {
        assertThat(Checker.compare(shown(), ranked(2, 3, 1))).isEmpty();
        assertThat(Checker.compare(shown(), ranked(1, 2, 3)))
                .extracting(Violation::kind)
                .containsOnly(Kind.RANK);
    }

    @Test
    void findsCitedPapersThatARebuildDoesNotShowInTheOrderOfTheirRanks() {
        ShownCollection turned = changed(
                1, paper -> paper(1, "Ann", 2, LEAF, paper.citing(), List.of(new Edge(3, true), new Edge(2, false))));
        assertThat(Checker.compare(shown(), turned))
                .extracting(Violation::kind, Violation::about)
                .containsExactly(tuple(Kind.RANK, "paper 1"));
    }

    private static ShownCollection ranked(int... order) {
        ShownCollection shown = shown();
        List<Integer> listed = new ArrayList<>();
        for (int id : order) {
            listed.add(id);
            ShownPaper paper = paper(shown, id);
            double score = paper.pagerank() == null ? 0 : paper.pagerank();
            shown.papers()
                    .put(
                            id,
                            paper(id, paper.authors().getFirst(), listed.size(), score, paper.citing(), paper.cited()));
        }
        return new ShownCollection(shown.papers(), listed, 3, 3, 2, 3, 3, shown.errorBound(), shown.graph());
    }

    private Set<Kind> kinds(ShownCollection shown) {
        Set<Kind> kinds = new TreeSet<>();
        Checker.check(expected, shown).forEach(each -> kinds.add(each.kind()));
        return kinds;
    }

    private static Operation.Describe described(String number, String author, List<String> references) {
        return new Operation.Describe(
                "north",
                number,
                "Title " + number,
                List.of(author),
                2000,
                null,
                number.equals("2") ? StubModel.abstractOn("Mono") : null,
                references,
                false);
    }

    private static ShownCollection shown() {
        SortedMap<Integer, ShownPaper> papers = new TreeMap<>();
        papers.put(1, paper(1, "Ann", 2, LEAF, List.of(), List.of(new Edge(2, false), new Edge(3, true))));
        papers.put(2, paper(2, "Bea", 1, LEAF * 1.85, List.of(new Edge(1, false)), List.of()));
        papers.put(3, paper(3, "Ann", 3, LEAF, List.of(new Edge(1, true)), List.of()));
        return new ShownCollection(papers, List.of(2, 1, 3), 3, 3, 2, 3, 3, 1e-12, List.of("1\t2", "1\t3"));
    }

    private static ShownPaper paper(
            int id, String author, int rank, double pagerank, List<Edge> citing, List<Edge> cited) {
        String text = id == 2 ? StubModel.abstractOn("Mono") : null;
        int self = (int) citing.stream().filter(Edge::self).count();
        return new ShownPaper(
                id,
                List.of("north:" + id),
                "Title " + id,
                List.of(author),
                2000,
                Client.VENUE,
                null,
                text,
                text == null ? null : StubModel.summaryOf(text),
                "CURRENT",
                pagerank,
                rank,
                citing.size(),
                citing.size() - self,
                citing.size(),
                cited.size(),
                citing,
                cited,
                List.of(id),
                "{\"rank\":" + rank + "}");
    }

    private static ShownPaper paper(ShownCollection shown, int id) {
        ShownPaper paper = shown.papers().get(id);
        assertThat(paper).isNotNull();
        return paper;
    }

    private static ShownPaper with(
            ShownPaper paper, @Nullable String summary, int citations, @Nullable Double pagerank) {
        return new ShownPaper(
                paper.id(),
                paper.keys(),
                paper.title(),
                paper.authors(),
                paper.year(),
                paper.venue(),
                paper.doi(),
                paper.abstractText(),
                summary,
                paper.summaryStatus(),
                pagerank,
                paper.rank(),
                citations,
                paper.nonSelfCitations(),
                paper.citationsByYear(),
                paper.references(),
                paper.citing(),
                paper.cited(),
                paper.found(),
                paper.view());
    }

    private static ShownPaper with(ShownPaper paper, List<Integer> found, String view) {
        return new ShownPaper(
                paper.id(),
                paper.keys(),
                paper.title(),
                paper.authors(),
                paper.year(),
                paper.venue(),
                paper.doi(),
                paper.abstractText(),
                paper.summary(),
                paper.summaryStatus(),
                paper.pagerank(),
                paper.rank(),
                paper.citations(),
                paper.nonSelfCitations(),
                paper.citationsByYear(),
                paper.references(),
                paper.citing(),
                paper.cited(),
                found,
                view);
    }

    private static ShownPaper with(ShownPaper paper, int id) {
        return new ShownPaper(
                id,
                paper.keys(),
                paper.title(),
                paper.authors(),
                paper.year(),
                paper.venue(),
                paper.doi(),
                paper.abstractText(),
                paper.summary(),
                paper.summaryStatus(),
                paper.pagerank(),
                paper.rank(),
                paper.citations(),
                paper.nonSelfCitations(),
                paper.citationsByYear(),
                paper.references(),
                paper.citing(),
                paper.cited(),
                paper.found(),
                paper.view());
    }

    private static ShownPaper cited(ShownPaper paper, List<Edge> citing) {
        return paper(paper.id(), paper.authors().getFirst(), orZero(paper.rank()), LEAF, citing, paper.cited());
    }

    private static int orZero(@Nullable Integer rank) {
        return rank == null ? 0 : rank;
    }

    private static ShownCollection changed(int id, UnaryOperator<ShownPaper> change) {
        ShownCollection shown = shown();
        shown.papers().put(id, change.apply(paper(shown, id)));
        return shown;
    }

    private static ShownCollection without(int id) {
        ShownCollection shown = shown();
        shown.papers().remove(id);
        return relisted(shown);
    }

    private static ShownCollection relisted(ShownCollection shown) {
        int size = shown.papers().size();
        return new ShownCollection(
                shown.papers(),
                List.copyOf(shown.papers().keySet()),
                size,
                size,
                shown.statsCitations(),
                size,
                size,
                shown.errorBound(),
                shown.graph());
    }
}
