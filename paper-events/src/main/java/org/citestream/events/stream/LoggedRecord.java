package org.citestream.events.stream;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.citestream.events.Event;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperRecord;
import org.citestream.events.Submission;
import org.citestream.events.Topics;
import org.citestream.events.trace.RecordTraces;
import org.jspecify.annotations.Nullable;
import org.slf4j.spi.LoggingEventBuilder;

/** What a line of the log says of a record in fields of its own, by which structured logs are searched. */
final class LoggedRecord {

    private static final Pattern PAPER = Pattern.compile("^\\d{1,10}");
    private static final int LONGEST_KEY = 300;

    private LoggedRecord() {}

    /**
     * Adds the fields to a line.
     *
     * @param original as it was read
     * @param event what it says, or null where it cannot be read
     */
    static LoggingEventBuilder in(
            LoggingEventBuilder line, String reader, ConsumerRecord<byte[], byte[]> original, @Nullable Event event) {
        LoggingEventBuilder with = line.addKeyValue("citestream.reader", reader)
                .addKeyValue(
                        "citestream.position", original.topic() + "-" + original.partition() + "@" + original.offset());
        String key = key(original);
        with = key == null ? with : with.addKeyValue("citestream.record", key);
        String paper = paper(original, key, event);
        with = paper == null ? with : with.addKeyValue("citestream.paper", paper);
        String feed = feed(event);
        with = feed == null ? with : with.addKeyValue("citestream.feed", feed);
        String trace = RecordTraces.traceId(original);
        return trace == null ? with : with.addKeyValue("trace.id", trace);
    }

    private static @Nullable String key(ConsumerRecord<byte[], byte[]> original) {
        if (original.key() == null || original.key().length == 0) {
            return null;
        }
        String key = new String(original.key(), StandardCharsets.UTF_8);
        return key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) : key;
    }

    /** After the submissions a key begins with the id of the paper. */
    private static @Nullable String paper(
            ConsumerRecord<byte[], byte[]> original, @Nullable String key, @Nullable Event event) {
        if (event instanceof PaperRecord of) {
            return Integer.toString(of.id());
        }
        if (key == null
                || original.topic().equals(Topics.SUBMISSIONS.name())
                || original.topic().equals(Topics.RANK_EPOCHS.name())) {
            return null;
        }
        Matcher paper = PAPER.matcher(key);
        return paper.find() ? paper.group() : null;
    }

    private static @Nullable String feed(@Nullable Event event) {
        return switch (event) {
            case Submission submission -> submission.feed();
            case PaperEvent paper -> paper.feed();
            case null, default -> null;
        };
    }
}
