package org.citestream.gateway.export;

import java.util.List;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.jspecify.annotations.Nullable;

/**
 * A paper as it leaves in other forms.
 *
 * @param paper its bibliographic state
 * @param rank 1 is the best, or null while it is not ranked
 * @param pagerank a share of 1, or null while it is not ranked
 * @param citations how many papers cite it
 */
public record ExportedPaper(
        PaperEvent paper, @Nullable Integer rank, @Nullable Double pagerank, int citations) {

    List<String> authors() {
        return paper.authors().stream().map(Author::name).toList();
    }

    /** The abstract, where its source lets it be shown. */
    @Nullable
    String abstractText() {
        PaperEvent.PaperAbstract given = paper.abstractText();
        return given != null && given.mayBeShown() ? given.text() : null;
    }

    boolean isInJournal() {
        return paper.keys().stream().anyMatch(each -> each.startsWith("dblp:journals/"));
    }
}
