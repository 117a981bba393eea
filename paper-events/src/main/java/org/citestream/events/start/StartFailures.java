package org.citestream.events.start;

import com.mongodb.MongoSecurityException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells in one line what an operator has to mend before a service can start: which value of the configuration is wrong and what is allowed, that broker
 * or database is absent, or that it refuses the credentials. Everything else is left to Spring Boot.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartFailures implements FailureAnalyzer {

    private static final String CONNECTION_STRING = "com.mongodb.ConnectionString";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        String words = inWords(failure);
        return words == null ? null : new FailureAnalysis(words, null, failure);
    }

    /** The line, or null if this is none of those. */
    public static @Nullable String inWords(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = of(cause);
            if (words != null) {
                return words;
            }
        }
        return null;
    }

    private static @Nullable String of(Throwable cause) {
        return switch (cause) {
            case BindException bind -> ConfigurationFaults.inWords(bind);
            case AbsentException absent -> absent.getMessage();
            case ConfigException kafka ->
                "A value under spring.kafka is not one that Kafka takes: " + kafka.getMessage();
            case AuthenticationException refused ->
                "The Kafka broker refuses the credentials under spring.kafka (security, properties[sasl.jaas.config]): "
                        + refused.getMessage();
            case MongoSecurityException refused ->
                "MongoDB refuses the credentials in spring.mongodb.uri: " + refused.getMessage();
            case IllegalArgumentException wrong
            when thrownBy(wrong, CONNECTION_STRING) ->
                "spring.mongodb.uri is set to something that is not shown here: " + wrong.getMessage();
            case IllegalArgumentException wrong
            when wrong.getMessage() != null && wrong.getMessage().startsWith("citestream.") -> wrong.getMessage();
            default -> null;
        };
    }

    private static boolean thrownBy(Throwable failure, String type) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().equals(type);
    }
}
