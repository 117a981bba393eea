package org.citestream.benchmarks.faults;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.benchmarks.faults.Violation.Kind;

/** What was said and what became of it, in the order in which it became known. */
public final class History {

    private final List<Entry> entries = new ArrayList<>();

    /** What became of a request. */
    public enum Outcome {
        /** It was accepted, and there is a receipt. */
        ACKNOWLEDGED,
        /** Nobody knows: the answer was lost, or said that nobody knows. */
        UNSURE,
        /** It was never sent, since nobody listened. */
        NOT_SENT,
        /** It was refused. */
        REFUSED
    }

    /**
     * A request.
     *
     * @param client who sent it
     * @param operation what it said
     * @param began when, as {@link System#nanoTime} has it
     * @param ended when its outcome was known
     * @param outcome what became of it
     * @param answer the receipt, or why it failed
     */
    public record Entry(int client, Operation operation, long began, long ended, Outcome outcome, String answer) {}

    synchronized void add(Entry entry) {
        entries.add(entry);
    }

    /** All of it. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The last that was acknowledged, by key. */
    public synchronized Map<String, Operation> acknowledged() {
        Map<String, Operation> last = new LinkedHashMap<>();
        entries.stream()
                .filter(each -> each.outcome() == Outcome.ACKNOWLEDGED)
                .forEach(each -> last.put(each.operation().key(), each.operation()));
        return last;
    }

    /**
     * What has to be said again before it is known what counts: the key's last operation, where an earlier one, different, has an outcome that nobody knows, since
     * that may take effect at any time after.
     */
    synchronized List<Operation> doubtful() {
        Map<String, Operation> last = acknowledged();
        Set<Operation> doubtful = new HashSet<>();
        entries.stream()
                .filter(each -> each.outcome() == Outcome.UNSURE)
                .map(each -> last.get(each.operation().key()) == null
                                || each.operation()
                                        .equals(last.get(each.operation().key()))
                        ? null
                        : last.get(each.operation().key()))
                .filter(java.util.Objects::nonNull)
                .forEach(doubtful::add);
        return List.copyOf(doubtful);
    }

    synchronized long count(Outcome outcome) {
        return entries.stream().filter(each -> each.outcome() == outcome).count();
    }

    /** What was refused, all of which is in order. */
    synchronized List<Violation> refusals() {
        return entries.stream()
                .filter(each -> each.outcome() == Outcome.REFUSED)
                .map(each -> new Violation(Kind.REFUSED, each.operation().key(), each.answer()))
                .toList();
    }

    /** All that has to do with a key or a word, for whoever looks for the cause of a violation. */
    synchronized List<String> about(String word) {
        return entries.stream()
                .filter(each -> each.toString().contains(word))
                .map(Entry::toString)
                .toList();
    }
}
