package org.citestream.gateway.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.citestream.events.RankEpoch;
import org.citestream.events.RankEvent;
import org.junit.jupiter.api.Test;

class RankBookTest {

    private final RankBook book = new RankBook();

    @Test
    void anEpochIsShownOnlyWhenAllOfItsScoresHaveBeenRead() {
        book.apply(List.of(epoch(1, 10, 3, 2)));
        book.apply(List.of(new RankEvent(1, 1, 4.0), new RankEvent(2, 1, 3.0)), 0, 1);
        assertThat(book.ranks().epoch()).isNull();
        book.apply(List.of(new RankEvent(3, 1, 2.0)), 0, 2);
        assertThat(book.ranks().epoch()).isNull();
        book.apply(List.of(new RankEvent(4, 1, 1.0)), 1, 1);

        assertThat(book.ranks().number()).isEqualTo(1);
        assertThat(book.ranks().rank(1)).isEqualTo(1);
        assertThat(book.ranks().pageRank(1)).isEqualTo(0.4);
        assertThat(book.ranks().percentile(3)).isEqualTo(25.0);
        assertThat(book.ranks().percentile(4)).isZero();
    }

    @Test
    void scoresOfTheNextEpochWaitForIt() {
        book.apply(List.of(new RankEvent(1, 1, 4.0), new RankEvent(2, 1, 3.0), new RankEvent(1, 2, 1.0)), 0, 3);
        book.apply(List.of(epoch(1, 7, 2, 0)));

        assertThat(book.ranks().rank(1)).isEqualTo(1);
        book.apply(List.of(epoch(2, 4, 4, 0)));
        assertThat(book.ranks().number()).isEqualTo(2);
        assertThat(book.ranks().rank(1)).isEqualTo(2);
        assertThat(book.ranks().pageRank(2)).isEqualTo(0.75);
    }

    @Test
    void scoresAndEpochsReadAgainChangeNothing() {
        book.apply(List.of(new RankEvent(1, 1, 4.0), new RankEvent(2, 1, 3.0)), 0, 1);
        book.apply(List.of(epoch(1, 7, 2, 0)));
        book.apply(List.of(new RankEvent(1, 2, 1.0)), 0, 3);
        book.apply(List.of(epoch(2, 4, 4, 0)));
        Ranks before = book.ranks();
        book.apply(List.of(new RankEvent(1, 1, 4.0), new RankEvent(2, 1, 3.0)), 0, 1);
        book.apply(List.of(epoch(1, 7, 2, 0)));
        book.apply(List.of(new RankEvent(1, 2, 1.0)), 0, 3);
        book.apply(List.of(epoch(2, 4, 4, 0)));

        assertThat(book.ranks()).isSameAs(before);
        book.apply(List.of(new RankEvent(2, 3, 0.5)), 0, 5);
        book.apply(List.of(epoch(3, 1.5, 6, 0)));
        assertThat(book.ranks().rank(1)).isEqualTo(1);
    }

    @Test
    void aPaperThatIsNoLongerRankedLeavesAndEqualScoresStandById() {
        book.apply(List.of(new RankEvent(9, 1, 2.0), new RankEvent(4, 1, 2.0), new RankEvent(6, 1, 5.0)), 0, 2);
        book.apply(List.of(epoch(1, 9, 3, 0)));
        assertThat(book.ranks().rank(4)).isEqualTo(2);
        assertThat(book.ranks().rank(9)).isEqualTo(3);

        book.apply(List.of(new RankEvent(6, 2, null)), 0, 4);
        book.apply(List.of(epoch(2, 4, 5, 0)));
        assertThat(book.ranks().rank(6)).isNull();
        assertThat(book.ranks().rank(4)).isEqualTo(1);
    }

    @Test
    void aMoveIsToldAgainstWhatWasShownBeforeThoughSeveralEpochsAreShownTogetherOrReadAgain() {
        book.apply(List.of(new RankEvent(1, 1, 4.0), new RankEvent(2, 1, 3.0)), 0, 1);
        book.apply(List.of(epoch(1, 7, 2, 0)));
        List<RankEvent> two = List.of(new RankEvent(1, 2, 5.0), new RankEvent(1, 3, 6.0), new RankEvent(2, 3, null));
        book.apply(two, 0, 4);
        book.apply(List.of(epoch(3, 6, 5, 0)));
        book.apply(two, 0, 4);
        book.apply(List.of(new RankEvent(3, 4, 1.0)), 0, 5);
        book.apply(List.of(epoch(4, 7, 6, 0)));

        RankMove move = book.lastMove(1).orElseThrow();
        assertThat(move.before()).isEqualTo(4.0);
        assertThat(move.after()).isEqualTo(6.0);
        assertThat(book.shown(1, move.earlier(), move.now())).isEqualTo(new RankBook.Shown(4, 6));
        assertThat(book.shown(2, move.earlier(), move.now()))
                .as("a paper that left")
                .isEqualTo(new RankBook.Shown(3, 0));
    }

    private static RankEpoch epoch(long number, double sum, long... ends) {
        return new RankEpoch(
                number, 2, 0, sum, 0, Map.of(), Arrays.stream(ends).boxed().toList(), Instant.EPOCH);
    }
}
