package org.citestream.gateway.live;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.citestream.gateway.api.Parameters;
import org.jspecify.annotations.Nullable;

/** Reads filters as requests give them. */
public final class LiveFilters {

    private static final List<String> KINDS = List.of("paper", "summary", "rank");

    private LiveFilters() {}

    /**
     * The filter of these parameters; null stands for whichever.
     *
     * @throws org.citestream.gateway.api.BadParameterException if one is not what it may be
     */
    public static LiveFilter read(
            @Nullable String kinds, @Nullable String venue, @Nullable String author, @Nullable String paper) {
        Set<LiveEvent.Kind> wanted = EnumSet.noneOf(LiveEvent.Kind.class);
        Parameters.names("kinds", kinds, KINDS)
                .forEach(each -> wanted.add(LiveEvent.Kind.valueOf(each.toUpperCase(Locale.ROOT))));
        return new LiveFilter(
                wanted,
                Parameters.text("venue", venue, Parameters.LONGEST_VENUE),
                Parameters.text("author", author, Parameters.LONGEST_AUTHOR),
                Parameters.wholeNumber("paper", paper, 1, Integer.MAX_VALUE));
    }
}
