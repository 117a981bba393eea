package org.citestream.events.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

/**
 * Refuses parameters that an endpoint does not have, and those given twice: a misspelt filter must not give the whole list, nor a
 * misspelt {@code dryRun} do what it should only tell. An endpoint that takes parameters of any name is left alone.
 */
final class KnownParameters implements HandlerInterceptor {

    private final Map<HandlerMethod, Optional<Set<String>>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getPackageName().startsWith("org.citestream")
                && !isUnreadForm(request)) {
            known.computeIfAbsent(method, KnownParameters::names)
                    .ifPresent(
                            names -> request.getParameterMap().forEach((name, values) -> check(names, name, values)));
        }
        return true;
    }

    private static void check(Set<String> names, String name, String[] values) {
        if (!names.contains(name)) {
            throw new RefusedParameterException(
                    name,
                    values[0],
                    names.isEmpty() ? "left out: there are none here" : "one of " + String.join(", ", names));
        }
        if (values.length > 1) {
            throw new RefusedParameterException(name, String.join(",", values), "given once");
        }
    }

    /** To ask for its parameters would read it from the connection; whoever takes a stream refuses it by its type. */
    private static boolean isUnreadForm(HttpServletRequest request) {
        return HeldForm.isForm(request)
                && BodyLimits.hasBody(request)
                && WebUtils.getNativeRequest(request, HeldForm.class) == null;
    }

    /** The names of an endpoint's parameters, or nothing where it takes any. */
    private static Optional<Set<String>> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter each : method.getMethodParameters()) {
            if (each.hasParameterAnnotation(RequestParam.class)) {
                if (Map.class.isAssignableFrom(each.getParameterType())) {
                    return Optional.empty();
                }
                names.add(each.getParameter().getName());
            } else if (each.hasParameterAnnotation(FromQuery.class)) {
                names.addAll(QueryRecords.names(each.getParameterType()));
            }
        }
        return Optional.of(names);
    }
}
