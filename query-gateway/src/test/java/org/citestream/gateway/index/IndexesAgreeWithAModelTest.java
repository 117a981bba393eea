package org.citestream.gateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For events in any order with repeats, lists, counts, histograms and ranks are those of a model made from the last states alone. */
class IndexesAgreeWithAModelTest {

    private static final int PAPERS = 25;

    static Stream<Long> seeds() {
        return Stream.iterate(1L, each -> each + 1).limit(200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anyOrderWithRepeatsGivesTheModel(long seed) {
        Random random = new Random(seed);
        Map<Integer, PaperEvent> lastPaper = new HashMap<>();
        Map<Integer, ReferencesEvent> lastReferences = new HashMap<>();
        List<Runnable> events = new ArrayList<>();
        CitationIndex index = new CitationIndex();
        for (int id = 1; id <= PAPERS; id++) {
            for (long version = 1; version <= 3; version++) {
                PaperEvent paper = paper(id, version, random);
                ReferencesEvent references = references(id, version, random);
                lastPaper.put(id, paper);
                lastReferences.put(id, references);
                events.add(() -> index.apply(paper, 0));
                events.add(() -> index.apply(references, 0));
            }
        }
        events.addAll(List.copyOf(events).subList(0, random.nextInt(events.size())));
        Collections.shuffle(events, random);
        events.forEach(Runnable::run);

        int citations = 0;
        for (int id = 1; id <= PAPERS; id++) {
            List<Integer> citing = new ArrayList<>();
            List<Integer> cited = new ArrayList<>();
            Map<Integer, Integer> years = new HashMap<>();
            for (int other = 1; other <= PAPERS; other++) {
                if (counts(lastPaper, lastReferences, other, id)) {
                    citing.add(other);
                    years.merge(lastPaper.get(other).year(), 1, Integer::sum);
                }
                if (counts(lastPaper, lastReferences, id, other)) {
                    cited.add(other);
                }
            }
            citations += cited.size();
            CitationNeighbourhood found = index.neighbourhood(id);
            assertThat(found.citing().stream().map(Edge::id)).containsExactlyInAnyOrderElementsOf(citing);
            assertThat(found.cited().stream().map(Edge::id)).containsExactlyInAnyOrderElementsOf(cited);
            Map<Integer, Integer> histogram = new HashMap<>();
            found.citing().forEach(each -> histogram.merge(each.year(), 1, Integer::sum));
            assertThat(histogram).isEqualTo(years);
            int figured = id;
            CitationFigures figures = index.figures(id);
            assertThat(figures.citing()).isEqualTo(citing.size());
            assertThat(figures.cited()).isEqualTo(cited.size());
            assertThat(figures.byYear())
                    .extracting(CitationFigures.Year::year)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(figures.byYear().stream()
                            .collect(Collectors.toMap(CitationFigures.Year::year, CitationFigures.Year::count)))
                    .isEqualTo(years);
            assertThat(figures.nonSelf())
                    .isEqualTo(citing.stream()
                            .filter(other -> !lastReferences.get(other).self().contains(figured))
                            .count());
            assertThat(figures.byYear().stream()
                            .mapToInt(CitationFigures.Year::nonSelf)
                            .sum())
                    .isEqualTo(figures.nonSelf());
            assertThat(index.isLive(id)).isEqualTo(lastPaper.get(id).status() == PaperStatus.LIVE);
            assertThat(index.matching(new PaperFilter(null, null, null, null, null, null, id)))
                    .containsExactlyInAnyOrder(citing.toArray(Integer[]::new));
            for (PaperFacts each : index.facts(new int[] {id})) {
                assertThat(each.citations()).isEqualTo(citing.size());
            }
        }
        assertThat(index.citations()).isEqualTo(citations);
        assertThat(index.allCitations()).hasSize(citations);
        Map<String, Long> papersByAuthor = lastPaper.values().stream()
                .filter(each -> each.status() == PaperStatus.LIVE)
                .flatMap(each -> each.authors().stream().map(Author::id).distinct())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(index.authorsOf(IntStream.rangeClosed(1, PAPERS).toArray(), 2))
                .extracting(NamedAuthor::id)
                .isEqualTo(papersByAuthor.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(2)
                        .map(Map.Entry::getKey)
                        .toList());
        for (String venue : List.of("A", "B")) {
            for (String author : List.of("a0", "a1", "a2")) {
                PaperFilter filter = new PaperFilter(venue, 2001, 2004, author, null, null, null);
                assertThat(index.matching(filter))
                        .containsExactlyInAnyOrder(lastPaper.values().stream()
                                .filter(each -> each.status() == PaperStatus.LIVE
                                        && venue.equals(each.venue())
                                        && each.year() >= 2001
                                        && each.year() <= 2004
                                        && each.authors().getFirst().id().equals(author))
                                .map(PaperEvent::id)
                                .toArray(Integer[]::new));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void ranksAreThoseOfTheLastScoresHoweverTheTopicsInterleave(long seed) {
        Random random = new Random(seed);
        List<RankEvent> scores = new ArrayList<>();
        List<RankEpoch> epochs = new ArrayList<>();
        Map<Integer, Double> last = new HashMap<>();
        for (long epoch = 1; epoch <= 5; epoch++) {
            for (int id = 1; id <= PAPERS; id++) {
                if (random.nextInt(3) == 0) {
                    double score = random.nextInt(10) / 10.0 + 0.1;
                    scores.add(new RankEvent(id, epoch, score));
                    last.put(id, score);
                }
            }
            epochs.add(new RankEpoch(
                    epoch, last.size(), 0, 100, 1e-12, Map.of(), List.of((long) scores.size()), Instant.EPOCH));
        }
        RankBook book = new RankBook();
        int nextScore = 0;
        int nextEpoch = 0;
        while (nextScore < scores.size() || nextEpoch < epochs.size()) {
            if (nextEpoch < epochs.size() && (nextScore == scores.size() || random.nextInt(8) == 0)) {
                book.apply(List.of(epochs.get(nextEpoch)));
                book.apply(List.of(epochs.get(nextEpoch++)));
            } else {
                int from = random.nextInt(4) == 0 ? Math.max(0, nextScore - 3) : nextScore;
                int to = Math.min(scores.size(), nextScore + 1 + random.nextInt(10));
                book.apply(scores.subList(from, to), 0, to - 1L);
                nextScore = to;
            }
        }

        List<Integer> model = last.entrySet().stream()
                .sorted(Map.Entry.<Integer, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .toList();
        Ranks ranks = book.ranks();
        assertThat(ranks.number()).isEqualTo(5);
        assertThat(IntStream.rangeClosed(1, PAPERS)
                        .boxed()
                        .filter(last::containsKey)
                        .sorted(Comparator.comparingInt(ranks::order))
                        .toList())
                .isEqualTo(model);
        last.forEach((id, score) -> assertThat(ranks.pageRank(id)).isEqualTo(score / 100));
    }

    private static boolean counts(
            Map<Integer, PaperEvent> papers, Map<Integer, ReferencesEvent> references, int citing, int cited) {
        return papers.get(citing).status() == PaperStatus.LIVE
                && papers.get(cited).status() == PaperStatus.LIVE
                && references.get(citing).cited().contains(cited);
    }

    private static PaperEvent paper(int id, long version, Random random) {
        return new PaperEvent(
                id,
                version,
                random.nextInt(4) == 0 ? PaperStatus.WITHDRAWN : PaperStatus.LIVE,
                null,
                List.of(),
                "Paper",
                List.of(new Author("a" + random.nextInt(3), "Author", null)),
                random.nextBoolean() ? "A" : "B",
                2000 + random.nextInt(6),
                null,
                null,
                null,
                List.of(),
                Instant.EPOCH);
    }

    private static ReferencesEvent references(int id, long version, Random random) {
        TreeSet<Integer> cited = new TreeSet<>();
        for (int other = 1; other <= PAPERS; other++) {
            if (other != id && random.nextInt(5) == 0) {
                cited.add(other);
            }
        }
        List<Integer> self = cited.stream().filter(_ -> random.nextInt(3) == 0).toList();
        return new ReferencesEvent(
                id, version, List.copyOf(cited), self, 0, ReferencesEvent.Dropped.NOTHING, Instant.EPOCH);
    }
}
