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

/** The last record of a key is its highest version, since cleaning keeps that one alone; and two records of one version say the same. */
final class LogCheck {

    private static final JsonMapper JSON = JsonMapper.builder().build();

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
        for (ConsumerRecord<byte[], byte[]> each : records) {
            // Of a submission the offset is the version.
            if (each.topic().equals(Topics.SUBMISSIONS.name())) {
                continue;
            }
            String key = each.topic() + " " + new String(each.key(), StandardCharsets.UTF_8);
            Version version = versionOf(JSON.readTree(each.value()));
            Version before = highest.merge(key, version, (one, other) -> one.compareTo(other) >= 0 ? one : other);
            if (before.compareTo(version) > 0) {
                wrong.put(key, version + " at offset " + each.offset() + " came after " + before);
            } else {
                wrong.remove(key);
            }
        }
        List<Violation> violations = new ArrayList<>();
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
