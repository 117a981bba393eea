package org.citestream.gateway.live;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.citestream.gateway.index.CitationIndex;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Follows the log by server-sent events, each follower with a virtual thread of its own. */
@RestController
@Tag(name = "live")
class StreamApi {

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int BATCH = 500;

    private final LiveLog log;
    private final CitationIndex citations;
    private volatile boolean closed;

    StreamApi(LiveLog log, CitationIndex citations) {
        this.log = log;
        this.citations = citations;
    }

    @GetMapping(path = "/api/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(
            operationId = "stream",
            summary = "What happens, as server-sent events",
            description =
                    "Events `paper`, `summary` and `rank`. A client that comes back with Last-Event-ID misses nothing of the last"
                            + " 20,000 events; where something was missed, the first event is `reset`. A comment comes every 15 s.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(implementation = LiveEvent.class)))
    SseEmitter stream(
            @Parameter(
                            description = "Only of these kinds, with commas: paper, summary, rank",
                            schema = @Schema(pattern = "^(paper|summary|rank)(,(paper|summary|rank))*$"))
                    @RequestParam(required = false)
                    @Nullable
                    String kinds,
            @Parameter(description = "Only papers of this venue", schema = @Schema(minLength = 1, maxLength = 200))
                    @RequestParam(required = false)
                    @Nullable
                    String venue,
            @Parameter(description = "Only papers of this author", schema = @Schema(minLength = 1, maxLength = 300))
                    @RequestParam(required = false)
                    @Nullable
                    String author,
            @Parameter(
                            description = "Only what is about this paper",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "2147483647"))
                    @RequestParam(required = false)
                    @Nullable
                    String paper,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        LiveFilter filter = LiveFilters.read(kinds, venue, author, paper);
        Optional<Long> place = last == null ? Optional.of(log.end()) : log.after(last);
        SseEmitter follower = new SseEmitter(0L);
        Thread.ofVirtual().name("stream").start(() -> follow(follower, filter, place));
        return follower;
    }

    @EventListener(ContextClosedEvent.class)
    void close() {
        closed = true;
    }

    private void follow(SseEmitter follower, LiveFilter filter, Optional<Long> begin) {
        try {
            long place = begin.isPresent() ? begin.get() : reset(follower);
            follower.send(SseEmitter.event().id(log.id(place - 1)).comment("following"));
            while (!closed) {
                Optional<List<LiveEvent>> events = log.from(place, BATCH, HEARTBEAT);
                if (events.isEmpty()) {
                    place = reset(follower);
                } else if (events.get().isEmpty()) {
                    follower.send(SseEmitter.event().comment("still here"));
                } else {
                    for (LiveEvent each : events.get()) {
                        if (filter.admits(each, citations)) {
                            follower.send(SseEmitter.event()
                                    .id(log.id(each.number()))
                                    .name(each.kind().name().toLowerCase(Locale.ROOT))
                                    .data(each, MediaType.APPLICATION_JSON));
                        }
                    }
                    place = events.get().getLast().number() + 1;
                }
            }
            follower.complete();
        } catch (IOException | IllegalStateException e) {
            follower.complete(); // the follower went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            follower.complete();
        }
    }

    private long reset(SseEmitter follower) throws IOException {
        long end = log.end();
        follower.send(SseEmitter.event()
                .id(log.id(end - 1))
                .name("reset")
                .data("{\"reason\":\"events were missed; read the lists again\"}"));
        return end;
    }
}
