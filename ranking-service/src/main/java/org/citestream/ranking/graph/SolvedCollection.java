package org.citestream.ranking.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import org.citestream.pagerank.SnapshotAttachment;
import org.citestream.pagerank.SolvedGraph;

/**
 * A collection that was read and solved elsewhere. It is written as the snapshot of a {@link RankedCollection}, which goes on from it.
 *
 * @param graph of the papers that were told, whether they count or not
 * @param told what was told of each paper
 */
public record SolvedCollection(SolvedGraph graph, Iterator<Told> told) {

    /**
     * What was told of a paper.
     *
     * @param id of the paper, from 1 on
     * @param node of the paper in the graph, or -1 where only its references were told
     * @param paperVersion version of its record, 0 where there was none
     * @param referencesVersion version of its references, 0 where there were none
     * @param cited ids of the papers that it cites and that may count
     * @param waits whether one of them was not told
     */
    @SuppressWarnings("ArrayRecordComponent") // written and forgotten
    public record Told(int id, int node, long paperVersion, long referencesVersion, int[] cited, boolean waits) {}

    /**
     * Writes the snapshot; the former one stays until this one is whole.
     *
     * @param positions writes what tells up to where the topics were read
     * @throws IOException if it cannot be written
     */
    public void to(Path file, SnapshotAttachment positions) throws IOException {
        graph.save(file, out -> {
            positions.writeTo(out);
            KnownPapers.Writer writer = new KnownPapers.Writer(out);
            while (told.hasNext()) {
                Told next = told.next();
                writer.add(
                        next.id,
                        new KnownPaper(next.node, next.paperVersion, next.referencesVersion, next.cited, next.waits));
            }
            writer.end();
        });
    }
}
