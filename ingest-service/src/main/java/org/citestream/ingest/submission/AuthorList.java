package org.citestream.ingest.submission;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.citestream.events.SubmittedAuthor;

/** The authors of a paper as they come, no more than it may have. */
public final class AuthorList {

    private final List<SubmittedAuthor> authors = new ArrayList<>();
    private int characters;

    /**
     * Adds the next author.
     *
     * @throws RefusedValueException if there are too many, or their names too long in all
     */
    public void add(SubmittedAuthor author) throws RefusedValueException {
        if (authors.size() == SubmissionRules.MAX_AUTHORS) {
            throw refused("is given too often: at most %,d authors are allowed", SubmissionRules.MAX_AUTHORS);
        }
        characters += author.name().length();
        if (characters > SubmissionRules.MAX_NAMES) {
            throw refused(
                    "makes the names of the authors too long: at most %,d characters are allowed in all of them together",
                    SubmissionRules.MAX_NAMES);
        }
        authors.add(author);
    }

    public boolean isEmpty() {
        return authors.isEmpty();
    }

    /** Those that were added, in that order. */
    public List<SubmittedAuthor> toList() {
        return List.copyOf(authors);
    }

    private static RefusedValueException refused(String reason, int most) {
        return new RefusedValueException(String.format(Locale.ROOT, reason, most));
    }
}
