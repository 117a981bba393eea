package org.citestream.summary.intake;

import org.citestream.events.ContentHash;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.EmbeddingState;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryRecords;
import org.jspecify.annotations.Nullable;

/** Tells what a paper lacks under the present settings. Knows neither store nor broker. */
final class Assessment {

    /** Shorter ones, such as "n/a", say nothing. */
    private static final int SHORTEST_ABSTRACT = 40;

    private final Summariser summariser;
    private final String embeddingModel;

    /**
     * @param embeddingModel empty for none
     */
    Assessment(Summariser summariser, String embeddingModel) {
        this.summariser = summariser;
        this.embeddingModel = embeddingModel;
    }

    /** Equal exactly while the same papers lack the same. */
    String settings() {
        return ContentHash.of(summariser.identity(), summariser.connection(), embeddingModel);
    }

    boolean embeds() {
        return !embeddingModel.isEmpty();
    }

    /**
     * What follows from a paper's state, given what was done for it so far.
     *
     * @param open whether the work that the last summary record answers is still open: then nobody knows that it was sent
     */
    Verdict of(PaperEvent paper, int partition, Progress before, boolean open) {
        SummaryState last = before.summary();
        SummaryState unsent = last != null && (open || last.paperVersion() > before.paperVersion()) ? last : null;
        if (paper.status() != PaperStatus.LIVE) {
            return new Verdict(
                    paper.id(), paper.version(), null, null, paper.isCanary() ? canary(paper, before) : null, unsent);
        }
        PaperEvent.PaperAbstract given = paper.abstractText();
        PaperText text = new PaperText(paper.title(), given == null ? null : given.text());
        OpenWork embedding = embedding(paper, partition, text, before.embedding());
        String nothing = nothingToSummarise(text);
        String key = nothing == null
                ? ContentHash.of(text.hash(), summariser.identity())
                : ContentHash.of("nothing", nothing);
        if (last != null && answers(last, key)) {
            return new Verdict(paper.id(), paper.version(), null, embedding, null, unsent);
        }
        if (nothing != null) {
            SummaryState none =
                    SummaryRecords.noAbstract(before, paper.id(), paper.version(), key, nothing, paper.acceptedAt());
            return new Verdict(paper.id(), paper.version(), null, embedding, none, null);
        }
        OpenWork summary = new OpenWork(item(paper, partition, key), text);
        SummaryState pending = last != null && isOutdated(last.event(), text)
                ? SummaryRecords.pending(
                        before,
                        paper.id(),
                        paper.version(),
                        "title or abstract changed, and a new summary is being made",
                        paper.acceptedAt())
                : null;
        return new Verdict(paper.id(), paper.version(), summary, embedding, pending, pending == null ? unsent : null);
    }

    /** No model is asked about the canary; that it came by is told each time. */
    private static SummaryState canary(PaperEvent paper, Progress before) {
        return SummaryRecords.noAbstract(
                before,
                paper.id(),
                paper.version(),
                ContentHash.of("canary", paper.version()),
                "This is the canary",
                paper.acceptedAt());
    }

    private boolean answers(SummaryState last, String key) {
        return last.key().equals(key)
                && switch (last.event().status()) {
                    case CURRENT, NO_ABSTRACT -> true;
                    case FAILED -> last.connection().equals(summariser.connection());
                    case PENDING -> false;
                };
    }

    /** Whether readers have to be told that the record no longer fits the text; while it is being made again, they were. */
    private static boolean isOutdated(SummaryEvent last, PaperText text) {
        return switch (last.status()) {
            case CURRENT -> !text.hash().equals(last.sourceHash());
            case NO_ABSTRACT, FAILED -> true;
            case PENDING -> false;
        };
    }

    private static @Nullable String nothingToSummarise(PaperText text) {
        if (text.abstractText() == null) {
            return "No source gives an abstract of this paper";
        }
        return text.trusted().length() < SHORTEST_ABSTRACT ? "The abstract says too little to be summarised" : null;
    }

    private @Nullable OpenWork embedding(
            PaperEvent paper, int partition, PaperText text, @Nullable EmbeddingState last) {
        String hash = text.hash();
        if (!embeds()
                || (text.title().isEmpty() && text.trusted().isEmpty())
                || (last != null && last.isOf(embeddingModel, hash))) {
            return null;
        }
        return new OpenWork(item(paper, partition, ContentHash.of(hash, embeddingModel)), text);
    }

    private static WorkItem item(PaperEvent paper, int partition, String key) {
        return new WorkItem(paper.id(), partition, key, paper.year(), paper.acceptedAt());
    }
}
