package org.citestream.ingest.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.citestream.events.PaperEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.citestream.ingest.identity.Identities;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
import org.citestream.ingest.identity.SubmissionVersions;
import org.citestream.ingest.intake.Outcome.State;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what became of a submission, from the positions of the stages and from what they wrote. */
@Component
class Outcomes {

    private static final String DECISION = "decision\t";

    private final EventReaders readers;
    private final IdentityRegistry registry;
    private final Identities identities;
    private final PaperRegistry papers;
    private final TopicSetup topics;
    private final RefusedSubmissions refused;
    private final SubmissionVersions versions;

    Outcomes(
            EventReaders readers,
            IdentityRegistry registry,
            PaperRegistry papers,
            TopicSetup topics,
            RefusedSubmissions refused,
            SubmissionVersions versions) {
        this.versions = versions;
        this.topics = topics;
        this.refused = refused;
        this.readers = readers;
        this.registry = registry;
        this.identities = new Identities(registry);
        this.papers = papers;
    }

    /** Whether a receipt names a place that there is. */
    boolean exists(Receipt receipt) {
        return receipt.partition() < topics.partitionsOf(Topics.SUBMISSIONS)
                && (isIdentified(receipt)
                        || receipt.version() < versions.of(topics.endOf(Topics.SUBMISSIONS, receipt.partition())));
    }

    private boolean isIdentified(Receipt receipt) {
        return versions.of(readers.position("identify", receipt.partition()).orElse(0)) > receipt.version();
    }

    Outcome of(Receipt receipt) {
        if (!isIdentified(receipt)) {
            return outcome(receipt, State.ACCEPTED, null, null, "It is in the log, and waits to be identified.");
        }
        if (receipt.recordKey().startsWith(DECISION)) {
            return outcome(receipt, State.ASSEMBLED, null, null, "It is taken into account.");
        }
        String key = paperKey(receipt.recordKey());
        SourceRecord record = registry.records(List.of(key)).get(key);
        // A DOI is no record; and a record that was withdrawn is still of its paper, though not found by its key.
        Integer paper = record == null ? identities.papersOf(List.of(key)).get(key) : record.paper();
        if (paper == null) {
            return refusal(receipt, null, null)
                    .orElseGet(() -> receipt.recordKey().startsWith(Receipt.CITATION)
                            ? outcome(receipt, State.AWAITING, null, null, "No paper is known yet as " + key + ".")
                            : outcome(
                                    receipt,
                                    State.WITHOUT_EFFECT,
                                    null,
                                    null,
                                    "It withdraws a record that was never submitted, which changes nothing."));
        }
        Set<Integer> asked = new TreeSet<>(record == null ? Set.of() : record.gone());
        asked.add(paper);
        Map<Integer, PaperState> states = papers.states(asked);
        Integer mergedFrom = states.values().stream()
                .filter(former -> isMergedInto(paper, former))
                .map(PaperState::id)
                .max(Integer::compare)
                .orElse(null);
        Optional<PaperState> state = Optional.ofNullable(states.get(paper));
        Optional<PaperState.Statement> statement = state.flatMap(each -> each.statement(receipt.recordKey()));
        boolean isToCome = statement.isEmpty()
                || state.get().awaitsMore()
                || statement.get().version() < receipt.version();
        if (isToCome && isOfWithdrawn(receipt, record)) {
            return refusal(receipt, null, null)
                    .orElseGet(() -> outcome(
                            receipt,
                            State.AWAITING,
                            null,
                            null,
                            "Its source has withdrawn " + key + "; it counts when that is said again."));
        }
        if (isToCome) {
            return refusal(receipt, paper, mergedFrom)
                    .orElseGet(() -> outcome(
                            receipt,
                            State.IDENTIFIED,
                            paper,
                            mergedFrom,
                            "It is paper " + paper + ", which will say it soon."));
        }
        if (statement.get().version() > receipt.version()) {
            return outcome(
                    receipt,
                    State.SUPERSEDED,
                    paper,
                    mergedFrom,
                    "The source has said something later of this record of paper " + paper + ".");
        }
        if (state.get().paper() == null && !PaperState.isWithdrawal(statement.get())) {
            return outcome(
                    receipt,
                    State.AWAITING,
                    null,
                    null,
                    "What it is about is outside of the collection; it counts when a paper of the collection is found to be the same.");
        }
        return outcome(
                receipt,
                State.ASSEMBLED,
                paper,
                mergedFrom,
                PaperState.isWithdrawal(statement.get())
                        ? "The source has withdrawn its record of paper " + paper + "."
                        : mergedFrom == null
                                ? "It is part of paper " + paper + "."
                                : "It is part of paper " + paper + ", into which paper " + mergedFrom + " was merged.");
    }

    private static boolean isMergedInto(int paper, PaperState former) {
        PaperEvent published = former.paper();
        Integer into = published == null ? null : published.mergedInto();
        return into != null && into == paper;
    }

    /** Whether it is a citation by a record that its source has withdrawn, which no paper says. */
    private static boolean isOfWithdrawn(Receipt receipt, @Nullable SourceRecord citing) {
        return receipt.recordKey().startsWith(Receipt.CITATION) && citing != null && !citing.isDescribed();
    }

    /** The outcome where this record, or a later one of the same key, could not be handled. */
    private Optional<Outcome> refusal(Receipt receipt, @Nullable Integer paper, @Nullable Integer mergedFrom) {
        return refused.find(receipt.recordKey())
                .filter(refusal -> refusal.version() >= receipt.version())
                .map(refusal -> refusal.version() > receipt.version()
                        ? outcome(
                                receipt,
                                State.SUPERSEDED,
                                paper,
                                mergedFrom,
                                "The source has said something later of this record.")
                        : outcome(
                                receipt,
                                State.FAILED,
                                paper,
                                mergedFrom,
                                "It could not be handled (" + refusal.stage() + "): " + refusal.reason()
                                        + ". The dead letters hold it."));
    }

    /** The key whose paper a record is about: its own, or that of the citing paper. */
    private static String paperKey(String recordKey) {
        return recordKey.startsWith(Receipt.CITATION) ? recordKey.split("\t", 4)[2] : recordKey;
    }

    private static Outcome outcome(
            Receipt receipt, State state, @Nullable Integer paper, @Nullable Integer mergedFrom, String detail) {
        return new Outcome(receipt.text(), receipt.recordKey(), state, paper, mergedFrom, detail);
    }
}
