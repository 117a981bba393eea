package org.citestream.gateway.catalogue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.citestream.events.RankEpoch;
import org.citestream.gateway.catalogue.FoundPapers.Item;
import org.citestream.gateway.catalogue.FoundPapers.ListFreshness;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.projection.ListedPaper;
import org.citestream.gateway.projection.ListedPaper.AbstractOrigin;
import org.citestream.gateway.projection.ListedPaper.ShownAbstract;
import org.citestream.gateway.projection.ViewDocuments;
import org.citestream.gateway.search.WordIndex;
import org.citestream.gateway.view.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Makes pages of lists, from the indexes; the abstracts of which passages are shown come from the documents by their ids, a page at a time. */
@Service
public class FoundPages {

    private static final int MOST_AUTHORS = 20;
    private static final String ABSTRACT = "abstract";

    private final Catalogue catalogue;
    private final Cursors cursors;
    private final CitationIndex citations;
    private final ViewDocuments documents;
    private final WordIndex words;

    FoundPages(
            Catalogue catalogue, Cursors cursors, CitationIndex citations, ViewDocuments documents, WordIndex words) {
        this.catalogue = catalogue;
        this.cursors = cursors;
        this.citations = citations;
        this.documents = documents;
        this.words = words;
    }

    /** A page by its number, with the cursor of the next one. */
    public FoundPapers page(PaperQuery query, PageRequest request, boolean facets) {
        return page(query, request, facets, true);
    }

    /** A page by its number, for those who go on by number: so the list need not be kept for them. */
    public FoundPapers pageWithoutCursor(PaperQuery query, PageRequest request, boolean facets) {
        return page(query, request, facets, false);
    }

    private FoundPapers page(PaperQuery query, PageRequest request, boolean facets, boolean cursor) {
        Listing listing = catalogue.list(query);
        int from = (int) Math.min((request.page() - 1L) * request.size(), listing.ids().length);
        return page(listing, from, request.size(), request.page(), facets, cursor);
    }

    /** The page where a cursor leads. */
    public FoundPapers page(Cursors.Place place, int size, boolean facets) {
        return page(place.listing(), place.taken(), size, null, facets, true);
    }

    private FoundPapers page(
            Listing listing, int from, int size, @Nullable Integer number, boolean facets, boolean cursor) {
        int[] ids = listing.ids();
        int to = (int) Math.min(ids.length, (long) from + size);
        int[] shown = Arrays.copyOfRange(ids, from, to);
        RankEpoch epoch = listing.ranks().epoch();
        return new FoundPapers(
                ids.length,
                number,
                size,
                items(listing, shown),
                cursor && to < ids.length ? cursors.after(listing, to) : null,
                facets ? listing.facets(this::divided) : null,
                new ListFreshness(
                        listing.madeAt(), epoch == null ? null : epoch.epoch(), epoch == null ? null : epoch.time()));
    }

    private Facets divided(int[] ids) {
        return Facets.of(citations.division(ids, MOST_AUTHORS));
    }

    private List<Item> items(Listing listing, int[] shown) {
        Ranks ranks = listing.ranks();
        WordIndex.Highlights highlights = highlights(listing.query());
        List<Integer> wanted = Arrays.stream(shown).boxed().toList();
        Map<Integer, ListedPaper> listed =
                highlights == null ? documents.list(wanted) : documents.listWithAbstracts(wanted);
        Map<Integer, PaperFacts> facts =
                citations.facts(shown).stream().collect(Collectors.toMap(PaperFacts::id, Function.identity()));
        return Arrays.stream(shown)
                .mapToObj(id -> {
                    ListedPaper paper = listed.get(id);
                    PaperFacts known = facts.get(id);
                    Map<String, String> highlight = highlight(highlights, paper);
                    return new Item(
                            id,
                            ranks.rank(id),
                            paper == null ? null : paper.title(),
                            paper == null ? 0 : paper.year(),
                            paper == null ? null : paper.venue(),
                            ranks.pageRank(id),
                            known == null ? 0 : known.citations(),
                            highlight,
                            passageOrigin(highlight, paper));
                })
                .toList();
    }

    private WordIndex.@Nullable Highlights highlights(PaperQuery query) {
        String typed = query.text();
        return typed == null || query.mode() == PaperQuery.Mode.SEMANTIC ? null : words.highlights(typed);
    }

    private static @Nullable Map<String, String> highlight(
            WordIndex.@Nullable Highlights highlights, @Nullable ListedPaper paper) {
        if (highlights == null || paper == null) {
            return null;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("title", paper.title());
        ShownAbstract shown = paper.shownAbstract();
        if (shown != null) {
            texts.put(ABSTRACT, shown.text());
        }
        return highlights.of(texts);
    }

    private static @Nullable AbstractOrigin passageOrigin(
            @Nullable Map<String, String> highlight, @Nullable ListedPaper paper) {
        ShownAbstract shown = paper == null ? null : paper.shownAbstract();
        return shown == null || highlight == null || !highlight.containsKey(ABSTRACT) ? null : shown.origin();
    }
}
