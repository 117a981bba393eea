package org.citestream.events.start;

import com.mongodb.MongoSecurityException;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataNotFoundException;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Tells in one line what an operator has to mend before a service can start: which value of the configuration is wrong and what is allowed, that broker
 * or database is absent, that it refuses the credentials, or that its certificate is not trusted. Everything else is left to Spring Boot.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartFailures implements FailureAnalyzer {

    /** How Kafka's clients say that one could not be made of its settings. */
    private static final Pattern NO_CLIENT = Pattern.compile("Failed to (create new|construct) [Kk]afka");

    private static final String STRUCTURED_LOG =
            "org.springframework.boot.logging.structured.StructuredLogFormatterFactory";
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
            case UntrustedException untrusted -> untrusted.getMessage();
            case WrongValueException wrong -> wrong.getMessage();
            case InvalidConfigurationPropertyValueException invalid ->
                ConfigurationFaults.fault(
                        invalid.getName(), invalid.getValue(), null, String.valueOf(invalid.getReason()));
            case ConfigException kafka ->
                "A value under spring.kafka is not one that Kafka takes: " + kafka.getMessage();
            case KafkaException failed
            when NO_CLIENT.matcher(String.valueOf(failed.getMessage())).lookingAt() && !isAuthentication(failed) ->
                "A value under spring.kafka is not one that Kafka takes: "
                        + root(failed).getMessage();
            case ConfigDataNotFoundException absent ->
                "spring.config.import names what is not there: " + absent.getReferenceDescription()
                        + " must be there, or begin with optional:";
            case IllegalArgumentException wrong
            when thrownBy(wrong, STRUCTURED_LOG) ->
                "logging.structured.format (console or file) is not one: " + wrong.getMessage();
            case NoSuchSslBundleException none ->
                "There is no SSL bundle '" + none.getBundleName()
                        + "': must be one that is configured under spring.ssl.bundle";
            case SslAuthenticationException untrusted ->
                "No TLS with the Kafka broker (spring.kafka.security.protocol, spring.kafka.ssl): "
                        + root(untrusted).getMessage();
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

    private static boolean isAuthentication(Throwable failure) {
        return failure instanceof AuthenticationException || root(failure) instanceof AuthenticationException;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static boolean thrownBy(Throwable failure, String type) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().equals(type);
    }
}
