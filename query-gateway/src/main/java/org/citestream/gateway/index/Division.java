package org.citestream.gateway.index;

import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import it.unimi.dsi.fastutil.objects.Reference2IntMap;
import it.unimi.dsi.fastutil.objects.Reference2IntOpenHashMap;
import java.util.Arrays;
import java.util.List;

/**
 * How some papers divide.
 *
 * @param papers how many they are
 * @param summarized how many have the text of a summary
 * @param byVenue how many are of each venue
 * @param byYear how many are of each year
 * @param authors those who wrote most of them, the most papers first
 */
public record Division(
        int papers, int summarized, Reference2IntMap<String> byVenue, Int2IntMap byYear, List<NamedAuthor> authors) {

    /** Counts papers, without an object for any of them. Guarded by the lock of {@link CitationIndex}. */
    static final class Counts {

        private final Reference2IntOpenHashMap<String> byVenue = new Reference2IntOpenHashMap<>();
        private final Int2IntOpenHashMap byYear = new Int2IntOpenHashMap();
        private final Int2IntOpenHashMap byAuthor = new Int2IntOpenHashMap();
        private int papers;
        private int summarized;

        void add(IndexedPaper paper) {
            papers++;
            summarized += paper.summaryText ? 1 : 0;
            byYear.addTo(paper.year, 1);
            String venue = paper.venue;
            if (venue != null) {
                // The names of venues are interned.
                byVenue.addTo(venue, 1);
            }
            for (int author : paper.authors) {
                byAuthor.addTo(author, 1);
            }
        }

        Division division(AuthorIndex authors, int mostAuthors) {
            return new Division(papers, summarized, byVenue, byYear, authors(authors, mostAuthors));
        }

        /** Those of the most papers, of equals the lower id: not the one that was known first, which differs between instances. */
        List<NamedAuthor> authors(AuthorIndex authors, int most) {
            IntHeapPriorityQueue best = new IntHeapPriorityQueue(most + 1, (one, other) -> {
                int byPapers = Integer.compare(byAuthor.get(one), byAuthor.get(other));
                return byPapers == 0 ? authors.id(other).compareTo(authors.id(one)) : byPapers;
            });
            for (int author : byAuthor.keySet()) {
                best.enqueue(author);
                if (best.size() > most) {
                    best.dequeueInt();
                }
            }
            NamedAuthor[] named = new NamedAuthor[best.size()];
            for (int i = named.length - 1; i >= 0; i--) {
                int last = best.dequeueInt();
                NamedAuthor author = authors.author(last);
                named[i] = new NamedAuthor(author.id(), author.name(), byAuthor.get(last));
            }
            return Arrays.asList(named);
        }
    }
}
