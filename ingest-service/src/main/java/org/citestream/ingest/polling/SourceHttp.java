package org.citestream.ingest.polling;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.citestream.events.http.InsideAddresses;
import org.citestream.ingest.feed.Decompression;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks one source, one request at a time, with the manners that sources ask for: it says who is asking, keeps the least interval
 * between requests and the limits that answers state, comes back when {@code Retry-After} says, and otherwise waits longer after each
 * failure, by a factor of two and a share of chance.
 */
final class SourceHttp {

    private static final Logger log = LoggerFactory.getLogger(SourceHttp.class);
    private static final Duration TO_HEADERS = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration STALLED = Duration.ofMinutes(2);
    private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int MAX_ATTEMPTS = 6;
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);
    private static final int SHOWN = 300;

    private final HttpClient client;
    private final String userAgent;
    private final Duration interval;
    private final Duration shortestBackOff;
    private final Set<Integer> throttled;
    private final InstantSource clock;
    private final Waiting waiting;
    private final RandomGenerator random;
    private Instant notBefore = Instant.EPOCH;

    /**
     * Begins.
     *
     * @param userAgent names the product and a contact
     * @param interval least time between two requests
     * @param throttled statuses that mean "too many requests" at this source
     */
    SourceHttp(
            HttpClient client,
            String userAgent,
            Duration interval,
            Duration shortestBackOff,
            Set<Integer> throttled,
            InstantSource clock,
            Waiting waiting,
            RandomGenerator random) {
        this.client = client;
        this.userAgent = userAgent;
        this.interval = interval;
        this.shortestBackOff = shortestBackOff;
        this.throttled = Set.copyOf(throttled);
        this.clock = clock;
        this.waiting = waiting;
        this.random = random;
    }

    /**
     * An answer with status 200, or 304 where the request was conditional.
     *
     * @param body to be closed
     */
    record Answer(int status, HttpHeaders headers, InputStream body) implements AutoCloseable {

        /**
         * The content of a document in a format, decompressed.
         *
         * @param first the character that it must begin with, or two alternatives
         * @param maxBytes longest content
         * @throws UnexpectedAnswerException if the answer is something else, as a page that tells people from machines is
         */
        InputStream content(String first, long maxBytes) throws IOException {
            String type = headers.firstValue("Content-Type").orElse("");
            BufferedInputStream content = new BufferedInputStream(Decompression.of(body, maxBytes), 1 << 16);
            content.mark(SHOWN * 4);
            String head = new String(content.readNBytes(SHOWN), StandardCharsets.UTF_8).strip();
            content.reset();
            head = head.startsWith("\uFEFF") ? head.substring(1) : head;
            boolean html = type.toLowerCase(Locale.ROOT).contains("html")
                    || head.toLowerCase(Locale.ROOT).startsWith("<!doctype html")
                    || head.toLowerCase(Locale.ROOT).startsWith("<html");
            if (html || head.isEmpty() || first.indexOf(head.charAt(0)) < 0) {
                throw new UnexpectedAnswerException("not the expected document, but "
                        + (head.isEmpty()
                                ? "an empty answer"
                                : (html ? "a web page (a bot check?)" : type.isEmpty() ? "something" : type)
                                        + " that begins with “"
                                        + head.substring(0, Math.min(head.length(), 100))
                                                .replaceAll("\\s+", " ")
                                        + "”"));
            }
            return content;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** Asks for a document. */
    Answer get(URI uri, String... headers) throws IOException, InterruptedException {
        URI at = uri;
        for (int redirects = 0; ; redirects++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(at).GET();
            // What is meant for the source, a key above all, is shown to nobody else.
            boolean same = uri.getAuthority().equals(at.getAuthority())
                    && uri.getScheme().equals(at.getScheme());
            Answer answer = send(headers.length == 0 || !same ? request : request.headers(headers), at);
            if (!ELSEWHERE.contains(answer.status())) {
                return answer;
            }
            try (answer) {
                at = elsewhere(at, answer, redirects);
                if (leadsInside(uri, at)) {
                    throw new UnexpectedAnswerException(
                            withoutQuery(uri) + " sends us on, but to an address of this machine or its networks");
                }
            }
        }
    }

    /** Whether a source in the open Internet sends us to where it could not go itself, and would read in our errors what is there. */
    static boolean leadsInside(URI source, URI to) {
        return !InsideAddresses.hasOne(source.getHost()) && InsideAddresses.hasOne(to.getHost());
    }

    private static URI elsewhere(URI from, Answer answer, int redirects) throws UnexpectedAnswerException {
        String location = answer.headers().firstValue("Location").orElse("");
        try {
            URI to = from.resolve(location);
            boolean allowed = to.getHost() != null
                    && (to.getScheme().equals("https")
                            || (to.getScheme().equals("http")
                                    && !from.getScheme().equals("https")));
            if (allowed && !location.isEmpty() && redirects < MAX_REDIRECTS) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            log.debug("The location {} is no address", location, e);
        }
        throw new UnexpectedAnswerException(withoutQuery(from) + " sends us on, "
                + (redirects < MAX_REDIRECTS ? "but not to an address that may be asked" : "again and again"));
    }

    /** Sends JSON. */
    Answer post(URI uri, String json, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        return send(headers.length == 0 ? request : request.headers(headers), uri);
    }

    private Answer send(HttpRequest.Builder building, URI uri) throws IOException, InterruptedException {
        HttpRequest request = building.header("User-Agent", userAgent)
                .header("Accept-Encoding", "gzip")
                .timeout(TO_HEADERS)
                .build();
        String address = withoutQuery(uri);
        for (int attempt = 1; ; attempt++) {
            pause(Duration.between(clock.instant(), notBefore), address);
            HttpResponse<InputStream> response;
            try {
                response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            } catch (IOException e) {
                notBefore = clock.instant().plus(interval);
                if (attempt == MAX_ATTEMPTS) {
                    throw new IOException(address + " cannot be reached: " + reason(e), e);
                }
                log.info("{} did not answer ({}), attempt {}", address, reason(e), attempt);
                backOff(attempt);
                continue;
            }
            noteLimits(response.headers());
            int status = response.statusCode();
            if (status == 200
                    || status == 304
                    || (ELSEWHERE.contains(status) && request.method().equals("GET"))) {
                return new Answer(status, response.headers(), new Watched(response.body()));
            }
            String body = beginning(response.body());
            boolean again = status == 429 || status >= 500 || throttled.contains(status);
            if (!again || attempt == MAX_ATTEMPTS) {
                throw new StatusException(status, body, address);
            }
            Optional<Instant> after =
                    response.headers().firstValue("Retry-After").flatMap(this::retryAfter);
            log.info(
                    "{} answers {}, attempt {}{}",
                    address,
                    status,
                    attempt,
                    after.map(at -> ", come back at " + at).orElse(""));
            if (after.isPresent()) {
                pause(Duration.between(clock.instant(), after.get()), address);
            } else {
                backOff(attempt);
            }
        }
    }

    /** Waits before something that failed is tried again. */
    void backOff(int attempt) throws InterruptedException {
        long most = Math.min(LONGEST_BACK_OFF.toMillis(), shortestBackOff.toMillis() << Math.min(attempt - 1, 20));
        waiting.sleep(Duration.ofMillis(most / 2 + (most < 2 ? 0 : random.nextLong(most / 2 + 1))));
    }

    private void pause(Duration wait, String address) throws InterruptedException, LaterException {
        if (wait.compareTo(LONGEST_WAIT) > 0) {
            throw new LaterException(address, clock.instant().plus(wait));
        }
        if (wait.isPositive()) {
            waiting.sleep(wait);
        }
    }

    /** Seconds or a date. */
    private Optional<Instant> retryAfter(String value) {
        String text = value.strip();
        try {
            return Optional.of(
                    text.matches("[0-9]{1,9}")
                            ? clock.instant().plusSeconds(Long.parseLong(text))
                            : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty(); // then as if it were not there
        }
    }

    /** So many requests in so many seconds, or none left until then. */
    private void noteLimits(HttpHeaders headers) {
        Instant now = clock.instant();
        Duration wait = interval;
        Long limit = number(headers, "x-rate-limit-limit");
        Long seconds = number(headers, "x-rate-limit-interval");
        if (limit != null && seconds != null && limit > 0) {
            Duration stated = Duration.ofMillis(seconds * 1000 / limit);
            wait = stated.compareTo(wait) > 0 ? stated : wait;
        }
        Long remaining = number(headers, "x-ratelimit-remaining");
        Long reset = number(headers, "x-ratelimit-reset");
        if (remaining != null && remaining <= 0 && reset != null) {
            // Seconds from now, or since 1970.
            Duration until = reset > 1_000_000_000L
                    ? Duration.between(now, Instant.ofEpochSecond(reset))
                    : Duration.ofSeconds(reset);
            wait = until.compareTo(wait) > 0 ? until : wait;
        }
        notBefore = now.plus(wait);
    }

    private static @Nullable Long number(HttpHeaders headers, String name) {
        return headers.firstValue(name)
                .map(value -> value.strip().replaceAll("s$", ""))
                .filter(value -> value.matches("[0-9]{1,10}"))
                .map(Long::valueOf)
                .orElse(null);
    }

    private static String beginning(InputStream body) {
        try (InputStream content = Decompression.of(body)) {
            return new String(content.readNBytes(SHOWN), StandardCharsets.UTF_8)
                    .replaceAll("\\s+", " ")
                    .strip();
        } catch (IOException e) {
            return ""; // the status says enough
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** Queries hold keys and cursors, which are nobody's business. */
    private static String withoutQuery(URI uri) {
        return uri.getScheme() + "://" + uri.getAuthority() + uri.getPath();
    }

    /** Ends a body that has stopped coming, since a read of it would wait for ever. */
    private static final class Watched extends FilterInputStream {

        private volatile long lastRead = System.nanoTime();
        private volatile boolean closed;

        Watched(InputStream body) {
            super(body);
            Thread.ofVirtual().name("stall-watch").start(this::watch);
        }

        private void watch() {
            try {
                while (!closed) {
                    Thread.sleep(BETWEEN_LOOKS);
                    if (System.nanoTime() - lastRead > STALLED.toNanos()) {
                        close();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                log.debug("Closing a stalled answer", e);
            }
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            lastRead = System.nanoTime();
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            lastRead = System.nanoTime();
            return read;
        }

        @Override
        public void close() throws IOException {
            closed = true;
            super.close();
        }
    }
}
