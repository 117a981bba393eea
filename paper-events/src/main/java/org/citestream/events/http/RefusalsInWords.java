package org.citestream.events.http;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.Container;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.springframework.http.HttpStatus;

/** What the server refuses before a service sees it, such as an address that is none, is refused as a problem in words like all else, and tells nothing of the server. */
public final class RefusalsInWords extends ErrorReportValve {

    private static final int ERRORS = 400;
    private static final int FAILURES = 500;

    /** Has a host refuse so, instead of by a page of the server's own; before it starts. */
    public static void of(Container host) {
        if (!(host instanceof StandardHost standard)) {
            throw new IllegalStateException(host + " is no host whose refusals can be put in words");
        }
        standard.setErrorReportValveClass(RefusalsInWords.class.getName());
    }

    @Override
    protected void report(Request request, Response response, Throwable failure) {
        int status = response.getStatus();
        if (status < ERRORS || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        AtomicBoolean canBeWritten = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, canBeWritten);
        if (!canBeWritten.get()) {
            return;
        }
        response.setContentType("application/problem+json");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        try {
            Writer writer = response.getReporter();
            if (writer != null) {
                writer.write(problem(status));
                response.finishResponse();
            }
        } catch (IOException e) {
            // Who asked is gone.
        }
    }

    private static String problem(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(
                        known == null ? "Refused" : known.getReasonPhrase(),
                        status,
                        status < FAILURES
                                ? "This is not a request that is taken: its address or its head is not as HTTP has it."
                                : "The server could not answer this.");
    }
}
