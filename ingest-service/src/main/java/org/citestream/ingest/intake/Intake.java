package org.citestream.ingest.intake;

import com.mongodb.MongoException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.citestream.ingest.feed.Decompression;
import org.citestream.ingest.submission.Reading;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes in a request's body of any length, record by record, and answers when Kafka has acknowledged the last one.
 *
 * <p>202 where at least one record was accepted; 422 where every one was refused; 400 where the body is empty, breaks off, or holds more
 * records to refuse than a request may; 503 where Kafka did not acknowledge, which ends the reading: to go on would only wait for each
 * record anew. Each answer holds a receipt for each record that was read.
 */
@Component
class Intake {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final int LONGEST_IDEMPOTENCY_KEY = 255;
    private static final String SEND_AGAIN = "Send the request again: what is accepted already does not change.";
    private static final Logger notKept = LoggerFactory.getLogger(Intake.class);

    private final SubmissionLog log;
    private final ApiKeys apiKeys;
    private final IdempotencyKeys idempotency;
    private final IntakeProperties properties;
    private final JsonMapper json;
    private final Semaphore room;

    Intake(
            SubmissionLog log,
            ApiKeys apiKeys,
            IdempotencyKeys idempotency,
            IntakeProperties properties,
            JsonMapper json) {
        this.log = log;
        this.apiKeys = apiKeys;
        this.idempotency = idempotency;
        this.properties = properties;
        this.json = json;
        this.room = new Semaphore(properties.requests());
    }

    /** Reads the records of a body. */
    @FunctionalInterface
    interface BodyReader {
        long read(InputStream body, String feed, Consumer<Reading> to) throws IOException;
    }

    void take(HttpServletRequest request, HttpServletResponse response, BodyReader reader) throws IOException {
        String feed = apiKeys.feedOf(request);
        if (!room.tryAcquire()) {
            response.setHeader("Retry-After", "1");
            problem(
                    response,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "At most " + properties.requests() + " requests are taken at once; send it again in a moment.");
            return;
        }
        try {
            take(request, response, reader, feed);
        } finally {
            room.release();
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response, BodyReader reader, String feed)
            throws IOException {
        String key = request.getHeader(IDEMPOTENCY_KEY);
        if (key == null) {
            take(request, response, reader, feed, null);
            return;
        }
        if (key.isBlank() || key.length() > LONGEST_IDEMPOTENCY_KEY) {
            problem(
                    response,
                    HttpStatus.BAD_REQUEST,
                    "The header " + IDEMPOTENCY_KEY + " must hold 1 to " + LONGEST_IDEMPOTENCY_KEY + " characters.");
            return;
        }
        String id = IdempotencyKeys.idOf(feed, request.getRequestURI(), key);
        if (!idempotency.begin(id)) {
            problem(
                    response,
                    HttpStatus.CONFLICT,
                    "Another request with this " + IDEMPOTENCY_KEY
                            + " is under way; send it again when that is answered.");
            return;
        }
        try {
            Optional<IdempotencyKeys.Answer> kept = idempotency.find(id);
            if (kept.isPresent()) {
                repeat(request, response, kept.get());
            } else {
                take(request, response, reader, feed, id);
            }
        } finally {
            idempotency.end(id);
        }
    }

    private void take(
            HttpServletRequest request,
            HttpServletResponse response,
            BodyReader reader,
            String feed,
            @Nullable String idempotencyId)
            throws IOException {
        // Only a body that may be sent again is told from another.
        MessageDigest digest = idempotencyId == null ? null : sha256();
        try (ReceiptSpool spool = new ReceiptSpool(json, properties.inFlight())) {
            String notWhole = null;
            long read = 0;
            try {
                InputStream body = digest == null
                        ? request.getInputStream()
                        : new DigestInputStream(request.getInputStream(), digest);
                InputStream records = Decompression.of(body);
                read = ReadAhead.read(to -> reader.read(records, feed, to), reading -> add(spool, reading));
                body.transferTo(OutputStream.nullOutputStream());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            } catch (TooManyRefusedException e) {
                notWhole = String.valueOf(e.getMessage());
            } catch (BrokerAwayException e) {
                // Whoever is still sending hears the answer when all is sent.
                request.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // of the body: what goes wrong with the receipts comes unchecked
                notWhole = "The body breaks off: " + e.getMessage() + ". What came before stands.";
            }
            spool.complete();
            answer(
                    response,
                    spool,
                    read,
                    notWhole,
                    idempotencyId,
                    digest == null ? "" : HexFormat.of().formatHex(digest.digest()));
        }
    }

    private void add(ReceiptSpool spool, Reading reading) {
        try {
            switch (reading) {
                case Reading.Accepted accepted -> {
                    if (spool.isBrokerAway()) {
                        spool.addUnsent(accepted);
                        throw new BrokerAwayException();
                    }
                    spool.add(accepted, log.add(accepted.submission()));
                }
                case Reading.Refused refused -> {
                    spool.add(refused);
                    if (spool.refused() > properties.mostRefused()) {
                        throw new TooManyRefusedException(properties.mostRefused());
                    }
                }
                case Reading.LeftOut _ -> throw new IllegalStateException("Submissions are not left out");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(
            HttpServletResponse response,
            ReceiptSpool spool,
            long read,
            @Nullable String notWhole,
            @Nullable String idempotencyId,
            String fingerprint)
            throws IOException {
        HttpStatus status;
        String detail;
        if (spool.unacknowledged() > 0) {
            status = HttpStatus.SERVICE_UNAVAILABLE;
            detail = "Kafka did not acknowledge " + spool.unacknowledged()
                    + " records, and what came after them was not read. " + SEND_AGAIN;
        } else if (notWhole != null) {
            status = HttpStatus.BAD_REQUEST;
            detail = notWhole;
        } else if (read == 0) {
            status = HttpStatus.BAD_REQUEST;
            detail = "The body is empty. Send one JSON document, an array of them, or one on each line.";
        } else if (spool.accepted() == 0) {
            status = HttpStatus.UNPROCESSABLE_CONTENT;
            detail = "No record could be accepted; each receipt says why.";
        } else {
            status = HttpStatus.ACCEPTED;
            detail = "";
        }
        Map<String, Object> head = new LinkedHashMap<>();
        if (status != HttpStatus.ACCEPTED) {
            head.put("type", "about:blank");
            head.put("title", status.getReasonPhrase());
            head.put("status", status.value());
            head.put("detail", detail);
        }
        head.put("accepted", spool.accepted());
        head.put("refused", spool.refused());
        if (status == HttpStatus.ACCEPTED && idempotencyId != null) {
            try {
                keep(spool, head, idempotencyId, fingerprint);
            } catch (MongoException e) {
                notKept.warn("An answer could not be kept", e);
                problem(
                        response,
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "Kafka has acknowledged every record, but the store does not answer, in which the answer to this "
                                + IDEMPOTENCY_KEY + " is kept. " + SEND_AGAIN);
                return;
            }
        }
        begin(response, status);
        try (OutputStream out = new BufferedOutputStream(response.getOutputStream())) {
            spool.writeAnswer(head, out);
        }
    }

    private void keep(ReceiptSpool spool, Map<String, Object> head, String id, String fingerprint) throws IOException {
        Path whole = Files.createTempFile("citestream-answer", ".json");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(whole))) {
                spool.writeAnswer(head, out);
            }
            idempotency.keep(id, fingerprint, HttpStatus.ACCEPTED.value(), whole);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private void repeat(HttpServletRequest request, HttpServletResponse response, IdempotencyKeys.Answer kept)
            throws IOException {
        MessageDigest digest = sha256();
        new DigestInputStream(request.getInputStream(), digest).transferTo(OutputStream.nullOutputStream());
        if (!HexFormat.of().formatHex(digest.digest()).equals(kept.fingerprint())) {
            problem(
                    response,
                    HttpStatus.UNPROCESSABLE_CONTENT,
                    "This " + IDEMPOTENCY_KEY + " was used with another body; a new body needs a new key.");
            return;
        }
        begin(response, HttpStatus.valueOf(kept.status()));
        response.setHeader("Idempotency-Replayed", "true");
        idempotency.write(kept, response.getOutputStream());
    }

    private static void begin(HttpServletResponse response, HttpStatus status) {
        response.setStatus(status.value());
        response.setContentType(status == HttpStatus.ACCEPTED ? "application/json" : "application/problem+json");
    }

    private void problem(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        begin(response, status);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", detail);
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** A body of refused records: a receipt is longer than the shortest of them, and so is the disk that it would take. */
    private static final class TooManyRefusedException extends RuntimeException {

        TooManyRefusedException(int most) {
            super("""
                    More than %d records of this request were refused, which is all that citestream.ingest.intake.most-refused allows, so \
                    the rest was not read. What was accepted stands. Mend what the receipts name, and send that and the rest again.\
                    """.formatted(most));
        }
    }

    /** A record was not acknowledged, so there is no use in reading on. */
    private static final class BrokerAwayException extends RuntimeException {}
}
