package org.citestream.gateway.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.citestream.events.operations.KnownKeys;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits how much one client may ask of the API, by a bucket of tokens for each key or address that fills evenly over a minute. Every
 * answer says what is left; who asks too much gets 429 and when to come again. The buckets of the 10,000 clients seen last are kept.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class RateLimit extends OncePerRequestFilter {

    /** Of whom is known what they have left; of more, those who have asked for nothing for longest are forgotten. */
    private static final int MOST_CLIENTS = 10_000;

    private static final double MINUTE_MILLIS = 60_000;

    private final RateLimitProperties properties;
    private final InstantSource clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    RateLimit(RateLimitProperties properties, InstantSource clock) {
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/api/") && !path.equals("/mcp");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader("X-Api-Key");
        String hash = key == null || properties.keys().isEmpty() ? null : KnownKeys.sha256(key);
        @Nullable Integer ofKey = hash == null ? null : properties.keys().get(hash);
        int limit = ofKey == null ? properties.perMinute() : ofKey;
        if (limit == 0) {
            chain.doFilter(request, response);
            return;
        }
        double left = take(ofKey == null ? "address " + request.getRemoteAddr() : "key " + hash, limit);
        int untilFull = (int) Math.ceil((limit - Math.max(left, 0)) * 60 / limit);
        response.setHeader("RateLimit-Limit", Integer.toString(limit));
        response.setHeader("RateLimit-Remaining", Integer.toString((int) Math.max(left, 0)));
        response.setHeader("RateLimit-Reset", Integer.toString(untilFull));
        if (left >= 0) {
            chain.doFilter(request, response);
            return;
        }
        int wait = Math.max(1, (int) Math.ceil(-left * 60 / limit));
        byte[] problem = """
                {"title":"Too Many Requests","status":429,"detail":"At most %d requests a minute are answered; come again in %d s.",\
                "limit":%d,"retryAfter":%d}""".formatted(limit, wait, limit, wait).getBytes(StandardCharsets.UTF_8);
        response.setStatus(429);
        response.setHeader(HttpHeaders.RETRY_AFTER, Integer.toString(wait));
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.setContentLength(problem.length);
        response.getOutputStream().write(problem);
    }

    /** What is left after a request, or how much was lacking, below zero. A clock that is put back takes nothing from anybody. */
    private double take(String client, int limit) {
        long now = clock.millis();
        synchronized (buckets) {
            Bucket bucket = buckets.get(client);
            double tokens = bucket == null
                    ? limit
                    : Math.min(limit, bucket.tokens + Math.max(0, now - bucket.at) * limit / MINUTE_MILLIS);
            boolean allowed = tokens >= 1;
            buckets.put(client, new Bucket(allowed ? tokens - 1 : tokens, now));
            return tokens - 1;
        }
    }

    private record Bucket(double tokens, long at) {}
}
