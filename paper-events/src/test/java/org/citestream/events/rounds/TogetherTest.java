package org.citestream.events.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TogetherTest {

    private final List<List<Integer>> rounds = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    @Test
    void whoComesAloneWaitsForNobody() {
        assertThat(new Together<>(this::doubled).take(4)).isEqualTo(8);
    }

    @Test
    void whatComesDuringARoundIsDoneInTheNextOneAtOnce() throws Exception {
        List<Integer> came = together(new Together<>(each -> {
            holdFirst();
            return doubled(each);
        }));

        assertThat(came)
                .containsExactlyElementsOf(
                        IntStream.range(0, 10).map(each -> 2 * each).boxed().toList());
        assertThat(rounds).hasSize(2);
        assertThat(rounds.getLast()).hasSize(9);
    }

    @Test
    void whereARoundFailsOnlyThoseFailThatFailAlone() throws Exception {
        List<Integer> came = together(new Together<>(each -> {
            holdFirst();
            if (each.contains(7)) {
                rounds.add(each);
                throw new IllegalArgumentException("seven");
            }
            return doubled(each);
        }));

        assertThat(came).containsExactly(0, 2, 4, 6, 8, 10, 12, null, 16, 18);
    }

    @Test
    void whatFailsAloneIsTriedOnce() {
        Together<Integer, Integer> together = new Together<>(each -> {
            rounds.add(each);
            throw new IllegalArgumentException("no");
        });

        assertThatThrownBy(() -> together.take(1)).hasMessage("no");
        assertThat(rounds).hasSize(1);
    }

    /** Zero is under way until one to nine wait. */
    private List<Integer> together(Together<Integer, Integer> together) throws Exception {
        List<Future<Integer>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all.add(threads.submit(() -> together.take(0)));
            await().until(() -> waiting.get() == 1);
            List<Thread> others = new CopyOnWriteArrayList<>();
            for (int i = 1; i < 10; i++) {
                int one = i;
                all.add(threads.submit(() -> {
                    others.add(Thread.currentThread());
                    return together.take(one);
                }));
            }
            await().until(() ->
                    others.size() == 9 && others.stream().allMatch(each -> each.getState() == Thread.State.WAITING));
            first.countDown();
        }
        List<Integer> came = new ArrayList<>();
        for (Future<Integer> each : all) {
            came.add(each.state() == Future.State.SUCCESS ? each.resultNow() : null);
        }
        return came;
    }

    private void holdFirst() {
        if (waiting.getAndIncrement() == 0) {
            try {
                first.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<Integer> doubled(List<Integer> each) {
        rounds.add(List.copyOf(each));
        return each.stream().map(one -> 2 * one).toList();
    }
}
