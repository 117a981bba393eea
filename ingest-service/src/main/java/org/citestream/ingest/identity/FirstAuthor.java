package org.citestream.ingest.identity;

import java.util.List;
import org.citestream.events.SubmittedPaper;
import org.jspecify.annotations.Nullable;

/**
 * The first author of a work, as names are compared: by the family name, or by all words of the name where nobody can tell which of
 * them is the family name.
 *
 * @param family the family name, folded
 * @param words all words of the name, folded and sorted
 */
public record FirstAuthor(String family, String words) {

    static @Nullable FirstAuthor of(SubmittedPaper paper) {
        return paper.authors().isEmpty() ? null : of(paper.authors().getFirst().name());
    }

    static FirstAuthor of(String name) {
        return new FirstAuthor(Names.family(name), Names.allWords(name));
    }

    boolean isMaybe(FirstAuthor other) {
        return family.equals(other.family) || words.equals(other.words);
    }

    /** The names under which those who are maybe the same coincide. */
    List<String> names() {
        return family.equals(words) ? List.of(family) : List.of(family, words);
    }
}
