package org.citestream.gateway.search;

import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;

/** An index in memory. What was taken in is found a tenth of a second later at most. */
final class Words implements AutoCloseable {

    static final String ID = "id";
    static final String TITLE = "title";
    static final String ABSTRACT = "abstract";
    static final String AUTHORS = "authors";

    /** Of which only is kept that they are there. */
    private static final FieldType WHOLE_WORDS = wholeWords();

    private static final long REFRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ByteBuffersDirectory memory = new ByteBuffersDirectory();
    private final Int2LongOpenHashMap versions = new Int2LongOpenHashMap();
    private final BitSet papers = new BitSet();
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile long refreshedAt = System.nanoTime() - REFRESH_NANOS;

    Words(PaperAnalyzer analyzer) throws IOException {
        writer = new IndexWriter(memory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(32));
        searchers = new SearcherManager(writer, null);
        versions.defaultReturnValue(Long.MIN_VALUE);
    }

    /** Takes papers in; one of an older version than is known changes nothing. */
    synchronized void take(List<PaperEvent> changed) {
        try {
            for (PaperEvent each : changed) {
                if (each.version() < versions.get(each.id())) {
                    continue;
                }
                versions.put(each.id(), each.version());
                boolean live = each.status() == PaperStatus.LIVE;
                papers.set(each.id(), live);
                Term id = new Term(ID, Integer.toString(each.id()));
                if (live) {
                    writer.updateDocument(id, document(each));
                } else {
                    writer.deleteDocuments(id);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of the papers. */
    synchronized BitSet papers() {
        return (BitSet) papers.clone();
    }

    /** By which all that was taken in a tenth of a second ago is found. */
    SearcherManager refreshed() throws IOException {
        if (System.nanoTime() - refreshedAt >= REFRESH_NANOS) {
            searchers.maybeRefreshBlocking();
            refreshedAt = System.nanoTime();
        }
        return searchers;
    }

    long bytes() throws IOException {
        long bytes = writer.ramBytesUsed();
        for (String each : memory.listAll()) {
            bytes += memory.fileLength(each);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        searchers.close();
        writer.close();
        memory.close();
    }

    private static FieldType wholeWords() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setOmitNorms(true);
        type.freeze();
        return type;
    }

    private static Document document(PaperEvent paper) {
        Document document = new Document();
        document.add(new StringField(ID, Integer.toString(paper.id()), Field.Store.NO));
        document.add(new NumericDocValuesField(ID, paper.id()));
        String authors = paper.authors().stream().map(Author::name).collect(Collectors.joining("\n"));
        document.add(new TextField(TITLE, paper.title(), Field.Store.NO));
        document.add(new Field(TITLE + PaperAnalyzer.WHOLE, paper.title(), WHOLE_WORDS));
        document.add(new TextField(AUTHORS, authors, Field.Store.NO));
        document.add(new Field(AUTHORS + PaperAnalyzer.WHOLE, authors, WHOLE_WORDS));
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
