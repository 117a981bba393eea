package org.citestream.gateway.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.citestream.events.operations.OperatorRecord;
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

    /** How long an instance that has stopped without a word holds the webhooks, and how often one looks after them. */
    private static final Duration HELD = Duration.ofSeconds(15);

    private static final Duration LOOK = Duration.ofSeconds(3);

    private final WebhookDocuments documents;
    private final WebhookProperties properties;
    private final Targets targets;
    private final WebhookRequests requests;
    private final LiveLog events;
    private final CitationIndex citations;
    private final JsonMapper mapper;
    private final InstantSource clock;
    private final OperatorRecord operators;
    private final String instance = UUID.randomUUID().toString();
    private final Map<String, Thread> running = new ConcurrentHashMap<>();

    /** By webhook, the place up to which this instance has sent, or passed over, what the log holds. */
    private final Map<String, Long> places = new ConcurrentHashMap<>();

    private final Thread holder = Thread.ofVirtual().name("webhooks").unstarted(this::hold);
    private volatile boolean holding;

    Deliveries(
            WebhookDocuments documents,
            WebhookProperties properties,
            Targets targets,
            WebhookRequests requests,
            LiveLog events,
            CitationIndex citations,
            JsonMapper mapper,
            InstantSource clock,
            OperatorRecord operators) {
        this.documents = documents;
        this.properties = properties;
        this.targets = targets;
        this.requests = requests;
        this.events = events;
        this.citations = citations;
        this.mapper = mapper;
        this.clock = clock;
        this.operators = operators;
    }

    /** Where nobody can be known as an operator, there are no webhooks. */
    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (operators.isConfigured()) {
            holder.start();
        }
    }

    /**
     * Of several instances one sends; another takes over where it left off, and what came in between may then come twice. While the store
     * is away the webhooks are followed until it is noticed that another instance can have them; what both send comes twice.
     */
    private void hold() {
        Instant heldUntil = Instant.MIN;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Instant now = clock.instant();
                Optional<WebhookDocuments.Hold> hold = documents.hold(instance, now, now.plus(HELD));
                if (hold.isPresent()) {
                    if (!hold.get().again()) {
                        places.clear();
                    }
                    heldUntil = now.plus(HELD);
                    holding = true;
                    follow(documents.all(), hold.get().since());
                } else {
                    letGo();
                }
            } catch (RuntimeException e) {
                log.warn("The webhooks are not looked after: {}", e.toString());
                if (!clock.instant().isBefore(heldUntil)) {
                    letGo();
                }
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void letGo() {
        holding = false;
        running.keySet().forEach(this::stop);
    }

    /** Follows the log for those that are to be, and for no others. */
    private void follow(List<Webhook> all, Instant since) {
        Set<String> wanted = new HashSet<>();
        for (Webhook hook : all) {
            if (hook.disabledAt() == null) {
                wanted.add(hook.id());
                start(hook, events.since(hook.createdAt().isAfter(since) ? hook.createdAt() : since));
            }
        }
        running.keySet().stream().filter(id -> !wanted.contains(id)).forEach(this::stop);
        places.keySet().retainAll(wanted);
    }

    /** A new webhook, which the instance that sends comes to know of by itself. */
    void start(Webhook hook) {
        if (holding) {
            start(hook, events.end());
        }
    }

    private void start(Webhook hook, long place) {
        running.computeIfAbsent(
                hook.id(),
                id -> Thread.ofVirtual()
                        .name("webhook-" + id)
                        .start(() -> follow(hook, places.getOrDefault(id, place))));
    }

    void stop(String id) {
        Thread thread = running.remove(id);
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        holder.interrupt();
        running.keySet().forEach(this::stop);
        if (holding) {
            try {
                documents.release(instance, clock.instant());
            } catch (RuntimeException e) {
                log.debug("The webhooks stay held for a while", e);
            }
        }
    }

    private void follow(Webhook hook, long begin) {
        long place = begin;
        places.putIfAbsent(hook.id(), begin);
        try {
            LiveFilter filter = hook.filter();
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
                places.put(hook.id(), place);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("The webhook {} goes on where it was in a moment", hook.id(), e);
        } finally {
            running.remove(hook.id(), Thread.currentThread());
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
                int status = post(hook, body);
                if (status / 100 == 2) {
                    return true;
                }
                failure = "it answered " + status;
            } catch (Targets.RefusedTargetException e) {
                failure = String.valueOf(e.getMessage());
            } catch (IOException e) {
                failure = "it could not be reached (" + e.getClass().getSimpleName() + ")";
            }
        }
        String reason = failure + ", " + properties.attempts() + " times";
        log.warn("The webhook {} is disabled: {}", hook.id(), reason);
        documents.save(hook.disabled(clock.instant(), reason));
        running.remove(hook.id());
        return false;
    }

    private int post(Webhook hook, String body) throws IOException {
        long now = clock.instant().getEpochSecond();
        return requests.post(
                targets.check(hook.url()), body, "t=" + now + ",sha256=" + signature(hook.secret(), now + "." + body));
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
