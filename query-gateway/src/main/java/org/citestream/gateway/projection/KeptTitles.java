package org.citestream.gateway.projection;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What lists show of the papers that were listed last, so that a title is not read for each list that it is in: the documents are most of
 * what a page or view costs. It is valid while the paper's version is that which the index knows, and for a minute at most, since
 * documents may be mended without a version.
 *
 * <p>Cost: some 250 bytes a paper, of which there are {@value #MOST} at most.
 */
final class KeptTitles {

    static final int MOST = 100_000;
    private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Map<Integer, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Kept> eldest) {
            return size() > MOST;
        }
    };

    KeptTitles(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Kept(ListedPaper paper, long version, long at) {}

    /**
     * Adds those that are kept and valid.
     *
     * @param versions by id, the version of each paper that the index knows
     * @param into is given what is kept of them
     */
    synchronized void find(Map<Integer, Long> versions, Map<Integer, ListedPaper> into) {
        long now = nanos.getAsLong();
        versions.forEach((id, version) -> {
            Kept found = kept.get(id);
            if (found != null && found.version >= version && now - found.at < KEPT_NANOS) {
                into.put(id, found.paper);
            }
        });
    }

    /** Keeps what a document of a version says. */
    synchronized void keep(int id, long version, ListedPaper paper) {
        kept.put(id, new Kept(paper, version, nanos.getAsLong()));
    }

    synchronized void forget(Collection<Integer> ids) {
        ids.forEach(kept::remove);
    }
}
