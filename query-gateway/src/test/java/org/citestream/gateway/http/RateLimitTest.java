package org.citestream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RateLimitTest {

    private Instant now = Instant.parse("2026-02-09T10:00:00Z");
    private final RateLimit limit = new RateLimit(new RateLimitProperties(3, Map.of("known", 5)), () -> now);

    @Test
    void whoAsksTooMuchIsToldWhenToComeAgain() throws ServletException, IOException {
        for (int left = 2; left >= 0; left--) {
            MockHttpServletResponse answer = ask("192.0.2.1", null);
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getHeader("RateLimit-Limit")).isEqualTo("3");
            assertThat(answer.getHeader("RateLimit-Remaining")).isEqualTo(Integer.toString(left));
        }
        MockHttpServletResponse refused = ask("192.0.2.1", null);
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getContentType()).isEqualTo("application/problem+json");
        assertThat(refused.getHeader("RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.getHeader("Retry-After")).isEqualTo("20");
        assertThat(refused.getContentAsString()).contains("3 requests a minute");

        now = now.plusSeconds(20);
        assertThat(ask("192.0.2.1", null).getStatus()).isEqualTo(200);
        assertThat(ask("192.0.2.1", null).getStatus()).isEqualTo(429);
    }

    @Test
    void eachAddressAndEachKnownKeyHasItsOwnLimit() throws ServletException, IOException {
        for (int request = 0; request < 3; request++) {
            ask("192.0.2.1", null);
        }
        assertThat(ask("192.0.2.1", null).getStatus()).isEqualTo(429);
        assertThat(ask("192.0.2.2", null).getStatus()).isEqualTo(200);
        assertThat(ask("192.0.2.1", "known").getHeader("RateLimit-Limit")).isEqualTo("5");
        assertThat(ask("192.0.2.1", "invented").getStatus())
                .as("a key that nobody knows is the address again")
                .isEqualTo(429);
    }

    private MockHttpServletResponse ask(String address, @Nullable String key) throws ServletException, IOException {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/papers");
        request.setRemoteAddr(address);
        if (key != null) {
            request.addHeader("X-Api-Key", key);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        limit.doFilter(request, response, new MockFilterChain());
        return response;
    }
}
