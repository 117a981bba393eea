package org.citestream.ingest.intake;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receipts of a request of any length: those on their way are held in memory up to a bound, the rest goes to a temporary file, since an
 * answer can only begin when the last record has been acknowledged.
 */
final class ReceiptSpool implements AutoCloseable {

    private static final String UNACKNOWLEDGED = "unacknowledged";

    private final JsonMapper json;
    private final int inFlight;
    private final Path file;
    private final OutputStream out;
    private final Queue<CompletableFuture<Map<String, Object>>> waiting = new ArrayDeque<>();
    private long accepted;
    private long refused;
    private long unacknowledged;
    private volatile boolean brokerAway;

    ReceiptSpool(JsonMapper json, int inFlight) throws IOException {
        this.json = json;
        this.inFlight = inFlight;
        this.file = Files.createTempFile("citestream-receipts", ".ndjson");
        this.out = new BufferedOutputStream(Files.newOutputStream(file));
    }

    long accepted() {
        return accepted;
    }

    long refused() {
        return refused;
    }

    /** Records that Kafka did not acknowledge, so far as that is known; those that were not even sent included. */
    long unacknowledged() {
        return unacknowledged;
    }

    /** Whether Kafka has not acknowledged one of the records so far. */
    boolean isBrokerAway() {
        return brokerAway;
    }

    /** Adds an accepted record, whose receipt comes with the acknowledgement. */
    void add(Reading.Accepted reading, CompletableFuture<Receipt> receipt) throws IOException {
        String record = reading.submission().recordKey();
        add(receipt.handle((given, failure) -> {
            Map<String, Object> entry = entry(reading.number(), record);
            if (given != null) {
                entry.put("status", "accepted");
                entry.put("receipt", given.text());
            } else {
                brokerAway = true;
                entry.put("status", UNACKNOWLEDGED);
                entry.put("reason", "Kafka did not acknowledge it: " + reason(failure));
            }
            return entry;
        }));
    }

    /** Adds an accepted record that is not sent, since one before it was not acknowledged. */
    void addUnsent(Reading.Accepted reading) throws IOException {
        Map<String, Object> entry = entry(reading.number(), reading.submission().recordKey());
        entry.put("status", UNACKNOWLEDGED);
        entry.put("reason", "It was not sent, since Kafka did not acknowledge a record before it");
        add(CompletableFuture.completedFuture(entry));
    }

    /** Adds a record that cannot be accepted. */
    void add(Reading.Refused reading) throws IOException {
        Map<String, Object> entry = entry(reading.number(), reading.recordKey());
        entry.put("status", "refused");
        entry.put("field", reading.field());
        entry.put("reason", reading.reason());
        add(CompletableFuture.completedFuture(entry));
    }

    private void add(CompletableFuture<Map<String, Object>> entry) throws IOException {
        waiting.add(entry);
        if (waiting.size() > inFlight) {
            write(waiting.remove());
        }
    }

    /** Waits until every record is acknowledged or has failed. */
    void complete() throws IOException {
        while (!waiting.isEmpty()) {
            write(waiting.remove());
        }
        out.close();
    }

    private void write(CompletableFuture<Map<String, Object>> entry) throws IOException {
        Map<String, Object> settled;
        try {
            settled = entry.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for Kafka", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An entry is made of success and failure alike", e);
        }
        switch (String.valueOf(settled.get("status"))) {
            case "accepted" -> accepted++;
            case "refused" -> refused++;
            default -> unacknowledged++;
        }
        out.write(json.writeValueAsBytes(settled));
        out.write('\n');
    }

    /**
     * Writes the answer: the head's fields, and the receipts in the order of the records.
     *
     * @param head a JSON object without receipts
     */
    void writeAnswer(Map<String, Object> head, OutputStream to) throws IOException {
        String opening = json.writeValueAsString(head);
        to.write((opening.substring(0, opening.length() - 1) + ",\"receipts\":[").getBytes(StandardCharsets.UTF_8));
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64 * 1024];
            boolean pendingComma = false;
            for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
                for (int i = 0; i < length; i++) {
                    // A line feed never stands inside an entry; the last one parts nothing.
                    if (pendingComma) {
                        to.write(',');
                        pendingComma = false;
                    }
                    if (buffer[i] == '\n') {
                        pendingComma = true;
                    } else {
                        to.write(buffer[i]);
                    }
                }
            }
        }
        to.write("]}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        out.close();
        Files.deleteIfExists(file);
    }

    private static Map<String, Object> entry(long number, @Nullable String record) {
        Map<String, Object> entry = new TreeMap<>();
        entry.put("number", number);
        if (record != null) {
            entry.put("record", record);
        }
        return entry;
    }

    private static String reason(@Nullable Throwable failure) {
        return failure == null || failure.getMessage() == null ? "no reason given" : failure.getMessage();
    }
}
