package org.citestream.gateway.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PaperViews;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what is asked for most, a whole view by its id as JSON, with the same bytes and headers as {@link PapersApi} and without the general
 * way there: no pattern is looked for among all, no parameter is bound, no form is negotiated, and the answer is written once. That way costs
 * as much as all of the view. Whatever is asked for otherwise goes the general way.
 */
@Component
final class PlainViews extends AbstractHandlerMapping {

    private static final String PATH = "/api/v1/papers/";
    private static final String PATTERN = PATH + "{id}";
    private static final int MOST_DIGITS = 9;
    /** As the general way has it, where answers depend on who asks from where. */
    private static final String[] VARY = {
        "Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers", HttpHeaders.ACCEPT
    };

    private final Answers answers;

    PlainViews(PaperViews views, JsonMapper json) {
        this.answers = new Answers(views, json);
        setOrder(-1);
    }

    @Override
    protected @Nullable HandlerMethod getHandlerInternal(HttpServletRequest request) {
        if (!isPlain(request)) {
            return null;
        }
        request.setAttribute(BEST_MATCHING_PATTERN_ATTRIBUTE, PATTERN);
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(context -> context.setPathPattern(PATTERN));
        return answers.method;
    }

    private static boolean isPlain(HttpServletRequest request) {
        if (request.getQueryString() != null
                || !request.getMethod().equals("GET")
                || !request.getContextPath().isEmpty()
                || request.getHeader(HttpHeaders.ORIGIN) != null) {
            return false;
        }
        String path = request.getRequestURI();
        int digits = path.length() - PATH.length();
        if (digits < 1 || digits > MOST_DIGITS || !path.startsWith(PATH) || path.charAt(PATH.length()) == '0') {
            return false;
        }
        for (int i = PATH.length(); i < path.length(); i++) {
            if (path.charAt(i) < '0' || path.charAt(i) > '9') {
                return false;
            }
        }
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept == null || accept.equals(MediaType.ALL_VALUE) || accept.equals(MediaType.APPLICATION_JSON_VALUE);
    }

    /** What answers; a method as those of the general way are, so that what goes wrong is told as there. */
    static final class Answers {

        private final PaperViews views;
        private final JsonMapper json;
        private final HandlerMethod method;

        private Answers(PaperViews views, JsonMapper json) {
            this.views = views;
            this.json = json;
            Method answer = ReflectionUtils.findMethod(
                    Answers.class, "answer", HttpServletRequest.class, HttpServletResponse.class);
            if (answer == null) {
                throw new IllegalStateException("There is nothing that answers");
            }
            this.method = new HandlerMethod(this, answer);
        }

        /** Answers a request that is plain. */
        public void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            int id = Integer.parseInt(request.getRequestURI().substring(PATH.length()));
            switch (views.find(id)) {
                case Lookup.Found(StoredView document) -> {
                    byte[] body = json.writeValueAsBytes(views.view(document));
                    // The tag is made here, of bytes that are there already.
                    ShallowEtagHeaderFilter.disableContentCaching(request);
                    for (String each : VARY) {
                        response.addHeader(HttpHeaders.VARY, each);
                    }
                    String tag = "W/\"0" + DigestUtils.md5DigestAsHex(body) + '"';
                    if (!new ServletWebRequest(request, response).checkNotModified(tag)) {
                        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                        response.setContentLength(body.length);
                        response.getOutputStream().write(body);
                    }
                }
                case Lookup.Merged(int into) -> {
                    response.setStatus(HttpServletResponse.SC_PERMANENT_REDIRECT);
                    response.setHeader(HttpHeaders.LOCATION, PATH + into);
                }
                case Lookup.Unknown() -> throw NamedPapers.unknown(Integer.toString(id));
            }
        }
    }
}
