package org.citestream.benchmarks.faults;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.citestream.benchmarks.faults.Violation.Kind;
import org.citestream.events.Topics;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The last record of a key is its highest version, since cleaning keeps that one alone; and two records of one version of a paper, its references, its summary or an epoch say
 * the same.
 */
final class LogCheck {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** In the other topics several records may say different things under one key without a version. */
    private static final Set<String> VERSIONED =
            Set.of(Topics.PAPERS.name(), Topics.REFERENCES.name(), Topics.SUMMARIES.name(), Topics.RANK_EPOCHS.name());

    private LogCheck() {}

    /** A version, of which the first figure counts before the second. */
    private record Version(long major, long minor) implements Comparable<Version> {
        @Override
        public int compareTo(Version other) {
            return major == other.major ? Long.compare(minor, other.minor) : Long.compare(major, other.major);
        }
    }

    /** A key that was found wrong is told of once. */
    static List<Violation> check(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Version> highest = new HashMap<>();
        Map<String, String> wrong = new HashMap<>();
        Map<String, String> said = new HashMap<>();
        List<Violation> violations = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : records) {
            // Of a submission the offset is the version.
            if (each.topic().equals(Topics.SUBMISSIONS.name())) {
                continue;
            }
            String key = each.topic() + " " + new String(each.key(), StandardCharsets.UTF_8);
            Version version = versionOf(JSON.readTree(each.value()));
            String value = new String(each.value(), StandardCharsets.UTF_8);
            String other = VERSIONED.contains(each.topic()) ? said.putIfAbsent(key + " " + version, value) : null;
            if (other != null && !other.equals(value)) {
                violations.add(new Violation(
                        Kind.ORDER, key, "says two things in " + version + ": " + other + " and " + value));
            }
            Version before = highest.merge(key, version, (one, two) -> one.compareTo(two) >= 0 ? one : two);
            if (before.compareTo(version) > 0) {
                wrong.put(key, version + " at offset " + each.offset() + " came after " + before);
            } else {
                wrong.remove(key);
            }
        }
        Set<String> keys = new HashSet<>(wrong.keySet());
        keys.forEach(key -> violations.add(
                new Violation(Kind.ORDER, key, "ends with a version that is not its highest: " + wrong.get(key))));
        return violations;
    }

    private static Version versionOf(JsonNode value) {
        if (value.has("epoch")) {
            return new Version(value.path("epoch").asLong(), 0);
        }
        return new Version(value.path("moves").asLong(0), value.path("version").asLong(0));
    }
}
