package org.citestream.gateway.page;

import java.util.ArrayList;
import java.util.List;
import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.index.PaperFilter;
import org.jspecify.annotations.Nullable;

/**
 * What a list of papers shows.
 *
 * @param query what is asked for
 * @param found a page of it
 * @param address where it is
 * @param pager the pages beside it
 * @param filters what narrows the list, each with the address without it
 * @param newest the highest id of any paper, so that what comes later can be told from what changes
 * @param byMeaning whether it can be searched by meaning
 * @param passages where the passages of abstracts are from and under which licence, in words; empty where none is shown
 */
record PapersPage(
        PaperQuery query,
        FoundPapers found,
        ListAddress address,
        Pager pager,
        List<Filter> filters,
        int newest,
        boolean byMeaning,
        String passages) {

    /**
     * Something that narrows the list.
     *
     * @param words what it asks for
     * @param without the address of the list that it does not narrow
     */
    record Filter(String words, String without) {}

    /** Whether words are searched for that must stand side by side. */
    boolean hasPhrase() {
        return query.text() != null && query.text().indexOf('"') >= 0;
    }

    /** The address of the list where they may stand anywhere. */
    String withoutPhrases() {
        String text = query.text();
        return address.with("q", text == null ? null : text.replace('"', ' ').strip())
                .toString();
    }

    /** What narrows a list, in words. */
    static List<Filter> filters(PaperQuery query, ListAddress address, @Nullable String authorName) {
        PaperFilter asked = query.filter();
        List<Filter> filters = new ArrayList<>();
        if (query.text() != null && query.mode() != PaperQuery.Mode.TEXT) {
            String words =
                    query.mode() == PaperQuery.Mode.SEMANTIC ? "by what it means" : "by its words and what it means";
            filters.add(new Filter(words, address.with("mode", null).toString()));
        }
        if (asked.venue() != null) {
            filters.add(new Filter(asked.venue(), address.with("venue", null).toString()));
        }
        Integer from = asked.yearFrom();
        Integer to = asked.yearTo();
        if (from != null || to != null) {
            String words = from == null
                    ? "until " + to
                    : to == null ? "since " + from : from.equals(to) ? "" + to : from + "–" + to;
            filters.add(new Filter(
                    words, address.with("yearFrom", null).with("yearTo", null).toString()));
        }
        if (asked.author() != null) {
            String name = authorName == null ? asked.author() : authorName;
            filters.add(new Filter("by " + name, address.with("author", null).toString()));
        }
        Boolean summarized = asked.hasSummary();
        if (summarized != null) {
            filters.add(new Filter(
                    summarized ? "with a summary" : "without a summary",
                    address.with("hasSummary", null).toString()));
        }
        if (asked.citedBy() != null) {
            filters.add(new Filter(
                    "cited by paper " + asked.citedBy(),
                    address.with("citedBy", null).toString()));
        }
        if (asked.cites() != null) {
            filters.add(new Filter(
                    "citing paper " + asked.cites(), address.with("cites", null).toString()));
        }
        if (query.minRank() != null) {
            filters.add(new Filter(
                    "among the best " + Wording.number(query.minRank()),
                    address.with("minRank", null).toString()));
        }
        return filters;
    }
}
