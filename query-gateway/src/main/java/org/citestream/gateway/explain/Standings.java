package org.citestream.gateway.explain;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.citestream.gateway.explain.RankExplanation.Place;
import org.citestream.gateway.explain.RankExplanation.Within;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.pagerank.GroupRanks;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Where papers stand among those of their year, of their venue, and of both. Made for all papers at once when somebody asks, at 36 bytes
 * a paper, and anew where a paper or the ranks have changed. In a collection so large that this takes over a tenth of a second, it is done for
 * a tenth of the time at most: the answer may then be of an epoch shortly before, and says of which.
 */
@Component
final class Standings {

    private static final long SHORT_NANOS = 100_000_000;
    private static final long REST = 10;

    private final CitationIndex citations;
    private final RankBook book;
    private volatile @Nullable Made made;

    Standings(CitationIndex citations, RankBook book) {
        this.citations = citations;
        this.book = book;
    }

    /** Where a paper stands; nothing while it is not ranked or its record has not been read. */
    @Nullable
    Within of(int id) {
        Made last = made;
        if (last == null || isDue(last)) {
            last = renewed();
        }
        return last.of(id);
    }

    private boolean isDue(Made last) {
        boolean changed = last.ranks != book.ranks() || last.changes != citations.changes();
        return changed && (last.took < SHORT_NANOS || System.nanoTime() - last.madeAt > REST * last.took);
    }

    private synchronized Made renewed() {
        Made last = made;
        if (last == null || isDue(last)) {
            long begin = System.nanoTime();
            Ranks ranks = book.ranks();
            long changes = citations.changes();
            List<PaperFacts> facts = citations.allFacts();
            Groups years = Groups.of(ranks, facts, each -> Integer.toString(each.year()));
            Groups venues = Groups.of(ranks, facts, PaperFacts::venue);
            Groups volumes =
                    Groups.of(ranks, facts, each -> each.venue() == null ? null : each.venue() + " " + each.year());
            long end = System.nanoTime();
            last = new Made(ranks, changes, years, venues, volumes, end, end - begin);
            made = last;
        }
        return last;
    }

    private record Made(
            Ranks ranks, long changes, Groups years, Groups venues, Groups volumes, long madeAt, long took) {

        @Nullable
        Within of(int id) {
            Place year = years.place(id);
            return year == null ? null : new Within(ranks.number(), year, venues.place(id), volumes.place(id));
        }
    }

    /** Ranks within groups that have names. */
    private record Groups(List<String> names, GroupRanks ranks) {

        static Groups of(Ranks ranks, List<PaperFacts> papers, Function<PaperFacts, @Nullable String> nameOf) {
            List<String> names = new ArrayList<>();
            Object2IntOpenHashMap<String> numbers = new Object2IntOpenHashMap<>();
            Int2IntOpenHashMap groups = new Int2IntOpenHashMap(papers.size());
            groups.defaultReturnValue(-1);
            for (PaperFacts each : papers) {
                String name = nameOf.apply(each);
                if (name != null) {
                    int number = numbers.getOrDefault(name, names.size());
                    if (number == names.size()) {
                        numbers.put(name, number);
                        names.add(name);
                    }
                    groups.put(each.id(), number);
                }
            }
            return new Groups(names, ranks.index().within(groups));
        }

        @Nullable
        Place place(int id) {
            if (!ranks.contains(id)) {
                return null;
            }
            int group = ranks.group(id);
            double percentile = Math.round(ranks.percentile(id) * 100) / 100.0;
            return new Place(names.get(group), ranks.rank(id), ranks.size(group), percentile);
        }
    }
}
