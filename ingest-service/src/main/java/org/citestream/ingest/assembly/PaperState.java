package org.citestream.ingest.assembly;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a paper: what each source said last, and what was made of it.
 *
 * @param id the paper
 * @param mergedInto the paper it became, or null
 * @param said what each source record says, each once, sorted by its key
 * @param paper the merged state as published, or null before the first
 * @param references the resolved references as published, or null before the first
 */
public record PaperState(
        int id,
        @Nullable Integer mergedInto,
        List<Statement> said,
        @Nullable PaperEvent paper,
        @Nullable ReferencesEvent references) {

    /**
     * What a source said, and when.
     *
     * @param version offset of the submission
     * @param submission what it says
     */
    public record Statement(long version, Submission submission) {}

    /** A paper of which nothing is known yet. */
    static PaperState unknown(int id) {
        return new PaperState(id, null, List.of(), null, null);
    }

    /** With what a source says now, unless it has said something later already. */
    PaperState saying(long version, Submission submission) {
        String key = submission.recordKey();
        List<Statement> statements = new ArrayList<>(said.size() + 1);
        for (Statement statement : said) {
            if (!statement.submission().recordKey().equals(key)) {
                statements.add(statement);
            } else if (statement.version() >= version) {
                return this;
            }
        }
        statements.add(new Statement(version, submission));
        statements.sort(Comparator.comparing(statement -> statement.submission().recordKey()));
        return new PaperState(id, mergedInto, List.copyOf(statements), paper, references);
    }

    PaperState into(int survivor) {
        return new PaperState(id, survivor, said, paper, references);
    }

    PaperState publishing(@Nullable PaperEvent newPaper, @Nullable ReferencesEvent newReferences) {
        return new PaperState(id, mergedInto, said, newPaper, newReferences);
    }

    boolean isRetired() {
        return mergedInto != null;
    }

    /** What is said of the paper itself, and not withdrawn. */
    List<SubmittedPaper> descriptions() {
        return said.stream()
                .map(Statement::submission)
                .filter(SubmittedPaper.class::isInstance)
                .map(SubmittedPaper.class::cast)
                .toList();
    }

    /** The citations that were stated apart. */
    List<SubmittedCitation> citations() {
        return said.stream()
                .map(Statement::submission)
                .filter(SubmittedCitation.class::isInstance)
                .map(SubmittedCitation.class::cast)
                .toList();
    }

    /** The version of what a source record said last, or empty where it said nothing. */
    public Optional<Statement> statement(String recordKey) {
        return said.stream()
                .filter(statement -> statement.submission().recordKey().equals(recordKey))
                .findFirst();
    }

    /** Whether a source record said something and took it back. */
    public static boolean isWithdrawal(Statement statement) {
        return statement.submission() instanceof SubmittedWithdrawal;
    }
}
