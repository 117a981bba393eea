package org.citestream.ingest.identity;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.citestream.events.SubmittedDecision.Verdict;
import org.citestream.events.SubmittedReference;
import org.jspecify.annotations.Nullable;

/**
 * A record of a source, such as {@code dblp:conf/vldb/Omiecinski91}, and the paper that it is of.
 *
 * @param key source and key
 * @param said what it says of itself, or null where that is not known (yet, or any more)
 * @param paper its paper, or null before the first decision
 * @param moves how often it has gone from one paper to another
 * @param ever all papers that it was ever given to, {@code paper} among them
 * @param decisions what operators have decided of it and other records
 */
public record SourceRecord(
        String key,
        @Nullable Description said,
        @Nullable Integer paper,
        long moves,
        Set<Integer> ever,
        Set<Decision> decisions) {

    private static final int WORDS_OF_A_LONG_TITLE = 4;

    public SourceRecord {
        ever = Set.copyOf(ever);
        decisions = Set.copyOf(decisions);
    }

    /**
     * What was decided of this record and another.
     *
     * @param version offset of the decision; the highest on the same record counts
     * @param other key of the other record
     * @param verdict whether they are of one paper
     */
    public record Decision(long version, String other, Verdict verdict) {}

    /** A record that says something for the first time. */
    static SourceRecord unknown(String key) {
        return new SourceRecord(key, null, null, 0, Set.of(), Set.of());
    }

    /** A record of which no more is known than a paper that it was given to. */
    public static SourceRecord of(String key, int paper, long moves) {
        return new SourceRecord(key, null, paper, moves, Set.of(paper), Set.of());
    }

    /** What two gifts of the same record come to. */
    public SourceRecord and(SourceRecord other) {
        Set<Integer> all = new TreeSet<>(ever);
        all.addAll(other.ever);
        boolean otherLast = other.moves > moves
                || (other.moves == moves && other.paper != null && (paper == null || other.paper > paper));
        return new SourceRecord(
                key, said, otherLast ? other.paper : paper, Math.max(moves, other.moves), all, decisions);
    }

    /** Given to a paper, which is another one where it had one. */
    SourceRecord givenTo(int newPaper) {
        Set<Integer> all = new TreeSet<>(ever);
        all.add(newPaper);
        return new SourceRecord(key, said, newPaper, paper == null ? 0 : moves + 1, all, decisions);
    }

    /** The decisions that count, by the key of the other record. */
    public Map<String, Verdict> verdicts() {
        Map<String, Decision> last = new TreeMap<>();
        decisions.forEach(
                each -> last.merge(each.other(), each, (one, other) -> other.version() > one.version() ? other : one));
        Map<String, Verdict> verdicts = new TreeMap<>();
        last.forEach((other, decision) -> verdicts.put(other, decision.verdict()));
        return verdicts;
    }

    /** Whether it tells of a paper, and has not been withdrawn. */
    public boolean isDescribed() {
        return said != null && !said.withdrawn();
    }

    /** The papers that may believe to have it, and have not. */
    public Set<Integer> gone() {
        Set<Integer> gone = new TreeSet<>(ever);
        if (paper != null) {
            gone.remove(paper);
        }
        return gone;
    }

    /**
     * Whether a reference may mean its paper: the title the same, or one without its subtitle; the year at most one off, and the
     * same first author. What the reference does not say does not count, but where its title is cut short, or is too short to be the only
     * one, it must say one of the two.
     */
    public boolean isMeantBy(SubmittedReference reference, WorkTitle title) {
        Description description = said;
        if (description == null
                || description.withdrawn()
                || !description.title().isMaybe(title)) {
            return false;
        }
        Integer year = reference.year();
        String author = reference.author();
        FirstAuthor first = description.author();
        boolean needsMore = !description.title().whole().equals(title.whole()) || isShort(reference.title());
        if (needsMore && year == null && (author == null || first == null)) {
            return false;
        }
        return (year == null || Math.abs(description.year() - year) <= 1)
                && (author == null || first == null || first.isMaybe(FirstAuthor.of(author)));
    }

    /** Whether it has exactly this title. */
    public boolean bears(WorkTitle title) {
        return said != null && said.title().whole().equals(title.whole());
    }

    private static boolean isShort(@Nullable String title) {
        return title == null || title.strip().split("\\s+", WORDS_OF_A_LONG_TITLE).length < WORDS_OF_A_LONG_TITLE;
    }
}
