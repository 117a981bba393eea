package org.citestream.gateway.webhook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
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
 * says so. Of several instances the one that has the duty sends; the others keep ready to take over.
 */
@Component
class Deliveries implements AutoCloseable {

    static final String SIGNATURE = "Citestream-Signature";

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);
    private static final int BATCH = 100;
    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 500;
    private static final String ALGORITHM = "HmacSHA256";

    private final WebhookDocuments documents;
    private final WebhookProperties properties;
    private final Targets targets;
    private final LiveLog events;
    private final CitationIndex citations;
    private final JsonMapper mapper;
    private final InstantSource clock;
    private final Duty duty;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    /** Those that were here and are no more; what was read of them a moment before does not begin them anew. */
    private final Set<String> ended = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService look = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("webhooks").factory());

    Deliveries(
            WebhookDocuments documents,
            WebhookProperties properties,
            Targets targets,
            LiveLog events,
            CitationIndex citations,
            JsonMapper mapper,
            InstantSource clock,
            Duty duty) {
        this.documents = documents;
        this.properties = properties;
        this.targets = targets;
        this.events = events;
        this.citations = citations;
        this.mapper = mapper;
        this.clock = clock;
        this.duty = duty;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (properties.key() != null) {
            look.scheduleWithFixedDelay(this::know, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Follows the webhooks that there are now, whichever instance was told of them. */
    private void know() {
        try {
            Map<String, Webhook> now = documents.all().stream()
                    .filter(each -> each.disabledAt() == null)
                    .collect(Collectors.toMap(Webhook::id, Function.identity()));
            running.keySet().stream().filter(each -> !now.containsKey(each)).forEach(this::stop);
            if (!now.isEmpty()) {
                // Asked here too, as a request that is tried again takes longer than a term.
                boolean sending = duty.isHere();
                log.trace("Sending here: {}", sending);
            }
            now.values().stream()
                    .filter(each -> !running.containsKey(each.id()))
                    .forEach(this::start);
        } catch (RuntimeException e) {
            log.warn("The webhooks could not be read; it is tried again", e);
        }
    }

    void start(Webhook hook) {
        if (ended.contains(hook.id())) {
            return;
        }
        running.computeIfAbsent(
                hook.id(), id -> Thread.ofVirtual().name("webhook-" + id).start(() -> follow(hook)));
    }

    void stop(String id) {
        ended.add(id);
        Thread thread = running.remove(id);
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        running.keySet().forEach(this::stop);
        look.shutdownNow();
    }

    private void follow(Webhook hook) {
        LiveFilter filter = hook.filter();
        long place = events.at(hook.createdAt());
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!duty.isHere()) {
                    place = Math.max(place, events.at(clock.instant().minus(Duty.HANDOVER)));
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                    continue;
                }
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
                int status = send(hook, body);
                if (status / 100 == 2) {
                    return true;
                }
                failure = "it answered " + status;
            } catch (IOException e) {
                failure = "it could not be reached (" + e.getClass().getSimpleName() + ")";
            } catch (Targets.RefusedTargetException e) {
                failure = String.valueOf(e.getMessage());
            }
        }
        String reason = failure + ", " + properties.attempts() + " times";
        log.warn("The webhook {} is disabled: {}", hook.id(), reason);
        documents.save(hook.disabled(clock.instant(), reason));
        return false;
    }

    private int send(Webhook hook, String body) throws IOException {
        long now = clock.instant().getEpochSecond();
        return Post.send(
                targets.check(hook.url()),
                Map.of(
                        "Content-Type",
                        "application/json",
                        SIGNATURE,
                        "t=" + now + ",sha256=" + signature(hook.secret(), now + "." + body)),
                body,
                properties.timeout());
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
