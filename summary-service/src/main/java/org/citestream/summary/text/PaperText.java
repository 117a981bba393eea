package org.citestream.summary.text;

import org.citestream.events.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * Title and abstract of a paper, normalised: composed characters, single spaces, nothing invisible.
 *
 * @param title never null; may be empty
 * @param abstractText null where there is none, never blank
 */
public record PaperText(String title, @Nullable String abstractText) {

    public PaperText {
        title = UntrustedText.normalise(title);
        String normalised = abstractText == null ? "" : UntrustedText.normalise(abstractText);
        abstractText = normalised.isEmpty() ? null : normalised;
    }

    /** Equal exactly for equal normalised title and abstract. */
    public String hash() {
        return ContentHash.of(title, abstractText);
    }

    /** The abstract without what speaks to a reader's machine instead of about the paper; empty where nothing is left. */
    public String trusted() {
        String text = abstractText;
        return text == null ? "" : UntrustedText.withoutInstructions(text);
    }
}
