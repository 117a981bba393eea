package org.citestream.summary.text;

import java.util.Objects;
import org.citestream.events.ContentHash;
import org.jspecify.annotations.Nullable;

/** Title and abstract of a paper, normalised: composed characters, single spaces, nothing invisible. Equal by both. */
public final class PaperText {

    private final String title;
    private final @Nullable String abstractText;
    /** Worked out when it is first asked for, since that takes a while; by two threads at once, twice. */
    private volatile @Nullable String trusted;

    /**
     * @param title may be empty
     * @param abstractText null or blank where there is none
     */
    public PaperText(String title, @Nullable String abstractText) {
        this.title = UntrustedText.normalise(title);
        String normalised = abstractText == null ? "" : UntrustedText.normalise(abstractText);
        this.abstractText = normalised.isEmpty() ? null : normalised;
    }

    public String title() {
        return title;
    }

    /** Null where there is none, never blank. */
    public @Nullable String abstractText() {
        return abstractText;
    }

    /** Equal exactly for equal normalised title and abstract. */
    public String hash() {
        return ContentHash.of(title, abstractText);
    }

    /** The abstract without what speaks to a reader's machine instead of about the paper; empty where nothing is left. */
    public String trusted() {
        String known = trusted;
        if (known == null) {
            String text = abstractText;
            known = text == null ? "" : UntrustedText.withoutInstructions(text);
            trusted = known;
        }
        return known;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PaperText that
                && title.equals(that.title)
                && Objects.equals(abstractText, that.abstractText);
    }

    @Override
    public int hashCode() {
        return Objects.hash(title, abstractText);
    }

    @Override
    public String toString() {
        return title;
    }
}
