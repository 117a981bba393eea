package org.citestream.summary.intake;

import java.util.function.Predicate;
import org.citestream.events.ContentHash;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.summary.renewal.Orders;
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

    private static final String OF_ORDER = "+";

    private final Summariser summariser;
    private final String embeddingModel;
    private final Orders orders;
    private final boolean renew;

    /**
     * @param embeddingModel empty for none
     * @param orders of operators, to make summaries again
     * @param renew whether other settings alone make a generated summary due again
     */
    Assessment(Summariser summariser, String embeddingModel, Orders orders, boolean renew) {
        this.summariser = summariser;
        this.embeddingModel = embeddingModel;
        this.orders = orders;
        this.renew = renew;
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
     * @param offset where that state was read
     * @param scores of papers, for the order of what is made again
     * @param open whether the work that the last summary record answers is still open: then nobody knows that it was sent
     * @param openEmbedding whether an embedding is still to be made, or its record to be sent
     */
    Verdict of(
            PaperEvent paper,
            int partition,
            long offset,
            Progress before,
            Scores scores,
            boolean open,
            Predicate<WorkItem> openEmbedding) {
        SummaryState last = before.summary();
        SummaryState unsent = last != null && (open || last.paperVersion() > before.paperVersion()) ? last : null;
        if (paper.status() != PaperStatus.LIVE) {
            return new Verdict(
                    paper.id(), paper.version(), null, null, paper.isCanary() ? canary(paper, before) : null, unsent);
        }
        PaperEvent.PaperAbstract given = paper.abstractText();
        PaperText text = new PaperText(paper.title(), given == null ? null : given.text());
        OpenWork embedding = embedding(paper, partition, offset, text, before.embedding(), openEmbedding);
        String nothing = nothingToSummarise(text);
        String key = nothing == null ? key(paper, text, last) : ofNothing(nothing);
        if (last != null && last.answers(key, summariser.connection(), offset)) {
            return new Verdict(paper.id(), paper.version(), null, embedding, null, unsent);
        }
        if (nothing != null) {
            SummaryState none =
                    SummaryRecords.noAbstract(before, paper.id(), paper.version(), key, nothing, paper.acceptedAt());
            return new Verdict(paper.id(), paper.version(), null, embedding, none, null);
        }
        OpenWork summary = new OpenWork(
                new WorkItem(
                        paper.id(),
                        partition,
                        key,
                        paper.year(),
                        paper.acceptedAt(),
                        offset,
                        isRenewal(last, text),
                        scores.of(paper.id()),
                        null),
                text);
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

    /** What was done for a paper of which only the record is left: its versions go on, and it stands where it would be made the same way. */
    SummaryState published(SummaryEvent last) {
        return new SummaryState(
                last, keyOf(last), summariser.connection(), Progress.NONE.paperVersion(), SummaryState.NOWHERE);
    }

    private String keyOf(SummaryEvent last) {
        String reason = last.reason();
        if (last.status() == SummaryEvent.Status.NO_ABSTRACT && reason != null) {
            return ofNothing(reason);
        }
        String hash = last.sourceHash();
        String model = last.model();
        String promptVersion = last.promptVersion();
        boolean stands = last.status() == SummaryEvent.Status.CURRENT
                && reason == null
                && model != null
                && promptVersion != null
                && summariser.writes(model, promptVersion);
        return stands && hash != null ? ofText(hash) : "";
    }

    private static String ofNothing(String reason) {
        return ContentHash.of("nothing", reason);
    }

    private String ofText(String hash) {
        return ContentHash.of(hash, summariser.identity());
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

    /**
     * What a summary has to answer: that text under these settings, and the last order that is not carried out. One that was made for
     * an order answers all before it.
     */
    private String key(PaperEvent paper, PaperText text, @Nullable SummaryState last) {
        String key = ofText(text.hash());
        long order = orders.due(paper, last == null ? null : last.event());
        if (order > 0) {
            return key + OF_ORDER + order;
        }
        if (last == null) {
            return key;
        }
        boolean stands = last.key().startsWith(key + OF_ORDER) || (!renew && isGenerated(last, text));
        return stands ? last.key() : key;
    }

    private static boolean isGenerated(SummaryState last, PaperText text) {
        return last.event().method() == Method.GENERATED && isRenewal(last, text);
    }

    /** Whether there is a summary of this text already. */
    private static boolean isRenewal(@Nullable SummaryState last, PaperText text) {
        return last != null
                && last.event().text() != null
                && last.event().reason() == null
                && text.hash().equals(last.event().sourceHash());
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

    /** Null where there is nothing to do: a vector of this text was made, and is not on its way still. */
    private @Nullable OpenWork embedding(
            PaperEvent paper,
            int partition,
            long offset,
            PaperText text,
            @Nullable EmbeddingState last,
            Predicate<WorkItem> open) {
        if (!embeds()) {
            return null;
        }
        String hash = text.hash();
        WorkItem item = new WorkItem(
                paper.id(), partition, ContentHash.of(hash, embeddingModel), paper.year(), paper.acceptedAt(), offset);
        boolean isMade = last != null && last.isOf(embeddingModel, hash) && !open.test(item);
        return isMade ? null : new OpenWork(item, text);
    }
}
