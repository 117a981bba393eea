package org.citestream.ingest.assembly;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.identity.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a paper: what each source said last, and what was made of it.
 *
 * @param id the paper
 * @param said what each source record says or said, each once, sorted by its key
 * @param paper the merged state as published, or null before the first
 * @param references the resolved references as published, or null before the first
 */
public record PaperState(
        int id,
        List<Statement> said,
        @Nullable PaperEvent paper,
        @Nullable ReferencesEvent references) {

    /**
     * What a source record says of this paper, or of another that it moved to.
     *
     * @param record key of the record
     * @param version offset of the submission, -1 where it is not known
     * @param moves how often the record has gone from one paper to another
     * @param submission what it says, or null where that has not come yet
     * @param movedTo the paper that it is of, where that is another, or null
     */
    public record Statement(
            String record,
            long version,
            long moves,
            @Nullable Submission submission,
            @Nullable Integer movedTo) {

        static Statement of(Identified.Said said) {
            return new Statement(said.submission().recordKey(), said.version(), said.moves(), said.submission(), null);
        }

        static Statement of(Identified.Moved moved) {
            return new Statement(moved.record(), -1, moved.moves(), null, moved.to());
        }

        /**
         * That this, or something later, will be read of a record. Of a citation any version will do: all of them say the same, and an older one may follow, where its
         * citing key goes from one paper to another.
         */
        static Statement awaited(Identified.Said said) {
            long version = said.submission() instanceof SubmittedCitation ? -1 : said.version();
            return new Statement(said.submission().recordKey(), version, said.moves(), null, null);
        }

        boolean isOfThisPaper() {
            return movedTo == null;
        }

        /** Whether it is known that something is said here, and what that is has yet to be read. */
        public boolean isAwaited() {
            return isOfThisPaper() && submission == null;
        }

        /**
         * What two statements of the same record come to, in whichever order they come: the later version of what it says, and where
         * it is after the most moves.
         */
        private Statement and(Statement other) {
            boolean isLater = other.version > version || (other.version == version && submission == null);
            Statement later = isLater ? other : this;
            Statement further = other.moves > moves ? other : this;
            Integer to = moves == other.moves ? higher(movedTo, other.movedTo) : further.movedTo;
            return new Statement(record, later.version, further.moves, later.submission, to);
        }

        private static @Nullable Integer higher(@Nullable Integer one, @Nullable Integer other) {
            return one == null ? other : other == null ? one : Integer.valueOf(Math.max(one, other));
        }
    }

    /** A paper of which nothing is known yet. */
    public static PaperState unknown(int id) {
        return new PaperState(id, List.of(), null, null);
    }

    /** With statements added to what was said. */
    PaperState with(Collection<Statement> statements) {
        if (statements.isEmpty()) {
            return this;
        }
        SortedMap<String, Statement> byRecord = new TreeMap<>();
        said.forEach(statement -> byRecord.put(statement.record(), statement));
        statements.forEach(statement -> byRecord.merge(statement.record(), statement, Statement::and));
        List<Statement> now = List.copyOf(byRecord.values());
        return now.equals(said) ? this : new PaperState(id, now, paper, references);
    }

    /** Whether a record of this paper is yet to be read: a registry that was rebuilt knows of which it will be, and not what they say. */
    public boolean awaitsMore() {
        return said.stream().anyMatch(Statement::isAwaited);
    }

    /** Whether all that is said of it is known, and anything is; what moved away is not said of it. */
    boolean isHeard() {
        return !awaitsMore() && said.stream().anyMatch(statement -> statement.submission() != null);
    }

    /** Whether what is said of it has been taken into account, and not only what was published of it before the registry was lost. */
    boolean isAccounted() {
        return !awaitsMore() && !said.isEmpty();
    }

    /** What of it has been taken into account: nothing that was said while more is awaited. */
    PaperState accounted() {
        return isAccounted() ? this : new PaperState(id, List.of(), paper, references);
    }

    PaperState publishing(@Nullable PaperEvent newPaper, @Nullable ReferencesEvent newReferences) {
        return new PaperState(id, said, newPaper, newReferences);
    }

    /**
     * The paper that this one became, since the last that described it moved; null where something still does, never did, or was taken back.
     * What moved away while others still described it may have been another work.
     */
    @Nullable
    Integer retiredInto() {
        if (paper == null || !descriptions().isEmpty()) {
            return null;
        }
        List<String> last = paper.keys();
        return said.stream()
                .filter(statement -> last.contains(statement.record()))
                .map(Statement::movedTo)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** What is said of the paper itself, and not withdrawn. */
    List<SubmittedPaper> descriptions() {
        return submissions(SubmittedPaper.class);
    }

    /** Keys of the records that describe this paper now. */
    public List<String> recordsHere() {
        return descriptions().stream().map(SubmittedPaper::recordKey).toList();
    }

    /** The citations that were stated apart. */
    List<SubmittedCitation> citations() {
        return submissions(SubmittedCitation.class);
    }

    private <S extends Submission> List<S> submissions(Class<S> type) {
        return said.stream()
                .filter(Statement::isOfThisPaper)
                .map(Statement::submission)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** The keys under which citations may name the paper as citing. */
    Set<String> keys() {
        return descriptions().stream()
                .flatMap(description -> Identifier.keysOf(description).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The names under which others may mention the paper: its keys, those that its sources say are of the same work, and the titles
     * that they give it.
     */
    Set<String> names() {
        Set<String> names = keys();
        descriptions().forEach(description -> {
            names.addAll(description.sameAs());
            names.addAll(Resolution.namesOf(description.title()));
        });
        return names;
    }

    /** What references by title go by. */
    Set<List<Object>> titles() {
        return descriptions().stream()
                .map(each -> List.<Object>of(
                        each.title(),
                        each.year(),
                        each.authors().isEmpty()
                                ? ""
                                : each.authors().getFirst().name()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** When the last of what is said was accepted. */
    Instant lastAccepted() {
        return said.stream()
                .map(Statement::submission)
                .filter(Objects::nonNull)
                .map(Submission::acceptedAt)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** What a source record said last, or empty where it said nothing of this paper. */
    public Optional<Statement> statement(String recordKey) {
        return said.stream()
                .filter(statement -> statement.record().equals(recordKey))
                .findFirst();
    }

    /** Whether a source record said something and took it back. */
    public static boolean isWithdrawal(Statement statement) {
        return statement.submission() instanceof SubmittedWithdrawal;
    }
}
