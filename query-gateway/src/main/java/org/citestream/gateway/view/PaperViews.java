package org.citestream.gateway.view;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperEvent.PaperAbstract;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.SummaryEvent;
import org.citestream.gateway.history.RankPoint;
import org.citestream.gateway.index.CitationFigures;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.CitationNeighbourhood.Edge;
import org.citestream.gateway.index.NamedPaper;
import org.citestream.gateway.index.NeighbourIndex;
import org.citestream.gateway.index.NeighbourIndex.Neighbour;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.projection.PastVersions.PastView;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.projection.SummarySection;
import org.citestream.gateway.projection.ViewDocuments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Puts the view of a paper together: its document, its place among the citations, its rank and its neighbours. */
@Service
public class PaperViews {

    private static final int MOST_SIMILAR = 10;
    private static final int LONGEST_CHAIN_OF_MERGERS = 20;

    private final ViewDocuments documents;
    private final CitationIndex citations;
    private final RankBook book;
    private final NeighbourIndex neighbours;

    PaperViews(ViewDocuments documents, CitationIndex citations, RankBook book, NeighbourIndex neighbours) {
        this.documents = documents;
        this.citations = citations;
        this.book = book;
        this.neighbours = neighbours;
    }

    /** The paper of an id. */
    public Lookup find(int id) {
        StoredView stored = documents.find(id).orElse(null);
        if (stored == null) {
            return new Lookup.Unknown();
        }
        PaperEvent paper = stored.paper().paper();
        Integer into = paper.mergedInto();
        if (paper.status() == PaperStatus.RETIRED && into != null) {
            return new Lookup.Merged(survivor(into));
        }
        return new Lookup.Found(stored);
    }

    /**
     * The id of the paper that carries an identity key, if there is one.
     *
     * @param key {@code doi:…} in any case, or {@code SOURCE:…}
     */
    public OptionalInt idOf(String key) {
        String folded = key.regionMatches(true, 0, "doi:", 0, 4) ? key.toLowerCase(Locale.ROOT) : key;
        OptionalInt id = citations.idOf(folded);
        boolean carried = id.isPresent()
                && documents
                        .find(id.getAsInt())
                        .filter(found -> found.paper().paper().keys().contains(folded))
                        .isPresent();
        return carried ? id : OptionalInt.empty();
    }

    /** The papers most like one, the most alike first; other versions of it, under its title and by an author of it, are not among them. */
    public List<PaperView.Similar> similar(int id) {
        List<Neighbour> similar = neighbours.similar(id, MOST_SIMILAR, other -> citations.isAnotherWork(other, id));
        Map<Integer, NamedPaper> named =
                citations.named(similar.stream().map(Neighbour::id).toList());
        return similar.stream()
                .map(each -> {
                    NamedPaper paper = named.get(each.id());
                    return new PaperView.Similar(
                            each.id(), paper == null ? null : paper.title(), Math.round(each.score() * 1e4) / 1e4);
                })
                .toList();
    }

    /** The papers of some ids, each as it is or as the paper that it became; those that are unknown are left out. */
    public Map<Integer, StoredView> findAll(Collection<Integer> ids) {
        Map<Integer, StoredView> found = documents.findAll(ids);
        for (Map.Entry<Integer, StoredView> each : found.entrySet()) {
            if (each.getValue().paper().paper().status() == PaperStatus.RETIRED
                    && find(each.getKey()) instanceof Lookup.Merged(int into)) {
                documents.find(into).ifPresent(each::setValue);
            }
        }
        return found;
    }

    /** The view of a paper that was found. */
    public PaperView view(StoredView stored) {
        return view(stored, true);
    }

    /** The view of a paper that was found, with or without the papers most like it. */
    public PaperView view(StoredView stored, boolean withSimilar) {
        PaperEvent paper = stored.paper().paper();
        SummarySection summary = stored.summary();
        PaperAbstract given = paper.abstractText();
        // What a source does not let be shown is for summaries and search only.
        PaperAbstract text = given != null && given.mayBeShown() ? given : null;
        int id = paper.id();
        boolean live = paper.status() == PaperStatus.LIVE;
        Ranks ranks = book.ranks();
        CitationFigures around = live ? citations.figures(id) : CitationFigures.NONE;
        return new PaperView(
                id,
                paper.status(),
                paper.keys(),
                paper.title(),
                paper.authors(),
                paper.venue(),
                paper.year(),
                paper.doi(),
                paper.url(),
                text == null ? null : text.text(),
                text == null ? null : text.source(),
                text == null ? null : text.licence(),
                paper.sources(),
                summary(summary),
                summary == null ? SummaryEvent.Status.PENDING : summary.status(),
                summary == null ? null : summary.reason(),
                live ? ranks.pageRank(id) : null,
                live ? ranks.rank(id) : null,
                live ? ranks.percentile(id) : null,
                new PaperView.Citations(
                        around.citing(),
                        around.nonSelf(),
                        around.byYear().stream()
                                .map(each -> new PaperView.Citations.Year(each.year(), each.count(), each.nonSelf()))
                                .toList()),
                new PaperView.References(around.cited(), around.unresolved()),
                live && withSimilar ? similar(id) : List.of(),
                freshness(stored, ranks),
                null);
    }

    /** The same of an earlier moment, made of what is kept. */
    PaperView view(PastView past, StoredView then, @Nullable RankPoint point, Instant moment, List<String> notKept) {
        PaperView stored = view(then, false);
        Instant summarizedAt = stored.freshness().summarizedAt();
        return new PaperView(
                stored.id(),
                stored.status(),
                stored.keys(),
                stored.title(),
                stored.authors(),
                stored.venue(),
                stored.year(),
                stored.doi(),
                stored.url(),
                stored.abstractText(),
                stored.abstractSource(),
                stored.abstractLicence(),
                stored.sources(),
                stored.summary(),
                stored.summaryStatus(),
                stored.summaryReason(),
                point == null ? null : point.pagerank(),
                point == null ? null : point.rank(),
                point == null ? null : point.percentile(),
                point == null ? null : new PaperView.Citations(point.citations(), null, List.of()),
                past.referencesKept() ? new PaperView.References(past.cited(), past.unresolved()) : null,
                List.of(),
                new PaperView.Freshness(
                        stored.freshness().acceptedAt(),
                        stored.freshness().viewableAt(),
                        summarizedAt,
                        point == null ? null : point.time(),
                        point == null ? null : point.epoch()),
                new PaperView.AsOf(moment, past.since(), notKept));
    }

    private int survivor(int id) {
        int survivor = id;
        for (int step = 0; step < LONGEST_CHAIN_OF_MERGERS; step++) {
            Integer into = documents
                    .find(survivor)
                    .map(found -> found.paper().paper().mergedInto())
                    .orElse(null);
            if (into == null) {
                break;
            }
            survivor = into;
        }
        return survivor;
    }

    private static PaperView.@Nullable Summary summary(@Nullable SummarySection section) {
        if (section == null || section.text() == null) {
            return null;
        }
        return new PaperView.Summary(
                section.text(),
                section.model(),
                section.date() == null ? null : LocalDate.ofInstant(section.date(), ZoneOffset.UTC),
                section.method(),
                section.promptVersion(),
                section.sourceHash(),
                section.checks());
    }

    /** What citations come to, by the year of the citing paper. */
    public static PaperView.Citations incoming(List<Edge> citing) {
        Map<Integer, int[]> byYear = new TreeMap<>();
        int nonSelf = 0;
        for (Edge each : citing) {
            int[] figures = byYear.computeIfAbsent(each.year(), _ -> new int[2]);
            figures[0]++;
            if (!each.self()) {
                figures[1]++;
                nonSelf++;
            }
        }
        return new PaperView.Citations(
                citing.size(),
                nonSelf,
                byYear.entrySet().stream()
                        .map(each ->
                                new PaperView.Citations.Year(each.getKey(), each.getValue()[0], each.getValue()[1]))
                        .toList());
    }

    private PaperView.Freshness freshness(StoredView stored, Ranks ranks) {
        PaperEvent paper = stored.paper().paper();
        SummarySection summary = stored.summary();
        RankEpoch epoch = ranks.epoch();
        boolean ranked =
                epoch != null && ranks.index().contains(paper.id()) && citations.isCovered(paper.id(), ranks.reach());
        return new PaperView.Freshness(
                paper.acceptedAt(),
                stored.paper().origin().viewableAt(),
                summary == null || summary.text() == null ? null : summary.date(),
                ranked && epoch != null ? epoch.time() : null,
                ranked && epoch != null ? epoch.epoch() : null);
    }
}
