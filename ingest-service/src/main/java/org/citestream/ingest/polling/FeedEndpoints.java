package org.citestream.ingest.polling;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citestream.events.openapi.ServiceDescription;
import org.citestream.ingest.intake.ApiKeys;
import org.citestream.ingest.operations.Audit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /api/v1/feeds}: how the feeds stand, for everybody. To run, pause and resume them takes a key, and so does to restart them, which
 * forgets from where they go on, and to confirm that all is to be taken back that their source no longer tells.
 */
@RestController
@Tag(name = "feeds")
class FeedEndpoints {

    private static final List<String> ACTIONS = List.of("run", "pause", "resume", "restart", "confirm");

    private final Feeds feeds;
    private final ApiKeys apiKeys;
    private final Audit audit;
    private final InstantSource clock;

    FeedEndpoints(Feeds feeds, ApiKeys apiKeys, Audit audit, InstantSource clock) {
        this.feeds = feeds;
        this.apiKeys = apiKeys;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A feed as it is shown.
     *
     * @param lagSeconds how old the picture of the source is, or null before the first success
     * @param lastError why the last run did not come to its end, or why it is not run at all; null where all is well
     * @param toConfirm whether it waits for somebody to confirm that what its source no longer tells is to be taken back
     */
    @Schema(name = "Feed")
    record FeedView(
            String name,
            String source,
            String state,
            @Nullable String every,
            @Nullable Instant lastRun,
            @Nullable Instant lastSuccess,
            @Nullable Instant nextRun,
            Map<String, String> checkpoint,
            long read,
            long accepted,
            long rejected,
            long unchanged,
            Map<String, Long> leftOut,
            List<String> rejections,
            @Nullable Long lagSeconds,
            @Nullable String lastError,
            boolean toConfirm) {}

    /**
     * The feeds.
     *
     * @param feeds all that are configured
     */
    @Schema(name = "Feeds")
    record All(List<FeedView> feeds) {}

    @GetMapping("/api/v1/feeds")
    @Operation(operationId = "feeds", summary = "The feeds that are polled, and how they stand")
    All all() {
        return new All(feeds.all().keySet().stream().map(this::view).toList());
    }

    @GetMapping("/api/v1/feeds/{name}")
    @Operation(operationId = "feed", summary = "How a feed stands")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FeedView.class)))
    ResponseEntity<?> one(@PathVariable String name) {
        return feeds.knows(name) ? ResponseEntity.ok(view(name)) : unknown(name);
    }

    @PostMapping("/api/v1/feeds/{name}/{action}")
    @SecurityRequirement(name = ServiceDescription.KEY)
    @Operation(operationId = "operateFeed", summary = "Runs a feed, pauses it and so on, for operators")
    @ApiResponse(
            responseCode = "202",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = FeedView.class)))
    @ApiResponse(
            responseCode = "409",
            description = "The feed is paused, or cannot be run",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(ref = "#/components/schemas/Problem")))
    ResponseEntity<?> act(
            @PathVariable String name,
            @Parameter(schema = @Schema(allowableValues = {"run", "pause", "resume", "restart", "confirm"}))
                    @PathVariable
                    String action,
            HttpServletRequest request) {
        String operator = apiKeys.operatorOf(request);
        if (!ACTIONS.contains(action)) {
            return problem(
                    HttpStatus.BAD_REQUEST,
                    "action is '%s', but must be one of %s.".formatted(action, String.join(", ", ACTIONS)));
        }
        if (!feeds.knows(name)) {
            return unknown(name);
        }
        String obstacle = feeds.obstacle(name);
        if (obstacle != null) {
            return problem(HttpStatus.CONFLICT, "The feed " + name + " cannot be run: " + obstacle + ".");
        }
        if (List.of("run", "confirm").contains(action) && feeds.state(name).paused()) {
            return problem(HttpStatus.CONFLICT, "The feed " + name + " is paused; resume it first.");
        }
        FeedView acted = audit.doing(
                operator, action + " feed", Map.of("feed", name), () -> acted(name, action), _ -> "accepted");
        return ResponseEntity.accepted().body(acted);
    }

    /** The feed after one of the actions. */
    private FeedView acted(String name, String action) {
        switch (action) {
            case "run" -> feeds.runNow(name);
            case "confirm" -> feeds.confirm(name);
            case "restart" -> feeds.restart(name);
            default -> feeds.pause(name, action.equals("pause"));
        }
        return view(name);
    }

    private FeedView view(String name) {
        FeedSettings settings = feeds.all().get(name);
        if (settings == null) {
            throw new IllegalArgumentException(name);
        }
        FeedState state = feeds.state(name);
        FeedState.LastRun run = state.lastRun();
        String obstacle = feeds.obstacle(name);
        String standing = obstacle != null
                ? "off"
                : state.paused()
                        ? "paused"
                        : run != null && run.finishedAt() == null
                                ? "running"
                                : run != null && run.error() != null ? "failed" : "waiting";
        return new FeedView(
                name,
                settings.source().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                standing,
                settings.every() == null ? null : settings.every().toString(),
                run == null ? null : run.startedAt(),
                state.lastSuccess(),
                FeedState.NEVER.equals(state.nextRun()) ? null : state.nextRun(),
                state.checkpoint(),
                run == null ? 0 : run.read(),
                run == null ? 0 : run.accepted(),
                run == null ? 0 : run.rejected(),
                run == null ? 0 : run.unchanged(),
                run == null ? Map.of() : run.leftOut(),
                run == null ? List.of() : run.rejections(),
                state.lastSuccess() == null
                        ? null
                        : Duration.between(state.lastSuccess(), clock.instant()).toSeconds(),
                obstacle != null ? obstacle : run == null ? null : run.error(),
                run != null && run.error() != null && run.error().endsWith(FeedRun.TO_CONFIRM));
    }

    private static ResponseEntity<?> unknown(String name) {
        return problem(HttpStatus.NOT_FOUND, "There is no feed " + name + ".");
    }

    private static ResponseEntity<?> problem(HttpStatus status, String detail) {
        return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail))
                .build();
    }
}
