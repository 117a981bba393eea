package org.citestream.events.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies that are too long, and ends those that come too slowly. What says how long it is, is refused by its word; all else is
 * read up to the limit before anybody is asked to answer it, so that none of those who do needs to mind.
 */
final class BodyLimits extends OncePerRequestFilter implements Ordered {

    private final HttpLimits limits;
    private final Set<String> streamed;

    BodyLimits(HttpLimits limits, Set<String> streamed) {
        this.limits = limits;
        this.streamed = Set.copyOf(streamed);
    }

    /** Before all that reads anything. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 5;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!hasBody(request)) {
            chain.doFilter(request, response);
            return;
        }
        PacedBody paced = new PacedBody(request.getInputStream(), limits);
        pass(request, response, chain, paced);
        if (!request.isAsyncStarted() && !paced.isFinished()) {
            letReadTheAnswer(response, paced);
        }
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain, PacedBody paced)
            throws ServletException, IOException {
        if (streamed.contains(request.getServletPath())) {
            chain.doFilter(new ReplacedBody(request, paced), response);
            return;
        }
        if (request.getContentLengthLong() > limits.bodyBytes()) {
            tooLarge(response);
            return;
        }
        byte[] body;
        try {
            body = paced.readNBytes(limits.bodyBytes() + 1);
        } catch (IOException e) {
            unreadable(response);
            return;
        }
        if (body.length > limits.bodyBytes()) {
            tooLarge(response);
            return;
        }
        HttpServletRequest held;
        try {
            held = HeldForm.isForm(request)
                    ? new HeldForm(request, body)
                    : new ReplacedBody(request, new HeldBody(body));
        } catch (IllegalArgumentException e) {
            unreadable(response);
            return;
        }
        chain.doFilter(held, response);
    }

    /** Whether a request has a body, as its head says. */
    static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    private static void unreadable(HttpServletResponse response) throws IOException {
        refuse(response, HttpServletResponse.SC_BAD_REQUEST, "Bad Request", "The body cannot be read.", "");
    }

    /** The server itself listens no further, so that nobody holds it by sending the rest slowly. */
    private void letReadTheAnswer(HttpServletResponse response, PacedBody rest) {
        try {
            response.flushBuffer();
            rest.drain(limits.bodyBytes());
        } catch (IOException e) {
            logger.debug("The rest of a body was not read", e);
        }
    }

    private void tooLarge(HttpServletResponse response) throws IOException {
        refuse(
                response,
                HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                "Content Too Large",
                "The body is longer than %d bytes.".formatted(limits.bodyBytes()),
                ",\"parameter\":\"body\",\"allowed\":\"at most %d bytes\"".formatted(limits.bodyBytes()));
    }

    private static void refuse(HttpServletResponse response, int status, String title, String detail, String more)
            throws IOException {
        byte[] problem = """
                {"type":"about:blank","title":"%s","status":%d,"detail":"%s"%s}""".formatted(title, status, detail, more).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setHeader("Connection", "close");
        response.setContentType("application/problem+json");
        response.setContentLength(problem.length);
        response.getOutputStream().write(problem);
    }
}
