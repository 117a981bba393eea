package org.citestream.events.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** When to ask again what could not be answered for a while: by then a store or a broker that was only restarted is back. */
public final class ComeAgain {

    private static final String SECONDS = "5";

    private ComeAgain() {}

    /** The headers that go with a status: {@code Retry-After} with 503, none otherwise; they may be added to. */
    public static HttpHeaders headers(HttpStatusCode status) {
        HttpHeaders headers = new HttpHeaders();
        if (status.value() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            headers.set(HttpHeaders.RETRY_AFTER, SECONDS);
        }
        return headers;
    }
}
