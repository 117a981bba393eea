package org.citestream.events.start;

import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.client.MongoClient;
import com.mongodb.connection.ServerDescription;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Hands the database's client out when the database answers, so that whoever needs it starts after that. */
public final class AwaitedDatabase implements BeanPostProcessor {

    private static final Logger log = LoggerFactory.getLogger(AwaitedDatabase.class);
    private static final long LOOK_SECONDS = 3;

    private final Environment environment;

    /** A post processor comes before all properties, so it asks the environment. */
    public AwaitedDatabase(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof MongoClient client) {
            await(
                    client,
                    Binder.get(environment)
                            .bind("citestream.stream.start-timeout", Duration.class)
                            .orElse(Duration.ofMinutes(1)));
        }
        return bean;
    }

    /** The driver tries again for as long as it may, and says at last that it had no time; why is known of each server. */
    private static void requireTrusted(MongoClient client) {
        for (ServerDescription server : client.getClusterDescription().getServerDescriptions()) {
            for (Throwable cause = server.getException(); cause != null; cause = cause.getCause()) {
                if (cause instanceof CertificateException) {
                    throw new UntrustedException("MongoDB", "spring.mongodb.ssl.bundle, or tls in its uri", cause);
                }
            }
        }
    }

    private static void await(MongoClient client, Duration limit) {
        long begun = System.nanoTime();
        while (true) {
            try {
                client.withTimeout(LOOK_SECONDS, TimeUnit.SECONDS)
                        .getDatabase("admin")
                        .runCommand(new Document("ping", 1));
                return;
            } catch (MongoSecurityException e) {
                throw e;
            } catch (MongoException e) {
                requireTrusted(client);
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                if (waited.compareTo(limit) > 0) {
                    throw new AbsentException("MongoDB", waited, "spring.mongodb.uri", e);
                }
                log.warn(
                        "MongoDB does not answer at {}; waiting for it, {} s of {} so far",
                        client.getClusterDescription().getClusterSettings().getHosts(),
                        waited.toSeconds(),
                        limit.toSeconds());
            }
        }
    }
}
