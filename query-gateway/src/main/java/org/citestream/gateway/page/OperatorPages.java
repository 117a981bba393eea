package org.citestream.gateway.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.gateway.api.BadParameterException;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.operators.IngestOperations;
import org.citestream.gateway.operators.RefusedException;
import org.citestream.gateway.progress.Progress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.JsonNode;

/**
 * Feeds and system, for operators. Their key is kept by their browser in a cookie that no script reads and no other site sends, and
 * goes to the ingest service with each question; nothing is shown or done without it.
 */
@Controller
class OperatorPages {

    private static final String COOKIE = "citestream-operator";
    private static final String TOLD = "citestream-told";
    private static final String PATH = "/operators";
    private static final Duration KEPT = Duration.ofHours(8);
    private static final Duration TOLD_KEPT = Duration.ofMinutes(1);
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_STAGE = 100;
    private static final int LONGEST_WORDS = 1_000;
    private static final Set<String> ACTIONS = Set.of("run", "pause", "resume", "restart", "confirm");
    private static final Set<String> REASONS = Set.of("unreadable", "refused");

    private final IngestOperations operations;
    private final Progress progress;
    private final Templates templates;

    OperatorPages(IngestOperations operations, Progress progress, Templates templates) {
        this.operations = operations;
        this.progress = progress;
        this.templates = templates;
    }

    @GetMapping(PATH)
    ResponseEntity<String> overview(HttpServletRequest request) {
        String told = cookie(request, TOLD);
        return shown(key(request), told == null ? "" : read(told));
    }

    @PostMapping(PATH + "/key")
    ResponseEntity<String> enter(@RequestParam(required = false) @Nullable String key, HttpServletRequest request) {
        requireOwnForm(request);
        String given = key == null ? "" : key.strip();
        if (given.isEmpty() || given.length() > LONGEST_KEY) {
            return door("Give the key that an operator has, of 1 to " + LONGEST_KEY + " characters.");
        }
        try {
            operations.deadLetters(given);
        } catch (RefusedException e) {
            return door(e.getMessage());
        }
        return back(cookie(COOKIE, UriUtils.encode(given, StandardCharsets.UTF_8), KEPT, request.isSecure()));
    }

    @PostMapping(PATH + "/leave")
    ResponseEntity<String> leave(HttpServletRequest request) {
        requireOwnForm(request);
        return back(cookie(COOKIE, "", Duration.ZERO, request.isSecure()));
    }

    @PostMapping(PATH + "/feeds/{name}/{action}")
    ResponseEntity<String> act(@PathVariable String name, @PathVariable String action, HttpServletRequest request) {
        requireOwnForm(request);
        String key = key(request);
        if (!ACTIONS.contains(action)) {
            throw new BadParameterException("action", action, "one of run, pause, resume, restart, confirm");
        }
        if (key == null) {
            return door(null);
        }
        try {
            operations.act(name, action, key);
            return back("Feed " + name + ": " + action + ".", request);
        } catch (RefusedException e) {
            return e.isByKey() ? door(e.getMessage()) : back(String.valueOf(e.getMessage()), request);
        }
    }

    @PostMapping(PATH + "/replay")
    ResponseEntity<String> replay(
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String stage,
            @RequestParam(defaultValue = "true") boolean dryRun,
            HttpServletRequest request) {
        requireOwnForm(request);
        String key = key(request);
        String of = reason == null || reason.isEmpty() ? null : reason;
        if (of != null && !REASONS.contains(of)) {
            throw new BadParameterException("reason", of, "one of refused, unreadable, or left out");
        }
        String at = Parameters.text("stage", stage == null || stage.isEmpty() ? null : stage, LONGEST_STAGE);
        if (key == null) {
            return door(null);
        }
        try {
            JsonNode outcome = operations.replay(of, at, dryRun, key);
            return back(
                    Wording.number(outcome.path("replayed").asLong())
                            + (dryRun ? " would be put back, " : " put back, ")
                            + Wording.number(outcome.path("superseded").asLong())
                            + " are superseded by later records."
                            + (outcome.path("more").asBoolean() ? " There are more: do it again." : ""),
                    request);
        } catch (RefusedException e) {
            return e.isByKey() ? door(e.getMessage()) : back(String.valueOf(e.getMessage()), request);
        }
    }

    private ResponseEntity<String> shown(@Nullable String key, String told) {
        if (key == null || !operations.isConfigured()) {
            return door(null);
        }
        try {
            Map<String, Object> all = new HashMap<>();
            all.put("stats", progress.stats());
            all.put("feeds", operations.feeds(key));
            JsonNode letters = operations.deadLetters(key);
            all.put("letters", letters);
            all.put("stages", stages(letters));
            all.put("told", told);
            ResponseEntity<String> page = unkept(templates.html("operators", all));
            return told.isEmpty()
                    ? page
                    : ResponseEntity.status(page.getStatusCode())
                            .headers(page.getHeaders())
                            .header(
                                    HttpHeaders.SET_COOKIE,
                                    cookie(TOLD, "", Duration.ZERO, false).toString())
                            .body(page.getBody());
        } catch (RefusedException e) {
            return door(e.getMessage());
        }
    }

    private ResponseEntity<String> door(@Nullable String refusal) {
        ResponseEntity<String> page = templates.html(
                "door", Map.of("configured", operations.isConfigured(), "refusal", refusal == null ? "" : refusal));
        return unkept(
                refusal == null
                        ? page
                        : ResponseEntity.status(HttpStatus.FORBIDDEN)
                                .headers(page.getHeaders())
                                .body(page.getBody()));
    }

    /** What operators see is kept by no cache. */
    private static ResponseEntity<String> unkept(ResponseEntity<String> page) {
        return ResponseEntity.status(page.getStatusCode())
                .headers(page.getHeaders())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(page.getBody());
    }

    private static ResponseEntity<String> back(ResponseCookie cookie) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(PATH))
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .build();
    }

    /** Back to the page, which says once what was done, so that to load it again does nothing again. */
    private static ResponseEntity<String> back(String told, HttpServletRequest request) {
        String told64 = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(told.substring(0, Math.min(LONGEST_WORDS, told.length()))
                        .getBytes(StandardCharsets.UTF_8));
        return back(cookie(TOLD, told64, TOLD_KEPT, request.isSecure()));
    }

    /** The key that the browser keeps; null without one, and empty, which is nobody's, where it is not what this page wrote. */
    private static @Nullable String key(HttpServletRequest request) {
        String kept = cookie(request, COOKIE);
        try {
            return kept == null ? null : UriUtils.decode(kept, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    /** As it was sent: a cookie may hold anything, such as a percent sign that begins nothing. */
    private static @Nullable String cookie(HttpServletRequest request, String name) {
        Cookie[] all = request.getCookies();
        return all == null
                ? null
                : Arrays.stream(all)
                        .filter(each -> each.getName().equals(name))
                        .map(Cookie::getValue)
                        .findFirst()
                        .orElse(null);
    }

    private static String read(String told) {
        try {
            return new String(Base64.getUrlDecoder().decode(told), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return ""; // not what this page wrote
        }
    }

    private static List<String> stages(JsonNode letters) {
        return letters.path("letters")
                .valueStream()
                .map(each -> each.path("stage").asString(""))
                .filter(each -> !each.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private static ResponseCookie cookie(String name, String value, Duration kept, boolean secure) {
        return ResponseCookie.from(name, value)
                .path(PATH)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(secure)
                .maxAge(kept)
                .build();
    }

    /** A browser says where a form comes from; from another site nothing is taken, whatever cookies come with it. */
    private static void requireOwnForm(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new BadParameterException("Sec-Fetch-Site", site, "same-origin: forms of other sites are not taken");
        }
        // Where the connection is not encrypted, browsers tell the origin alone.
        String origin = request.getHeader("Origin");
        if (site == null && origin != null && !origin.endsWith("://" + request.getHeader("Host"))) {
            throw new BadParameterException("Origin", origin, "this site's own: forms of other sites are not taken");
        }
    }
}
