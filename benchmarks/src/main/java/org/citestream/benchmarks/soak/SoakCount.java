package org.citestream.benchmarks.soak;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.citestream.benchmarks.product.ProductProcess;
import org.jspecify.annotations.Nullable;

/**
 * Whether each paper that was acknowledged is there, and once.
 *
 * @param missing papers that are not there
 * @param doubled papers that there are beyond one for each key
 */
record SoakCount(int missing, int doubled) {

    private static final int AT_ONCE = 500;

    /**
     * Asks for every key.
     *
     * @param acknowledged papers that have to be there
     * @param papers that the product says it has
     */
    static SoakCount of(ProductProcess product, int acknowledged, int papers) throws IOException, InterruptedException {
        IntSet ids = new IntOpenHashSet(acknowledged);
        int missing = 0;
        for (int from = 0; from < acknowledged; from += AT_ONCE) {
            List<String> keys = IntStream.range(from, Math.min(acknowledged, from + AT_ONCE))
                    .mapToObj(SoakPapers::key)
                    .toList();
            for (@Nullable Integer id : product.ids(keys)) {
                if (id == null || !ids.add(id.intValue())) {
                    missing++;
                }
            }
        }
        return new SoakCount(missing, papers - ids.size());
    }
}
