package org.citestream.gateway.catalogue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.projection.ListedPaper;
import org.citestream.gateway.projection.ViewDocuments;
import org.citestream.gateway.search.WordIndex;
import org.springframework.stereotype.Service;

/** What someone who is typing may be looking for. */
@Service
public class Suggestions {

    private static final int SHOWN = 8;
    private static final int LOOKED_AT = 200;

    private final WordIndex words;
    private final RankBook book;
    private final ViewDocuments documents;

    Suggestions(WordIndex words, RankBook book, ViewDocuments documents) {
        this.words = words;
        this.book = book;
        this.documents = documents;
    }

    /** Titles of papers whose title or authors have the words typed, the last one maybe only begun; the best papers first. */
    public List<String> of(String typed) {
        Ranks ranks = book.ranks();
        List<Integer> best = Arrays.stream(words.beginning(typed, LOOKED_AT))
                .boxed()
                .sorted(Comparator.comparingInt(ranks::order))
                .limit(SHOWN)
                .toList();
        Map<Integer, ListedPaper> listed = documents.list(best);
        return best.stream()
                .map(listed::get)
                .filter(Objects::nonNull)
                .map(ListedPaper::title)
                .distinct()
                .toList();
    }
}
