package org.citestream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RateLimitTest {

    private Instant now = Instant.parse("2026-02-09T10:00:00Z");

    @Test
    void aClockThatWasWrongForAWhileLocksNobodyOut() throws ServletException, IOException {
        RateLimit limit = new RateLimit(new RateLimitProperties(60, Map.of()), () -> now);
        now = now.plus(Duration.ofHours(1));
        assertThat(status(limit)).isEqualTo(200);
        now = now.minus(Duration.ofHours(1));
        assertThat(status(limit)).isEqualTo(200);
    }

    private static int status(RateLimit limit) throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        limit.doFilter(new MockHttpServletRequest("GET", "/api/v1/papers"), response, new MockFilterChain());
        return response.getStatus();
    }
}
