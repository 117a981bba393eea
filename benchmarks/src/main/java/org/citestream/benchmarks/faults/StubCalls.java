package org.citestream.benchmarks.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.faults.Violation.Kind;

/**
 * What a model was asked more than once. That is in order where the earlier call was on its way, or its answer not yet kept, when the service or its store was killed;
 * and where a model was asked for another text of the paper in between, as a paper of several records may have, or where a record of it came, went, or moved to another paper,
 * which has to have a summary of its own.
 */
final class StubCalls {

    /** How many summaries are in the making at once. */
    static final int AT_ONCE = 4;

    /** An answer is kept so long after it came at the latest, and in a file that stays so long after that. */
    private static final long KEPT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1) + Node.STORE_FALLS_BACK.toNanos();

    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private StubCalls() {}

    /**
     * What was found.
     *
     * @param inFlight what was billed again since it was on its way at a kill, by name
     * @param violations what was billed again without a cause
     */
    record Found(List<String> inFlight, List<Violation> violations) {}

    /**
     * Looks for repeated calls.
     *
     * @param calls in the order in which they ended, those of earlier runs included
     * @param kills moments at which the summary service or the store was killed, or taken for dead
     * @param entries all that was said
     * @param from calls that began before that are looked at only as those that are repeated
     */
    static Found check(List<StubModel.Call> calls, List<Long> kills, List<History.Entry> entries, long from) {
        Map<String, Set<String>> records = recordsOfOnePaper(entries);
        Map<String, Set<String>> recordsOfWord = new HashMap<>();
        Map<String, Set<String>> wordsOfRecord = wordsOfRecord(entries);
        wordsOfRecord.forEach((record, words) ->
                words.forEach(word -> recordsOfWord.put(word, records.getOrDefault(record, Set.of(record)))));
        Map<String, List<StubModel.Call>> byText = new HashMap<>();
        calls.forEach(each ->
                byText.computeIfAbsent(text(each), _ -> new ArrayList<>()).add(each));
        List<String> inFlight = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        byText.forEach((text, same) -> {
            for (int i = 1; i < same.size(); i++) {
                StubModel.Call earlier = same.get(i - 1);
                StubModel.Call later = same.get(i);
                if (later.began() < from) {
                    continue;
                }
                boolean killed = kills.stream()
                        .anyMatch(kill -> kill >= earlier.began() && kill <= earlier.ended() + KEPT_AFTER_NANOS);
                if (killed) {
                    inFlight.add(earlier.word());
                    continue;
                }
                Set<String> ofPaper = recordsOfWord.getOrDefault(earlier.word(), Set.of());
                Set<String> words = new HashSet<>();
                ofPaper.forEach(each -> words.addAll(wordsOfRecord.getOrDefault(each, Set.of())));
                if (!hadAnotherText(earlier, later, calls, words)
                        && !hadOtherRecords(earlier, later, entries, ofPaper)) {
                    violations.add(new Violation(
                            Kind.BILLED,
                            text,
                            "was asked " + same.size() + " times, again "
                                    + TimeUnit.NANOSECONDS.toMillis(later.began() - earlier.ended())
                                    + " ms after it was answered"));
                }
            }
        });
        return new Found(List.copyOf(inFlight), List.copyOf(violations));
    }

    private static String text(StubModel.Call call) {
        return call.title() + " / " + call.word();
    }

    /** Whether another text of the same paper was asked for between two calls. */
    private static boolean hadAnotherText(
            StubModel.Call earlier, StubModel.Call later, List<StubModel.Call> calls, Set<String> words) {
        return calls.stream()
                .anyMatch(each -> words.contains(each.word())
                        && !text(each).equals(text(earlier))
                        && each.ended() > earlier.began()
                        && each.began() < later.ended());
    }

    /** Whether the records of a paper of several became others between two calls, or shortly before: what follows from that may take a while. */
    private static boolean hadOtherRecords(
            StubModel.Call earlier, StubModel.Call later, List<History.Entry> entries, Set<String> records) {
        return records.size() > 1
                && entries.stream()
                        .filter(each -> each.began() < later.began() && each.ended() > earlier.began() - LATE_NANOS)
                        .anyMatch(each -> switch (each.operation()) {
                            case Operation.Decide decided ->
                                records.contains(decided.one()) || records.contains(decided.other());
                            case Operation.Describe record -> record.doi() != null && records.contains(record.key());
                            case Operation.Withdraw withdrawn -> records.contains(withdrawn.key());
                            case Operation.Cite _ -> false;
                        });
    }

    /** By record, all that may be of the same paper. */
    private static Map<String, Set<String>> recordsOfOnePaper(List<History.Entry> entries) {
        Map<String, Set<String>> records = new HashMap<>();
        Map<String, String> recordOfDoi = new HashMap<>();
        for (History.Entry each : entries) {
            if (each.operation() instanceof Operation.Decide decided) {
                join(decided.one(), decided.other(), records);
            } else if (each.operation() instanceof Operation.Describe record && record.doi() != null) {
                join(recordOfDoi.computeIfAbsent(record.doi(), _ -> record.key()), record.key(), records);
            }
        }
        return records;
    }

    private static Map<String, Set<String>> wordsOfRecord(List<History.Entry> entries) {
        Map<String, Set<String>> words = new HashMap<>();
        for (History.Entry each : entries) {
            if (each.operation() instanceof Operation.Describe record && record.abstractText() != null) {
                words.computeIfAbsent(record.key(), _ -> new HashSet<>())
                        .add(record.abstractText().split(" ")[1]);
            }
        }
        return words;
    }

    private static void join(String one, String other, Map<String, Set<String>> records) {
        Set<String> all = new HashSet<>(records.getOrDefault(one, Set.of(one)));
        all.addAll(records.getOrDefault(other, Set.of(other)));
        all.forEach(each -> records.put(each, all));
    }
}
