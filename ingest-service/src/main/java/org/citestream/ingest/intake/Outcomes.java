package org.citestream.ingest.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.citestream.ingest.identity.Identities;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
import org.citestream.ingest.intake.Outcome.State;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what became of a submission, from the positions of the stages and from what they wrote. */
@Component
class Outcomes {

    private static final String CITATION = "citation\t";

    private final EventReaders readers;
    private final IdentityRegistry registry;
    private final Identities identities;
    private final PaperRegistry papers;
    private final TopicSetup topics;

    Outcomes(EventReaders readers, IdentityRegistry registry, PaperRegistry papers, TopicSetup topics) {
        this.topics = topics;
        this.readers = readers;
        this.registry = registry;
        this.identities = new Identities(registry);
        this.papers = papers;
    }

    /** Whether a receipt names a partition that there is. */
    boolean exists(Receipt receipt) {
        return receipt.partition() < topics.partitionsOf(Topics.SUBMISSIONS);
    }

    Outcome of(Receipt receipt) {
        OptionalLong position = readers.position("identify", receipt.partition());
        if (position.isEmpty() || position.getAsLong() <= receipt.offset()) {
            return outcome(receipt, State.ACCEPTED, null, null, "It is in the log, and waits to be identified.");
        }
        String key = paperKey(receipt.recordKey());
        SourceRecord record = registry.records(List.of(key)).get(key);
        // A DOI is no record; and a record that was withdrawn is still of its paper, though not found by its key.
        Integer paper = record == null ? identities.papersOf(List.of(key)).get(key) : record.paper();
        if (paper == null) {
            return receipt.recordKey().startsWith(CITATION)
                    ? outcome(receipt, State.AWAITING, null, null, "No paper is known yet as " + key + ".")
                    : outcome(
                            receipt,
                            State.FAILED,
                            null,
                            null,
                            "It could not be handled; submissions-dlt holds it with the reason. A withdrawal of a record"
                                    + " that was never submitted also ends here.");
        }
        Integer mergedFrom = record == null
                ? null
                : record.gone().stream().max(Integer::compare).orElse(null);
        Map<Integer, PaperState> states = papers.states(List.of(paper));
        Optional<PaperState.Statement> statement =
                Optional.ofNullable(states.get(paper)).flatMap(state -> state.statement(receipt.recordKey()));
        if (statement.isEmpty() || statement.get().version() < receipt.offset()) {
            return outcome(
                    receipt, State.IDENTIFIED, paper, mergedFrom, "It is paper " + paper + ", which will say it soon.");
        }
        if (statement.get().version() > receipt.offset()) {
            return outcome(
                    receipt,
                    State.SUPERSEDED,
                    paper,
                    mergedFrom,
                    "The source has said something later of this record of paper " + paper + ".");
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

    /** The key whose paper a record is about: its own, or that of the citing paper. */
    private static String paperKey(String recordKey) {
        return recordKey.startsWith(CITATION) ? recordKey.split("\t", 4)[2] : recordKey;
    }

    private static Outcome outcome(
            Receipt receipt, State state, @Nullable Integer paper, @Nullable Integer mergedFrom, String detail) {
        return new Outcome(receipt.text(), receipt.recordKey(), state, paper, mergedFrom, detail);
    }
}
