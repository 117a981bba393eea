package org.citestream.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.citestream.gateway.index.Ranks;
import org.junit.jupiter.api.Test;

class CursorsTest {

    private static final Listing LISTING = list(new int[] {1, 2, 3});

    private Instant now = Instant.parse("2026-02-09T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final Cursors cursors = new Cursors(clock);

    @Test
    void aListIsKeptForTenMinutesAfterTheLastStepOfAWalk() {
        String cursor = cursors.after(LISTING, 1);
        now = now.plus(Cursors.KEPT);
        assertThat(cursors.find(cursor)).isPresent();
        now = now.plus(Cursors.KEPT);
        assertThat(cursors.find(cursor)).as("the step before counts").isPresent();
        now = now.plus(Cursors.KEPT).plus(Duration.ofMillis(1));
        assertThatThrownBy(() -> cursors.find(cursor)).isInstanceOf(CursorGoneException.class);
    }

    @Test
    void aForgedCursorIsNoneOrOfNoList() {
        String cursor = cursors.after(LISTING, 1);
        assertThat(cursors.find(cursor.replaceFirst("-1$", "-999"))).isEmpty();
        assertThat(cursors.find("nonsense")).isEmpty();
        assertThat(cursors.find(cursor + "1234567890")).isEmpty();
        assertThatThrownBy(() -> cursors.find("0".repeat(24) + "-1")).isInstanceOf(CursorGoneException.class);
    }

    @Test
    void soManyPapersAreKeptInListsAndTheListUsedLongestAgoGoes() {
        int[] half = new int[(int) (Cursors.MOST_PAPERS / 2)];
        String first = cursors.after(list(half), 1);
        String second = cursors.after(list(half), 1);
        assertThat(cursors.find(first)).isPresent();
        String third = cursors.after(list(half), 1);
        assertThatThrownBy(() -> cursors.find(second)).isInstanceOf(CursorGoneException.class);
        assertThat(cursors.find(first)).isPresent();
        assertThat(cursors.find(third)).isPresent();
    }

    private static Listing list(int[] ids) {
        return new Listing(PaperQuery.ALL, ids, Ranks.NONE, Instant.EPOCH);
    }
}
