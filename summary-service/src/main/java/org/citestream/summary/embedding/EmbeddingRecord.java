package org.citestream.summary.embedding;

import java.time.Instant;
import org.citestream.events.ContentHash;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.EmbeddingEvent.Basis;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.EmbeddingState;
import org.jspecify.annotations.Nullable;

/**
 * The next embedding record of a paper, after each thing that can happen to it.
 *
 * @param state what is made durable before it is sent
 * @param event what is sent
 */
public record EmbeddingRecord(EmbeddingState state, EmbeddingEvent event) {

    /** There is a vector. */
    static EmbeddingRecord made(
            @Nullable EmbeddingState last, int id, String model, PaperText text, Instant acceptedAt, float[] vector) {
        EmbeddingState state = next(last, id, model, text.hash());
        return new EmbeddingRecord(
                state,
                new EmbeddingEvent(
                        id,
                        model,
                        state.version(),
                        vector.length,
                        EmbeddingEvent.encode(vector),
                        state.hash(),
                        basis(text),
                        acceptedAt));
    }

    /** This text gets none under this model. */
    static EmbeddingRecord none(
            @Nullable EmbeddingState last, int id, String model, PaperText text, Instant acceptedAt, String reason) {
        return without(next(last, id, model, text.hash()), text, acceptedAt, reason);
    }

    /** There is none since the paper could not be taken in: nobody is to wait for one, and one is made where it is taken in after all. */
    public static EmbeddingRecord refused(
            @Nullable EmbeddingState last, int id, String model, PaperText text, Instant acceptedAt, String reason) {
        return without(next(last, id, model, ContentHash.of("refused", text.hash())), text, acceptedAt, reason);
    }

    /** There is none for a reason that has nothing to do with the paper: it counts as not yet made from any text. */
    static EmbeddingRecord noneYet(
            @Nullable EmbeddingState last, int id, String model, PaperText text, Instant acceptedAt, String reason) {
        return without(next(last, id, model, ""), text, acceptedAt, reason);
    }

    private static EmbeddingRecord without(EmbeddingState state, PaperText text, Instant acceptedAt, String reason) {
        return new EmbeddingRecord(
                state,
                new EmbeddingEvent(
                        state.id(),
                        state.model(),
                        state.version(),
                        0,
                        "",
                        state.hash(),
                        basis(text),
                        acceptedAt,
                        reason));
    }

    private static EmbeddingState next(@Nullable EmbeddingState last, int id, String model, String hash) {
        if (last != null && last.isOf(model, hash)) {
            return last;
        }
        return new EmbeddingState(id, last == null ? 1 : last.version() + 1, model, hash);
    }

    private static Basis basis(PaperText text) {
        return text.trusted().isEmpty() ? Basis.TITLE : Basis.TITLE_AND_ABSTRACT;
    }
}
