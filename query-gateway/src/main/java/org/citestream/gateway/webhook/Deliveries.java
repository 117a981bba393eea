package org.citestream.gateway.webhook;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.live.LiveEvent;
import org.citestream.gateway.live.LiveFilter;
import org.citestream.gateway.live.LiveLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Follows the log for each webhook on a virtual thread of its own and sends what it wants, up to 100 events in a request, in order. A
 * request is tried again, ever more slowly, until it is answered with 2xx; when that has failed too often the webhook is disabled, and
 * says so.
 */
@Component
class Deliveries implements AutoCloseable {

    static final String SIGNATURE = "Citestream-Signature";

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private static final int BATCH = 100;
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final String ALGORITHM = "HmacSHA256";

    private final WebhookDocuments documents;
    private final WebhookProperties properties;
    private final Targets targets;
    private final LiveLog events;
    private final CitationIndex citations;
    private final JsonMapper mapper;
    private final InstantSource clock;
    private final HttpClient http;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();

    Deliveries(
            WebhookDocuments documents,
            WebhookProperties properties,
            Targets targets,
            LiveLog events,
            CitationIndex citations,
            JsonMapper mapper,
            InstantSource clock) {
        this.documents = documents;
        this.properties = properties;
        this.targets = targets;
        this.events = events;
        this.citations = citations;
        this.mapper = mapper;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(properties.timeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (properties.key() != null) {
            documents.all().stream().filter(each -> each.disabledAt() == null).forEach(this::start);
        }
    }

    void start(Webhook hook) {
        long place = events.end();
        running.put(hook.id(), Thread.ofVirtual().name("webhook-" + hook.id()).start(() -> follow(hook, place)));
    }

    void stop(String id) {
        Thread thread = running.remove(id);
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        running.keySet().forEach(this::stop);
        http.shutdownNow();
    }

    private void follow(Webhook hook, long begin) {
        LiveFilter filter = hook.filter();
        long place = begin;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Optional<List<LiveEvent>> found = events.from(place, BATCH, WAIT);
                if (found.isEmpty()) {
                    log.warn("The webhook {} fell behind and misses events", hook.id());
                    place = events.end();
                } else if (!found.get().isEmpty()) {
                    List<LiveEvent> wanted = found.get().stream()
                            .filter(each -> filter.admits(each, citations))
                            .toList();
                    if (!wanted.isEmpty() && !deliver(hook, wanted)) {
                        return;
                    }
                    place = found.get().getLast().number() + 1;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the events arrived in the end; otherwise the webhook is disabled now. */
    private boolean deliver(Webhook hook, List<LiveEvent> wanted) throws InterruptedException {
        String body = mapper.writeValueAsString(Map.of(
                "webhook", hook.id(), "through", events.id(wanted.getLast().number()), "events", wanted));
        String failure = "";
        long delay = properties.firstDelay().toNanos();
        for (int attempt = 1; attempt <= properties.attempts(); attempt++) {
            if (attempt > 1) {
                LockSupport.parkNanos(delay);
                delay *= 2;
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            try {
                HttpResponse<Void> answer = http.send(request(hook, body), HttpResponse.BodyHandlers.discarding());
                if (answer.statusCode() / 100 == 2) {
                    return true;
                }
                failure = "it answered " + answer.statusCode();
            } catch (IOException e) {
                failure = "it could not be reached (" + e.getClass().getSimpleName() + ")";
            } catch (Targets.RefusedTargetException e) {
                failure = String.valueOf(e.getMessage());
            }
        }
        String reason = failure + ", " + properties.attempts() + " times";
        log.warn("The webhook {} is disabled: {}", hook.id(), reason);
        documents.save(hook.disabled(clock.instant(), reason));
        running.remove(hook.id());
        return false;
    }

    private HttpRequest request(Webhook hook, String body) {
        long now = clock.instant().getEpochSecond();
        return HttpRequest.newBuilder(targets.check(hook.url()))
                .timeout(properties.timeout())
                .header("Content-Type", "application/json")
                .header(SIGNATURE, "t=" + now + ",sha256=" + signature(hook.secret(), now + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** HMAC-SHA-256 in hexadecimal of the seconds, a dot and the body. */
    static String signature(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " belongs to every Java platform", e);
        }
    }
}
