package org.citestream.events.start;

import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.core.convert.ConverterNotFoundException;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/** A configuration value that cannot be used, as key, value, where it was given and what is allowed. */
final class ConfigurationFaults {

    /** Names of values that are shown to nobody. */
    private static final Pattern SECRET = Pattern.compile("key|password|secret|token(?!s)|credential|uri|jaas");

    private static final Pattern CAPITAL = Pattern.compile("([a-z0-9])([A-Z])");

    private static final Map<Class<?>, String> ALLOWED = Map.of(
            Duration.class, "a duration such as 500ms, 10s, 5m or 1h",
            Boolean.class, "true or false",
            Path.class, "the path of a file or a directory",
            URI.class, "an address such as https://example.org/api",
            InetAddress.class, "a name or an address of this machine, such as 127.0.0.1",
            DataSize.class, "a size such as 512KB or 10MB");

    private static final Set<Class<?>> WHOLE = Set.of(Integer.class, Long.class, Short.class);
    private static final Set<Class<?>> DECIMAL = Set.of(Double.class, Float.class, BigDecimal.class);

    private ConfigurationFaults() {}

    static String inWords(BindException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof BindValidationException invalid) {
                return invalid(invalid.getValidationErrors());
            }
        }
        ConfigurationProperty property = failure.getProperty();
        Throwable root = root(failure);
        if (property == null || root instanceof ConverterNotFoundException) {
            return failure.getName() + " cannot be used as it is given: " + root.getMessage();
        }
        Class<?> type = failure.getTarget().getType().resolve(Object.class);
        return fault(
                property.getName().toString(),
                property.getValue(),
                property.getOrigin(),
                allowed(type, String.valueOf(root.getMessage())));
    }

    private static String invalid(ValidationErrors errors) {
        return errors.getAllErrors().stream()
                .map(error -> invalid(errors, error))
                .sorted()
                .collect(Collectors.joining("; "));
    }

    private static String invalid(ValidationErrors errors, ObjectError error) {
        if (!(error instanceof FieldError field)) {
            return errors.getName() + " " + error.getDefaultMessage();
        }
        String key = errors.getName() + "."
                + CAPITAL.matcher(field.getField()).replaceAll("$1-$2").toLowerCase(Locale.ROOT);
        Origin origin = field instanceof OriginProvider provider ? provider.getOrigin() : null;
        return fault(key, field.getRejectedValue(), origin, String.valueOf(field.getDefaultMessage()));
    }

    static String fault(String key, @Nullable Object value, @Nullable Origin origin, String allowed) {
        String shown = value == null
                ? "not set"
                : SECRET.matcher(key).find()
                        ? "set to something that is not shown here"
                        : "'" + (value instanceof Duration duration ? asGiven(duration) : value) + "'";
        return key + " is " + shown + (origin == null ? "" : " (" + origin + ")") + ": " + allowed;
    }

    private static String asGiven(Duration duration) {
        return DurationStyle.SIMPLE.print(duration, duration.getNano() == 0 ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
    }

    private static String allowed(Class<?> target, String otherwise) {
        Class<?> type = java.lang.invoke.MethodType.methodType(target).wrap().returnType();
        if (type.isEnum()) {
            return "allowed are "
                    + Arrays.stream(type.getEnumConstants())
                            .map(each ->
                                    each.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                            .collect(Collectors.joining(", "));
        }
        if (WHOLE.contains(type)) {
            return "must be a whole number";
        }
        if (DECIMAL.contains(type)) {
            return "must be a number";
        }
        String known = ALLOWED.get(type);
        return known == null ? otherwise : "must be " + known;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
