package org.citestream.gateway.freshness;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The feeds that have metrics of their own. A feed names itself, so there may be any number of them; those beyond a bound share one
 * name, and so do papers that no feed led to.
 */
final class FeedNames {

    static final String OTHERS = "(others)";
    static final String NONE = "(none)";
    private static final int MOST = 50;

    private final Set<String> names = ConcurrentHashMap.newKeySet();

    String of(@Nullable String feed) {
        if (feed == null) {
            return NONE;
        }
        if (!names.contains(feed)) {
            synchronized (names) {
                if (names.size() >= MOST) {
                    return OTHERS;
                }
                names.add(feed);
            }
        }
        return feed;
    }
}
