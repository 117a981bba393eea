package org.citestream.gateway.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OrderingTest {

    @Test
    void itIsThatOfASortWithObjects() {
        SplittableRandom random = new SplittableRandom(20261130);
        int[] ids = IntStream.range(0, 3000)
                .map(_ -> random.nextInt(Integer.MAX_VALUE))
                .toArray();
        int[] worth = IntStream.range(0, 3000)
                .map(_ -> random.nextInt(-3, 4) * 700_000_000)
                .toArray();

        assertThat(Ordering.ascending(ids, id -> worth[id % 3000]))
                .containsExactly(IntStream.of(ids)
                        .boxed()
                        .sorted(Comparator.<Integer>comparingInt(id -> worth[id % 3000])
                                .thenComparing(Comparator.naturalOrder()))
                        .mapToInt(Integer::intValue)
                        .toArray());
        assertThat(Ordering.places(3000, place -> worth[place]))
                .containsExactly(IntStream.range(0, 3000)
                        .boxed()
                        .sorted(Comparator.comparingInt(place -> worth[place]))
                        .mapToInt(Integer::intValue)
                        .toArray());
        assertThat(Ordering.ascending(new int[0], id -> id)).isEmpty();
    }
}
