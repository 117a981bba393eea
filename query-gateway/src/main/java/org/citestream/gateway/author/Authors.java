package org.citestream.gateway.author;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.citestream.gateway.index.NamedAuthor;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Authors, as the indexes know them. */
@Service
public class Authors {

    private static final int MOST_CO_AUTHORS = 20;

    private final CitationIndex citations;
    private final RankBook book;
    private volatile @Nullable Standings standings;

    Authors(CitationIndex citations, RankBook book) {
        this.citations = citations;
        this.book = book;
    }

    /** An author who has live papers. */
    public Optional<AuthorProfile> profile(String id) {
        int[] papers = citations.papersOf(id).stream().mapToInt(Edge::id).toArray();
        String name = citations.nameOf(id);
        if (papers.length == 0 || name == null) {
            return Optional.empty();
        }
        Standings all = standings();
        List<NamedAuthor> with = citations.authorsOf(papers, MOST_CO_AUTHORS + 1).stream()
                .filter(each -> !each.id().equals(id))
                .limit(MOST_CO_AUTHORS)
                .toList();
        List<Edge> citing = Arrays.stream(papers)
                .boxed()
                .flatMap(paper -> citations.neighbourhood(paper).citing().stream())
                .toList();
        return Optional.of(new AuthorProfile(
                id, name, all.sum(id), all.rank(id), all.sums.size(), with, PaperViews.incoming(citing)));
    }

    /**
     * The ids of those who go by an id that no paper bears now: one where an ORCID iD has become known since, more where
     * several people of one name have iDs, none where nobody was ever known by it.
     */
    public List<String> insteadOf(String id) {
        return citations.authorsKnownAs(id);
    }

    /** The sums of all, made anew where a paper or the ranks have changed. */
    private Standings standings() {
        Ranks ranks = book.ranks();
        long changes = citations.changes();
        Standings last = standings;
        if (last != null && last.ranks == ranks && last.changes == changes) {
            return last;
        }
        Map<String, Double> sums = citations.sumsByAuthor(paper -> {
            Double pageRank = ranks.pageRank(paper);
            return pageRank == null ? 0 : pageRank;
        });
        double[] ascending =
                sums.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
        Standings made = new Standings(ranks, changes, sums, ascending);
        standings = made;
        return made;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Standings(Ranks ranks, long changes, Map<String, Double> sums, double[] ascending) {

        double sum(String id) {
            return sums.getOrDefault(id, 0.0);
        }

        @Nullable
        Integer rank(String id) {
            double sum = sum(id);
            if (sum == 0) {
                return null;
            }
            int above = Arrays.binarySearch(ascending, Math.nextUp(sum));
            int first = above < 0 ? -above - 1 : above;
            while (first > 0 && ascending[first - 1] > sum) {
                first--;
            }
            return ascending.length - first + 1;
        }
    }
}
