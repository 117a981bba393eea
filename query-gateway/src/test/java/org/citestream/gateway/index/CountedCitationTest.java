package org.citestream.gateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.gateway.index.CitationIndex.CoveredBy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What two epochs counted is what a model counts that keeps the state of both, whatever changed once in between. */
class CountedCitationTest {

    private static final int PAPERS = 12;
    private static final int EARLIER_END = 1_000;
    private static final int NOW_END = 2_000;

    static Stream<Long> seeds() {
        return Stream.iterate(1L, each -> each + 1).limit(200);
    }

    private record State(Map<Integer, Boolean> live, Map<Integer, ReferencesEvent> references) {

        /** How many papers share the score of a citing one, or 0 where it gives nothing to this one. */
        int shared(int citing, int cited, boolean withSelf) {
            return counts(citing, cited, withSelf)
                    ? (int) IntStream.rangeClosed(1, PAPERS)
                            .filter(other -> counts(citing, other, withSelf))
                            .count()
                    : 0;
        }

        private boolean counts(int citing, int cited, boolean withSelf) {
            ReferencesEvent of = references.get(citing);
            return of != null
                    && live.getOrDefault(citing, false)
                    && live.getOrDefault(cited, false)
                    && of.cited().contains(cited)
                    && (withSelf || !of.self().contains(cited));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void citationsThatCameOrWentOrAreSharedAmongOthersAreToldAsBothEpochsHadThem(long seed) {
        Random random = new Random(seed);
        CitationIndex index = new CitationIndex();
        State earlier = new State(new HashMap<>(), new HashMap<>());
        change(index, earlier, 1, 0, random, 2);
        State now = new State(new HashMap<>(earlier.live), new HashMap<>(earlier.references));
        change(index, now, 2, EARLIER_END, random, 3);
        // What no epoch has included yet.
        index.apply(paper(PAPERS + 1, 1, true), NOW_END);
        index.apply(references(PAPERS + 1, 1, random), NOW_END);

        CoveredBy earlierReach = (_, _, offset) -> offset < EARLIER_END;
        CoveredBy nowReach = (_, _, offset) -> offset < NOW_END;
        for (boolean withSelf : new boolean[] {true, false}) {
            for (int cited = 1; cited <= PAPERS; cited++) {
                List<CountedCitation> expected = new ArrayList<>();
                for (int citing = 1; citing <= PAPERS; citing++) {
                    int before = earlier.shared(citing, cited, withSelf);
                    int after = now.shared(citing, cited, withSelf);
                    if (now.live.getOrDefault(cited, false) && before + after > 0) {
                        expected.add(new CountedCitation(citing, before, after));
                    }
                }
                assertThat(index.counted(cited, withSelf, earlierReach, nowReach))
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static void change(CitationIndex index, State state, long version, int offset, Random random, int oneOf) {
        for (int id = 1; id <= PAPERS; id++) {
            if (random.nextInt(oneOf) > 0) {
                boolean live = random.nextInt(4) > 0;
                state.live.put(id, live);
                index.apply(paper(id, version, live), offset + id);
            }
            if (random.nextInt(oneOf) > 0) {
                ReferencesEvent references = references(id, version, random);
                state.references.put(id, references);
                index.apply(references, offset + id);
            }
        }
    }

    static PaperEvent paper(int id, long version, boolean live) {
        return new PaperEvent(
                id,
                version,
                live ? PaperStatus.LIVE : PaperStatus.WITHDRAWN,
                null,
                List.of(),
                "Paper",
                List.of(),
                null,
                2000,
                null,
                null,
                null,
                List.of(),
                Instant.EPOCH);
    }

    private static ReferencesEvent references(int id, long version, Random random) {
        List<Integer> cited = IntStream.rangeClosed(1, PAPERS)
                .filter(other -> other != id && random.nextInt(3) == 0)
                .boxed()
                .toList();
        List<Integer> self = cited.stream().filter(_ -> random.nextInt(3) == 0).toList();
        return new ReferencesEvent(id, version, cited, self, 0, ReferencesEvent.Dropped.NOTHING, Instant.EPOCH);
    }
}
