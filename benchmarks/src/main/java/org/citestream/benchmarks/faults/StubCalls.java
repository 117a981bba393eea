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
 * and where the paper had another text in between, as a paper of several records may have.
 */
final class StubCalls {

    /** How many summaries are in the making at once. */
    static final int AT_ONCE = 4;

    /** An answer is kept so long after it came at the latest, and in a file that stays so long after that. */
    private static final long KEPT_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1) + Node.STORE_FALLS_BACK.toNanos();

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
     * @param calls in the order in which they ended
     * @param kills moments at which the summary service or the store was killed
     * @param operations all that was said
     */
    static Found check(List<StubModel.Call> calls, List<Long> kills, List<Operation> operations) {
        Set<String> severalRecords = wordsOfSeveralRecords(operations);
        Map<String, List<StubModel.Call>> byText = new HashMap<>();
        calls.forEach(each -> byText.computeIfAbsent(each.title() + " / " + each.word(), _ -> new ArrayList<>())
                .add(each));
        List<String> inFlight = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        byText.forEach((text, same) -> {
            for (int i = 1; i < same.size(); i++) {
                StubModel.Call earlier = same.get(i - 1);
                boolean killed = kills.stream()
                        .anyMatch(kill -> kill >= earlier.began() && kill <= earlier.ended() + KEPT_AFTER_NANOS);
                if (killed) {
                    inFlight.add(earlier.word());
                } else if (!severalRecords.contains(earlier.word())) {
                    violations.add(new Violation(
                            Kind.BILLED,
                            text,
                            "was asked " + same.size() + " times, again "
                                    + TimeUnit.NANOSECONDS.toMillis(same.get(i).began() - earlier.ended())
                                    + " ms after it was answered"));
                }
            }
        });
        return new Found(List.copyOf(inFlight), List.copyOf(violations));
    }

    private static Set<String> wordsOfSeveralRecords(List<Operation> operations) {
        Map<String, Set<String>> recordsOfDoi = new HashMap<>();
        Set<String> several = new HashSet<>();
        for (Operation each : operations) {
            if (each instanceof Operation.Decide decided) {
                several.add(decided.one());
                several.add(decided.other());
            } else if (each instanceof Operation.Describe record && record.doi() != null) {
                recordsOfDoi.computeIfAbsent(record.doi(), _ -> new HashSet<>()).add(record.key());
            }
        }
        recordsOfDoi.values().stream().filter(records -> records.size() > 1).forEach(several::addAll);
        Set<String> words = new HashSet<>();
        for (Operation each : operations) {
            if (each instanceof Operation.Describe record
                    && record.abstractText() != null
                    && several.contains(record.key())) {
                words.add(record.abstractText().split(" ")[1]);
            }
        }
        return words;
    }
}
