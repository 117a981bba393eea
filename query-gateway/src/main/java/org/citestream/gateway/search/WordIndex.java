package org.citestream.gateway.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.DefaultPassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.gateway.index.RecordListener;
import org.springframework.stereotype.Component;

/**
 * The words of the live papers. Nothing but the id is stored: what is shown comes from the documents, and so do the passages that
 * are highlighted.
 *
 * <p>What was taken in is found a tenth of a second later at most.
 */
@Component
public final class WordIndex implements RecordListener, AutoCloseable {

    /** The most papers that a question is answered with. */
    public static final int MOST_HITS = 100_000;

    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final String ID = "id";
    private static final String TITLE = "title";
    private static final String ABSTRACT = "abstract";
    private static final String AUTHORS = "authors";
    private static final Map<String, Float> FIELDS = Map.of(TITLE, 3f, ABSTRACT, 1f, AUTHORS, 2f, "venue", 1f);

    private final PaperAnalyzer analyzer = new PaperAnalyzer();
    private final WordQuery questions = new WordQuery(analyzer, FIELDS);
    private final ByteBuffersDirectory memory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile long refreshedAt = System.nanoTime() - REFRESH_NANOS;

    WordIndex() throws IOException {
        writer = new IndexWriter(memory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(32));
        searchers = new SearcherManager(writer, null);
    }

    @Override
    public void papers(List<PaperEvent> changed) {
        try {
            for (PaperEvent each : changed) {
                Term id = new Term(ID, Integer.toString(each.id()));
                if (each.status() == PaperStatus.LIVE) {
                    writer.updateDocument(id, document(each));
                } else {
                    writer.deleteDocuments(id);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The papers in which all words and phrases are found, with their relevance, the most relevant first. */
    public Map<Integer, Float> find(String typed) {
        try {
            refresh();
            IndexSearcher searcher = searchers.acquire();
            try {
                TopDocs top = searcher.search(questions.of(typed), MOST_HITS);
                return ids(searcher, top.scoreDocs);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The papers whose title or authors have all words, the last one maybe only begun; in no order.
     *
     * @param most how many are looked for at most
     */
    public Set<Integer> beginning(String typed, int most) {
        try {
            refresh();
            IndexSearcher searcher = searchers.acquire();
            try {
                TopDocs top = searcher.search(questions.begun(typed, List.of(TITLE, AUTHORS)), most);
                return ids(searcher, top.scoreDocs).keySet();
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Where the words of a question are found in a text: the best passages, the words between {@code <em>} and {@code </em>}, all
     * else escaped for HTML.
     *
     * @param typed the question
     * @param texts by field, {@code title} or {@code abstract}
     * @return by field; fields in which nothing is found are left out
     */
    public Map<String, String> highlight(String typed, Map<String, String> texts) {
        Query question = questions.of(typed);
        UnifiedHighlighter highlighter = UnifiedHighlighter.builderWithoutSearcher(analyzer)
                .withFormatter(new DefaultPassageFormatter("<em>", "</em>", " … ", true))
                .withMaxLength(10_000)
                .build();
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

    /** How many bytes the index takes. */
    public long bytes() {
        try {
            long bytes = writer.ramBytesUsed();
            for (String each : memory.listAll()) {
                bytes += memory.fileLength(each);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        memory.close();
    }

    private void refresh() throws IOException {
        if (System.nanoTime() - refreshedAt >= REFRESH_NANOS) {
            searchers.maybeRefreshBlocking();
            refreshedAt = System.nanoTime();
        }
    }

    private static Map<Integer, Float> ids(IndexSearcher searcher, ScoreDoc[] hits) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        NumericDocValues[] ids = new NumericDocValues[leaves.size()];
        int[] order = new int[hits.length];
        int[] place = new int[hits.length];
        for (int i = 0; i < hits.length; i++) {
            place[i] = i;
        }
        // The values of a segment are read forwards only.
        it.unimi.dsi.fastutil.ints.IntArrays.quickSort(place, (a, b) -> Integer.compare(hits[a].doc, hits[b].doc));
        for (int i : place) {
            int leaf = ReaderUtil.subIndex(hits[i].doc, leaves);
            NumericDocValues values = ids[leaf];
            if (values == null) {
                values = leaves.get(leaf).reader().getNumericDocValues(ID);
                ids[leaf] = values;
            }
            values.advanceExact(hits[i].doc - leaves.get(leaf).docBase);
            order[i] = (int) values.longValue();
        }
        Map<Integer, Float> found = LinkedHashMap.newLinkedHashMap(hits.length);
        for (int i = 0; i < hits.length; i++) {
            found.put(order[i], hits[i].score);
        }
        return found;
    }

    private static Document document(PaperEvent paper) {
        Document document = new Document();
        document.add(new StringField(ID, Integer.toString(paper.id()), Field.Store.NO));
        document.add(new NumericDocValuesField(ID, paper.id()));
        document.add(new TextField(TITLE, paper.title(), Field.Store.NO));
        document.add(new TextField(
                AUTHORS, paper.authors().stream().map(Author::name).collect(Collectors.joining("\n")), Field.Store.NO));
        String venue = paper.venue();
        if (venue != null) {
            document.add(new TextField("venue", venue, Field.Store.NO));
        }
        PaperEvent.PaperAbstract text = paper.abstractText();
        if (text != null) {
            document.add(new TextField(ABSTRACT, text.text(), Field.Store.NO));
        }
        return document;
    }
}
