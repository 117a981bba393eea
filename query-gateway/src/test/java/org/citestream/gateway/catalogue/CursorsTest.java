package org.citestream.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.citestream.gateway.index.Ranks;
import org.citestream.pagerank.RankIndex;
import org.junit.jupiter.api.Test;

class CursorsTest {

    private Instant now = Instant.parse("2026-02-09T10:00:00Z");
    private final Cursors cursors = new Cursors(() -> now);

    @Test
    void aListIsKeptTenMinutesAfterItsLastUseAndThenItIsGone() {
        Listing listing = listing();
        String cursor = cursors.after(listing, 2);
        now = now.plus(Duration.ofMinutes(9));
        assertThat(cursors.find(cursor).orElseThrow().taken()).isEqualTo(2);
        now = now.plus(Duration.ofMinutes(10));
        assertThat(cursors.find(cursor).orElseThrow().listing()).isSameAs(listing);
        now = now.plus(Duration.ofMinutes(10)).plusMillis(1);
        assertThatThrownBy(() -> cursors.find(cursor)).isInstanceOf(CursorGoneException.class);
    }

    @Test
    void whatHasNotTheFormOfACursorOrGoesBeyondItsListIsNone() {
        String cursor = cursors.after(listing(), 2);
        assertThat(cursors.find("nonsense")).isEmpty();
        assertThat(cursors.find(cursor + "9")).isEmpty();
        assertThat(cursors.find(cursor.substring(1))).isEmpty();
    }

    @Test
    void ofMoreThanFiveHundredListsTheEldestIsGivenUp() {
        String first = cursors.after(listing(), 1);
        for (int list = 0; list <= 500; list++) {
            cursors.after(listing(), 1);
        }
        assertThatThrownBy(() -> cursors.find(first)).isInstanceOf(CursorGoneException.class);
    }

    private Listing listing() {
        return new Listing(PaperQuery.ALL, new int[] {1, 2, 3}, new Ranks(null, RankIndex.empty()), now);
    }
}
