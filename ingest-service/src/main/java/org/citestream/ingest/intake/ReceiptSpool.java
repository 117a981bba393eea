package org.citestream.ingest.intake;

import java.io.BufferedOutputStream;
import java.io.IOException;
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
    private static final int BUFFER = 1 << 16;

    private final JsonMapper json;
    private final int inFlight;
    private final Path file;
    private final OutputStream out;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private boolean begun;
    private long accepted;
    private long refused;
    private long unacknowledged;
    private volatile boolean brokerAway;

    ReceiptSpool(JsonMapper json, int inFlight) throws IOException {
        this.json = json;
        this.inFlight = inFlight;
        this.file = Files.createTempFile("citestream-receipts", ".json");
        this.out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    }

    /** What becomes of one record. */
    private sealed interface Entry {

        /** On its way. */
        record Sent(long number, String record, CompletableFuture<Receipt> receipt) implements Entry {}

        /** Not sent, with the fields that say why. */
        record Settled(Map<String, Object> fields) implements Entry {}
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
        CompletableFuture<Receipt> noticed = receipt.whenComplete((_, failure) -> {
            if (failure != null) {
                brokerAway = true;
            }
        });
        add(new Entry.Sent(reading.number(), reading.submission().recordKey(), noticed));
    }

    /** Adds an accepted record that is not sent, since one before it was not acknowledged. */
    void addUnsent(Reading.Accepted reading) throws IOException {
        Map<String, Object> entry = entry(reading.number(), reading.submission().recordKey());
        entry.put("status", UNACKNOWLEDGED);
        entry.put("reason", "It was not sent, since Kafka did not acknowledge a record before it");
        unacknowledged++;
        add(new Entry.Settled(entry));
    }

    /** Adds a record that cannot be accepted. */
    void add(Reading.Refused reading) throws IOException {
        Map<String, Object> entry = entry(reading.number(), reading.recordKey());
        entry.put("status", "refused");
        entry.put("field", reading.field());
        entry.put("reason", reading.reason());
        refused++;
        add(new Entry.Settled(entry));
    }

    private void add(Entry entry) throws IOException {
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

    private void write(Entry entry) throws IOException {
        if (begun) {
            out.write(',');
        }
        begun = true;
        switch (entry) {
            case Entry.Settled settled -> out.write(json.writeValueAsBytes(settled.fields()));
            case Entry.Sent sent -> write(sent);
        }
    }

    private void write(Entry.Sent sent) throws IOException {
        try {
            Receipt receipt = sent.receipt().get();
            accepted++;
            // Receipts come by the million; the text of one holds nothing that JSON writes otherwise.
            String text = "{\"number\":" + sent.number() + ",\"receipt\":\"" + receipt.text() + "\",\"record\":"
                    + quoted(sent.record()) + ",\"status\":\"accepted\"}";
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for Kafka", e);
        } catch (ExecutionException e) {
            unacknowledged++;
            Map<String, Object> fields = entry(sent.number(), sent.record());
            fields.put("status", UNACKNOWLEDGED);
            fields.put("reason", "Kafka did not acknowledge it: " + reason(e.getCause()));
            out.write(json.writeValueAsBytes(fields));
        }
    }

    private String quoted(String record) {
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return json.writeValueAsString(record);
            }
        }
        return '"' + record + '"';
    }

    /**
     * Writes the answer: the head's fields, and the receipts in the order of the records.
     *
     * @param head a JSON object without receipts
     */
    void writeAnswer(Map<String, Object> head, OutputStream to) throws IOException {
        String opening = json.writeValueAsString(head);
        to.write((opening.substring(0, opening.length() - 1) + ",\"receipts\":[").getBytes(StandardCharsets.UTF_8));
        Files.copy(file, to);
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
