package org.citestream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RateLimitTest {

    /** SHA-256 of {@code of-a-library}. */
    private static final String OF_A_LIBRARY = "5827622c41be4e530294138efc0c63f7d28f52cd526825146f944611f5d852e0";

    private Instant now = Instant.parse("2026-02-09T10:00:00Z");
    private final InstantSource clock = () -> now;
    private final RateLimit limit = new RateLimit(new RateLimitProperties(60, Map.of(OF_A_LIBRARY, 120)), clock);

    private MockHttpServletResponse ask(String address, String key) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/v1/papers");
        request.setRemoteAddr(address);
        if (key != null) {
            request.addHeader("X-Api-Key", key);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        limit.doFilter(request, response, new MockFilterChain());
        return response;
    }

    @Test
    void whoAsksTooOftenIsToldWhenToComeAgain() throws Exception {
        for (int i = 0; i < 60; i++) {
            MockHttpServletResponse answer = ask("192.0.2.1", null);
            assertThat(answer.getStatus()).isEqualTo(200);
            assertThat(answer.getHeader("RateLimit-Limit")).isEqualTo("60");
            assertThat(answer.getHeader("RateLimit-Remaining")).isEqualTo(Integer.toString(59 - i));
        }
        MockHttpServletResponse refused = ask("192.0.2.1", null);
        assertThat(refused.getStatus()).isEqualTo(429);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(refused.getHeader("RateLimit-Remaining")).isEqualTo("0");
        assertThat(refused.getContentType()).isEqualTo("application/problem+json");
        assertThat(refused.getContentAsString()).contains("At most 60 requests a minute");
        assertThat(ask("192.0.2.2", null).getStatus())
                .as("another client is not concerned")
                .isEqualTo(200);
        now = now.plusSeconds(1);
        assertThat(ask("192.0.2.1", null).getStatus()).isEqualTo(200);
        assertThat(ask("192.0.2.1", null).getStatus()).isEqualTo(429);
    }

    @Test
    void aClockThatWasWrongForAWhileLocksNobodyOut() throws Exception {
        now = now.plus(Duration.ofHours(1));
        assertThat(ask("192.0.2.1", null).getStatus()).isEqualTo(200);
        now = now.minus(Duration.ofHours(1));
        assertThat(ask("192.0.2.1", null).getStatus()).isEqualTo(200);
    }

    @Test
    void aKeyHasItsOwnLimitAndOneThatIsNotKnownHasNone() throws Exception {
        for (int i = 0; i < 120; i++) {
            assertThat(ask("192.0.2.1", "of-a-library").getStatus()).isEqualTo(200);
        }
        assertThat(ask("192.0.2.7", "of-a-library").getStatus()).isEqualTo(429);
        assertThat(ask("192.0.2.1", "guessed").getHeader("RateLimit-Limit")).isEqualTo("60");
    }
}
