package org.citestream.summary.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class WorkQueueTest {

    private final WorkQueue queue = new WorkQueue();

    @Test
    void newestPapersComeFirst() throws InterruptedException {
        queue.put(item(1, "k", 1999, 5));
        queue.put(item(2, "k", 2024, 1));
        queue.put(item(3, "k", 2024, 9));

        assertThat(queue.take(3)).extracting(WorkItem::id).containsExactly(3, 2, 1);
    }

    @Test
    void whatWasDelayedAndTakenAwayComesOnceWhereItComesAgain() throws InterruptedException {
        WorkItem item = item(1, "k", 2024, 1);
        queue.put(item);
        queue.later(queue.take(1).getFirst(), Duration.ofMillis(1));
        queue.remove(1);
        queue.put(item);
        assertThat(queue.take(2)).containsExactly(item);
        queue.later(item, Duration.ofMillis(50));

        assertThat(queue.take(2)).as("once").containsExactly(item);
        assertThat(queue.inHand()).isOne();
        assertThat(queue.size()).isOne();
    }

    @Test
    void takingAwayWhatIsDelayedIsQuickHoweverMuchThereIs() throws InterruptedException {
        int many = 200_000;
        for (int id = 1; id <= many; id++) {
            queue.put(item(id, "k", 2024, 1));
        }
        queue.take(many).forEach(each -> queue.later(each, Duration.ofHours(1)));

        queue.removeWaiting(_ -> true);

        assertThat(queue.size()).isZero();
    }

    @Test
    void anItemInHandIsNoLongerWantedOnceItIsReplacedOrRemoved() throws InterruptedException {
        queue.put(item(1, "old", 2024, 1));
        WorkItem old = queue.take(1).getFirst();
        queue.put(item(1, "old", 2024, 1));
        assertThat(queue.isCurrent(old)).isTrue();

        queue.put(item(1, "new", 2024, 1));
        assertThat(queue.isCurrent(old)).isFalse();
        queue.done(old);
        assertThat(queue.take(1)).extracting(WorkItem::key).containsExactly("new");

        queue.remove(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatIsGivenBackComesAgainAfterItsTimeAndHoldsNothingBack() throws InterruptedException {
        queue.put(item(1, "k", 2024, 1));
        queue.put(item(2, "k", 1999, 1));
        WorkItem first = queue.take(1).getFirst();
        queue.later(first, Duration.ofMillis(50));

        assertThat(queue.take(1)).extracting(WorkItem::id).containsExactly(2);
        assertThat(queue.take(1)).containsExactly(first);
    }

    @Test
    void aPauseHoldsEverythingBack() throws InterruptedException {
        long before = System.nanoTime();
        queue.pause(Duration.ofMillis(80));
        queue.put(item(1, "k", 2024, 1));

        assertThat(queue.take(1)).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void aLostPartitionTakesItsWaitingWorkAlong() throws InterruptedException {
        queue.put(item(1, "k", 2024, 1));
        queue.put(item(2, "k", 1999, 1));
        WorkItem inHand = queue.take(1).getFirst();

        queue.removeWaiting(Set.of(inHand.partition(), 2)::contains);

        assertThat(queue.size()).isOne();
        assertThat(queue.awaitIdle(partition -> partition == inHand.partition(), Duration.ofMillis(10)))
                .isFalse();
        queue.done(inHand);
        assertThat(queue.awaitIdle(_ -> true, Duration.ZERO)).isTrue();
        queue.close();
        assertThat(queue.take(1)).isEqualTo(List.of());
    }

    private static WorkItem item(int id, String key, int year, int acceptedSecond) {
        return new WorkItem(id, id, key, year, Instant.ofEpochSecond(acceptedSecond), 0);
    }
}
