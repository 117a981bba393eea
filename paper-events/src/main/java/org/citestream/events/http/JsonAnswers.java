package org.citestream.events.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Where an API answers in JSON alone, it does so whatever else somebody asks for, as servers may (RFC 9110, 12.5.1): who asks for what there is not, or asks
 * in a broken header, is told what is wrong as well, and in words.
 */
final class JsonAnswers extends OncePerRequestFilter implements Ordered {

    private static final String API = "/api/v1/";

    private final boolean alone;

    /**
     * @param alone whether the API answers in JSON alone
     */
    JsonAnswers(boolean alone) {
        this.alone = alone;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE + 1;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !alone || !request.getServletPath().startsWith(API);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(new WithoutAccept(request), response);
    }

    private static final class WithoutAccept extends HttpServletRequestWrapper {

        WithoutAccept(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable String getHeader(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCEPT) ? null : super.getHeader(name);
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return name.equalsIgnoreCase(HttpHeaders.ACCEPT) ? Collections.emptyEnumeration() : super.getHeaders(name);
        }
    }
}
