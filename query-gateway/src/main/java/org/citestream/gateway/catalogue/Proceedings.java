package org.citestream.gateway.catalogue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.view.PaperView;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** How the proceedings of venues fare. */
@Service
public class Proceedings {

    private final CitationIndex citations;
    private final RankBook book;
    private volatile @Nullable Made made;

    Proceedings(CitationIndex citations, RankBook book) {
        this.citations = citations;
        this.book = book;
    }

    /** All venues by name, with their years; made anew where a paper or the ranks have changed. */
    public List<Venue> venues() {
        Ranks ranks = book.ranks();
        long changes = citations.changes();
        Made last = made;
        if (last == null || last.ranks != ranks || last.changes != changes) {
            last = new Made(ranks, changes, venues(ranks));
            made = last;
        }
        return last.venues;
    }

    private record Made(Ranks ranks, long changes, List<Venue> venues) {}

    private List<Venue> venues(Ranks ranks) {
        Map<String, List<PaperFacts>> byVenue = citations.allFacts().stream()
                .filter(each -> each.venue() != null)
                .collect(Collectors.groupingBy(PaperFacts::venue, TreeMap::new, Collectors.toList()));
        return byVenue.entrySet().stream()
                .map(venue -> new Venue(
                        venue.getKey(),
                        venue.getValue().size(),
                        venue.getValue().stream().collect(Collectors.groupingBy(PaperFacts::year)).entrySet().stream()
                                .map(year -> volume(year.getKey(), year.getValue(), ranks))
                                .sorted(Comparator.comparingInt(Volume::year).reversed())
                                .toList()))
                .toList();
    }

    /** The citations that some papers received, by the year of the citing paper. */
    public PaperView.Citations citationsOf(int[] papers) {
        List<Edge> citing = Arrays.stream(papers)
                .boxed()
                .flatMap(paper -> citations.neighbourhood(paper).citing().stream())
                .toList();
        return PaperViews.incoming(citing);
    }

    private static Volume volume(int year, List<PaperFacts> papers, Ranks ranks) {
        double[] percentiles = papers.stream()
                .map(each -> ranks.percentile(each.id()))
                .filter(each -> each != null)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return new Volume(
                year,
                papers.size(),
                papers.stream().mapToInt(PaperFacts::citations).sum(),
                (int) papers.stream().filter(each -> each.citations() == 0).count(),
                percentiles.length == 0 ? null : median(percentiles));
    }

    private static double median(double[] ascending) {
        int middle = ascending.length / 2;
        return ascending.length % 2 == 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
    }

    /**
     * A venue.
     *
     * @param name as its papers name it
     * @param papers how many it has
     * @param volumes by year, the newest first
     */
    public record Venue(String name, int papers, List<Volume> volumes) {}

    /**
     * The papers of a venue in a year.
     *
     * @param year the year
     * @param papers how many they are
     * @param citations how often they are cited by papers of the collection, self-citations included
     * @param uncited how many of them no paper of the collection cites
     * @param medianPercentile the median of the shares of all papers that are ranked below theirs, in percent, or null while
     *     none is ranked
     */
    public record Volume(
            int year,
            int papers,
            int citations,
            int uncited,
            @Nullable Double medianPercentile) {}
}
