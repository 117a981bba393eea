package org.citestream.summary.writing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.work.WorkQueue;
import org.junit.jupiter.api.Test;

class TriesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final WorkQueue queue = new WorkQueue();
    private final Tries tries = new Tries(queue, Duration.ofSeconds(30));

    @Test
    void waitsAddUpFromTheFirstOn() {
        assertThat(tries.toldToWait(item(1), NOW, SECOND)).isEqualTo(SECOND);
        assertThat(tries.toldToWait(item(1), NOW.plusSeconds(1), SECOND)).isEqualTo(Duration.ofSeconds(2));
        assertThat(tries.toldToWait(item(2), NOW.plusSeconds(20), SECOND))
                .as("nobody was answered meanwhile")
                .isEqualTo(Duration.ofSeconds(21));
    }

    @Test
    void whereOthersAreAnsweredAnItemThatNeverIsHasWaitedAllTheSame() {
        assertThat(tries.toldToWait(item(1), NOW, SECOND)).isEqualTo(SECOND);
        tries.answered();

        assertThat(tries.toldToWait(item(2), NOW.plusSeconds(20), SECOND)).isEqualTo(SECOND);
        assertThat(tries.toldToWait(item(1), NOW.plusSeconds(20), SECOND)).isEqualTo(Duration.ofSeconds(21));
        tries.forget(item(1));
        assertThat(tries.toldToWait(item(1), NOW.plusSeconds(21), SECOND)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void onlyWhatIsGivenUpWhileOthersAreAnsweredIsTheItemsOwnFault() {
        assertThat(tries.gaveUp(item(1)).alone()).isZero();
        assertThat(tries.gaveUp(item(1)).alone()).as("nobody was answered").isZero();
        tries.answered();
        assertThat(tries.gaveUp(item(1)).alone()).isOne();
        assertThat(tries.gaveUp(item(1)).alone()).isOne();
        tries.answered();
        assertThat(tries.gaveUp(item(1)).alone()).isEqualTo(2);

        assertThat(tries.rounds(item(1))).isEqualTo(5);
        tries.forget(item(1));
        assertThat(tries.rounds(item(1))).isZero();
    }

    @Test
    void aWaitOfLongAgoIsAnotherMatter() {
        assertThat(tries.toldToWait(item(1), NOW, SECOND)).isEqualTo(SECOND);

        assertThat(tries.toldToWait(item(2), NOW.plusSeconds(3600), SECOND)).isEqualTo(SECOND);
    }

    @Test
    void whatIsNoLongerWantedIsForgotten() {
        WorkItem wanted = item(0);
        queue.put(wanted);
        assertThat(tries.failed(wanted)).isOne();
        for (int id = 1; id <= 20_000; id++) {
            int _ = tries.failed(item(id));
            Duration _ = tries.toldToWait(item(id), NOW, SECOND);
        }

        assertThat(tries.size()).isLessThanOrEqualTo(2_000);
        assertThat(tries.failed(wanted)).isEqualTo(2);
    }

    private static WorkItem item(int id) {
        return new WorkItem(id, 0, "key", 2024, NOW, 0);
    }
}
