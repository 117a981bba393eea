package org.citestream.pagerank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NewestFirstSetPropertyTest {

    @Property(tries = 200, seed = "20261122")
    void itBehavesAsASortedSetThatGrows(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var set = new NewestFirstSet();
        var model = new TreeSet<Integer>();
        int capacity = 1;
        for (int step = 0; step < 500; step++) {
            if (random.nextInt(20) == 0) {
                capacity = Math.min(2_000_000, capacity * (1 + random.nextInt(4)));
                set.ensureCapacity(capacity);
            }
            if (random.nextInt(3) > 0) {
                int position = random.nextInt(capacity);
                set.add(position);
                model.add(position);
            } else {
                int limit = random.nextInt(capacity + 1);
                Integer expected = model.lower(limit);
                assertThat(set.removeBelow(limit)).isEqualTo(expected == null ? -1 : expected);
                model.remove(expected == null ? Integer.valueOf(-1) : expected);
            }
            assertThat(set.size()).isEqualTo(model.size());
        }
        set.clear();
        assertThat(set.removeBelow(capacity)).isEqualTo(-1);
    }

    @Example
    void allPositionsOfAFullWordAreFound() {
        var set = new NewestFirstSet();
        for (int position = 0; position < 64; position++) {
            set.add(position);
        }
        for (int position = 63; position >= 0; position--) {
            assertThat(set.removeBelow(64)).isEqualTo(position);
        }
        assertThat(set.removeBelow(64)).isEqualTo(-1);
    }
}
