package org.citestream.gateway.export;

import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.citestream.gateway.catalogue.Listing;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.PaperFacts;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.projection.ViewDocuments;
import org.springframework.stereotype.Service;

/** Writes papers and citations out, a batch of documents at a time, so that memory does not grow with the list. */
@Service
public class Exports {

    private static final int BATCH = 500;

    private final ViewDocuments documents;
    private final CitationIndex citations;
    private final RankBook book;

    Exports(ViewDocuments documents, CitationIndex citations, RankBook book) {
        this.documents = documents;
        this.citations = citations;
        this.book = book;
    }

    /** A paper with what an export says of it. */
    public ExportedPaper paper(StoredView stored) {
        int id = stored.paper().paper().id();
        return exported(stored, book.ranks(), citations.facts(new int[] {id}));
    }

    /** The whole of a list. Papers whose document is not there in this moment are left out. */
    public void write(Listing listing, PaperFormat format, Writer out) throws IOException {
        out.write(format.before());
        boolean first = true;
        int[] ids = listing.ids();
        for (int from = 0; from < ids.length; from += BATCH) {
            List<Integer> batch = Arrays.stream(ids, from, Math.min(ids.length, from + BATCH))
                    .boxed()
                    .toList();
            Map<Integer, StoredView> found = documents.findAll(batch);
            for (int id : batch) {
                StoredView stored = found.get(id);
                if (stored != null) {
                    out.write(first ? "" : format.between());
                    out.write(format.write(exported(stored, listing.ranks(), citations.facts(new int[] {id}))));
                    first = false;
                }
            }
        }
        out.write(format.after());
    }

    /** The citations between live papers, citing and cited id in a line, with a tab between. */
    public void edges(Writer out) throws IOException {
        for (long each : citations.allCitations()) {
            out.write((each >>> 32) + "\t" + (int) each + "\n");
        }
    }

    /** The live papers and the citations between them as GraphML. */
    public void graphMl(Writer out) throws IOException {
        out.write("""
                <?xml version="1.0" encoding="UTF-8"?>
                <graphml xmlns="http://graphml.graphdrawing.org/xmlns">
                <key id="year" for="node" attr.name="year" attr.type="int"/>
                <key id="rank" for="node" attr.name="rank" attr.type="int"/>
                <key id="pagerank" for="node" attr.name="pagerank" attr.type="double"/>
                <graph id="citations" edgedefault="directed">
                """);
        Ranks ranks = book.ranks();
        IntSet nodes = new IntOpenHashSet();
        for (var paper : citations.livePapers()) {
            nodes.add(paper.id());
            out.write("<node id=\"n" + paper.id() + "\"><data key=\"year\">" + paper.year() + "</data>");
            Integer rank = ranks.rank(paper.id());
            if (rank != null) {
                out.write("<data key=\"rank\">" + rank + "</data><data key=\"pagerank\">" + ranks.pageRank(paper.id())
                        + "</data>");
            }
            out.write("</node>\n");
        }
        for (long each : citations.allCitations()) {
            int citing = (int) (each >>> 32);
            int cited = (int) each;
            if (nodes.contains(citing) && nodes.contains(cited)) {
                out.write("<edge source=\"n" + citing + "\" target=\"n" + cited + "\"/>\n");
            }
        }
        out.write("</graph>\n</graphml>\n");
    }

    private static ExportedPaper exported(StoredView stored, Ranks ranks, List<PaperFacts> facts) {
        int id = stored.paper().paper().id();
        return new ExportedPaper(
                stored.paper().paper(),
                ranks.rank(id),
                ranks.pageRank(id),
                facts.isEmpty() ? 0 : facts.getFirst().citations());
    }
}
