package org.citestream.gateway.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses parameters that an endpoint does not have, and those given twice: a misspelt filter must not give the whole list. */
final class KnownParameters implements HandlerInterceptor {

    private final Map<HandlerMethod, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getPackageName().startsWith("org.citestream")) {
            Set<String> names = known.computeIfAbsent(method, KnownParameters::names);
            request.getParameterMap().forEach((name, values) -> {
                if (!names.contains(name)) {
                    throw new BadParameterException(
                            name,
                            values[0],
                            names.isEmpty() ? "left out: there are none here" : "one of " + String.join(", ", names));
                }
                if (values.length > 1) {
                    throw new BadParameterException(name, String.join(",", values), "given once");
                }
            });
        }
        return true;
    }

    private static Set<String> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter each : method.getMethodParameters()) {
            if (each.hasParameterAnnotation(RequestParam.class)) {
                names.add(each.getParameter().getName());
            } else if (each.hasParameterAnnotation(ModelAttribute.class)) {
                Arrays.stream(each.getParameterType().getRecordComponents())
                        .map(RecordComponent::getName)
                        .forEach(names::add);
            }
        }
        return names;
    }
}
