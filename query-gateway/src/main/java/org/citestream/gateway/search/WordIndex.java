package org.citestream.gateway.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.citestream.events.PaperEvent;
import org.citestream.gateway.index.RecordListener;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The words of the live papers. Nothing but the id is stored: what is shown comes from the documents, and so do the passages that
 * are highlighted.
 *
 * <p>What was taken in is found a tenth of a second later at most.
 */
@Component
public final class WordIndex implements RecordListener, AutoCloseable {

    private static final Map<String, Float> FIELDS =
            Map.of(Words.TITLE, 3f, Words.ABSTRACT, 1f, Words.AUTHORS, 2f, "venue", 1f);

    private static final Search ALL_BY_RELEVANCE = (searcher, question) -> searcher.search(question, new ByRelevance());
    /** Of equals the lower id, as {@link ByRelevance} has it. */
    private static final Sort BY_RELEVANCE =
            new Sort(SortField.FIELD_SCORE, new SortField(Words.ID, SortField.Type.INT));

    private final PaperAnalyzer analyzer = new PaperAnalyzer();
    private final WordQuery questions = new WordQuery(analyzer, FIELDS);
    private volatile Words words;

    /** The index that is to take the place of the present one, while it is made. */
    private @Nullable Words next;

    WordIndex() throws IOException {
        words = new Words(analyzer);
    }

    @Override
    public synchronized void papers(List<PaperEvent> changed) {
        words.take(changed);
        if (next != null) {
            next.take(changed);
        }
    }

    /**
     * What came of a rebuild.
     *
     * @param before papers in the index that there was
     * @param after papers in the index that was made
     * @param different papers that are in one of them alone
     */
    public record Rebuilt(int before, int after, int different) {}

    /**
     * Makes the index anew beside the present one, which answers until the new one takes its place. One at a time.
     *
     * @param source tells all papers there are, in batches; of a paper told twice the higher version counts
     * @param dryRun whether the present one stays
     */
    public Rebuilt rebuild(Consumer<Consumer<List<PaperEvent>>> source, boolean dryRun) {
        try {
            Words made = new Words(analyzer);
            begin(made);
            try {
                source.accept(made::take);
                return end(made, dryRun);
            } finally {
                begin(null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void begin(@Nullable Words made) {
        next = made;
    }

    /** The former one is left to the garbage collector, since questions may still read it: all it has is memory. */
    private synchronized Rebuilt end(Words made, boolean dryRun) throws IOException {
        BitSet before = words.papers();
        BitSet after = made.papers();
        BitSet different = (BitSet) before.clone();
        different.xor(after);
        if (!dryRun) {
            words = made;
        }
        return new Rebuilt(before.cardinality(), after.cardinality(), different.cardinality());
    }

    /** The papers in which all words and phrases are found, the most relevant first. */
    public int[] find(String typed) {
        return search(questions.of(typed), ALL_BY_RELEVANCE);
    }

    /** The most relevant papers whose title or authors have all words, the last one maybe only begun; so many at most. */
    public int[] beginning(String typed, int most) {
        return search(
                questions.begun(typed, List.of(Words.TITLE, Words.AUTHORS)),
                (searcher, question) -> Arrays.stream(searcher.search(question, most, BY_RELEVANCE).scoreDocs)
                        .mapToInt(WordIndex::id)
                        .toArray());
    }

    private interface Search {
        int[] of(IndexSearcher searcher, Query question) throws IOException;
    }

    private int[] search(Query question, Search search) {
        try {
            SearcherManager searchers = words.refreshed();
            IndexSearcher searcher = searchers.acquire();
            try {
                return search.of(searcher, question);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By what {@link #BY_RELEVANCE} sorts second. */
    private static int id(ScoreDoc found) {
        return (int) ((FieldDoc) found).fields[1];
    }

    /** What highlights the words of a question in the texts of one paper after the other. */
    public Highlights highlights(String typed) {
        return new Highlights(
                questions.of(typed),
                UnifiedHighlighter.builderWithoutSearcher(analyzer)
                        .withFormatter(new DefaultPassageFormatter("<em>", "</em>", " … ", true))
                        .withMaxLength(10_000)
                        .build());
    }

    /** The words of one question in texts; for one thread. */
    public static final class Highlights {

        private final Query question;
        private final UnifiedHighlighter highlighter;

        private Highlights(Query question, UnifiedHighlighter highlighter) {
            this.question = question;
            this.highlighter = highlighter;
        }

        /**
         * The passages with what was asked for, between {@code <em>} and {@code </em>}, everything else being escaped for HTML.
         *
         * @param texts texts by their fields
         * @return passages by field; fields without any are left out
         */
        public Map<String, String> of(Map<String, String> texts) {
            Map<String, String> found = new LinkedHashMap<>();
            texts.forEach((field, text) -> {
                try {
                    Object passages = highlighter.highlightWithoutSearcher(field, question, text, 2);
                    if (passages != null && passages.toString().contains("<em>")) {
                        found.put(field, passages.toString());
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return found;
        }
    }

    /** How many bytes the index takes. */
    public long bytes() {
        try {
            return words.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many papers can be found by their words. */
    public int papers() {
        return words.papers().cardinality();
    }

    @Override
    public void close() throws IOException {
        words.close();
    }
}
