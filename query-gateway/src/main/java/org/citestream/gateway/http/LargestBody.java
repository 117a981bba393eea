package org.citestream.gateway.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads no more of a request than the largest one needs that makes sense here: it is all held in memory. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
public final class LargestBody extends OncePerRequestFilter {

    /** 500 identity keys, each of the longest there are, and a half as much again. */
    static final int BYTES = 1024 * 1024;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getContentLengthLong() > BYTES) {
            byte[] problem = """
                    {"title":"Content Too Large","status":413,"detail":"%s","parameter":"body","allowed":"%s"}""".formatted(problem().getDetail(), allowed()).getBytes(StandardCharsets.UTF_8);
            response.setStatus(HttpStatus.CONTENT_TOO_LARGE.value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setContentLength(problem.length);
            response.getOutputStream().write(problem);
            return;
        }
        // One that does not say how long it is.
        chain.doFilter(request.getContentLengthLong() < 0 ? new Bounded(request) : request, response);
    }

    /** Whether a body could not be read since it is too large. */
    public static boolean isTooLarge(@Nullable Throwable failure) {
        Throwable each = failure;
        while (each != null && !(each instanceof TooLargeException)) {
            each = each.getCause();
        }
        return each != null;
    }

    /** What is answered then. */
    public static ProblemDetail problem() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONTENT_TOO_LARGE, "The body is larger than anything that can be asked here.");
        problem.setProperty("parameter", "body");
        problem.setProperty("allowed", allowed());
        return problem;
    }

    private static String allowed() {
        return "at most " + BYTES + " bytes";
    }

    private static final class TooLargeException extends IOException {

        TooLargeException() {
            super("the body is larger than " + BYTES + " bytes");
        }
    }

    /** A request whose body fails where it becomes too large. */
    private static final class Bounded extends HttpServletRequestWrapper {

        private @Nullable ServletInputStream bounded;

        Bounded(HttpServletRequest request) {
            super(request);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            ServletInputStream stream = bounded == null ? new BoundedStream(super.getInputStream()) : bounded;
            bounded = stream;
            return stream;
        }
    }

    private static final class BoundedStream extends ServletInputStream {

        private final ServletInputStream body;
        private long read;

        BoundedStream(ServletInputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            int one = body.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = body.read(into, offset, length);
            count(Math.max(0, some));
            return some;
        }

        private void count(int bytes) throws IOException {
            read += bytes;
            if (read > BYTES) {
                throw new TooLargeException();
            }
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
