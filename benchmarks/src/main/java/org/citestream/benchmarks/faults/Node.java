package org.citestream.benchmarks.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.citestream.gateway.QueryGatewayApplication;
import org.citestream.ingest.IngestServiceApplication;
import org.citestream.platform.broker.BrokerOptions;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.platform.store.StoreOptions;
import org.citestream.ranking.RankingServiceApplication;
import org.citestream.summary.SummaryServiceApplication;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The broker, the store or a service in a process of its own, which ends when whoever started it does. The clocks of services and the broker can be put; what the store is built on asks the system alone. */
public final class Node {

    /** Unjournaled writes are in the file only after this time: a store that is killed falls back by so much. */
    static final Duration STORE_FALLS_BACK = Duration.ofSeconds(1);

    private static final Duration LONGEST_END = Duration.ofSeconds(75);

    private static volatile Duration jump = Duration.ZERO;

    private Node() {}

    /**
     * The process. On its standard input it is told by how much the clock is wrong, as a duration.
     *
     * @param args the name of the part; then directory, port and, of the broker, the port under which it is known; or settings of the service
     */
    public static void main(String[] args) throws IOException {
        Part part = Part.valueOf(args[0]);
        switch (part) {
            case BROKER ->
                EmbeddedBroker.start(
                        Path.of(args[1]),
                        BrokerOptions.defaults()
                                .withPort(Integer.parseInt(args[2]))
                                .withAdvertisedPort(Integer.parseInt(args[3]))
                                .withClock(jumping(InstantSource.system())));
            case STORE ->
                EmbeddedStore.onDisk(
                        Path.of(args[1]),
                        StoreOptions.defaults()
                                .withPort(Integer.parseInt(args[2]))
                                .withFlushInterval(STORE_FALLS_BACK));
            case INGEST, SUMMARY, RANKING, GATEWAY -> run(part, Arrays.copyOfRange(args, 1, args.length));
        }
        BufferedReader told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            jump = Duration.parse(line);
        }
        end(part);
    }

    /** The input is closed when whoever started it has ended, and when a service is told to end in order, which it then does. */
    private static void end(Part part) {
        if (!part.isService()) {
            Runtime.getRuntime().halt(0);
        }
        Thread.ofPlatform().daemon().name("longest end").start(() -> {
            LockSupport.parkNanos(LONGEST_END.toNanos());
            Runtime.getRuntime().halt(1);
        });
        System.exit(0);
    }

    private static void run(Part service, String[] settings) {
        new SpringApplicationBuilder(application(service))
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().addBeanPostProcessor(jumping()))
                .run(settings);
    }

    private static Class<?> application(Part service) {
        return switch (service) {
            case INGEST -> IngestServiceApplication.class;
            case SUMMARY -> SummaryServiceApplication.class;
            case RANKING -> RankingServiceApplication.class;
            case GATEWAY -> QueryGatewayApplication.class;
            case BROKER, STORE -> throw new IllegalArgumentException(service + " is no service");
        };
    }

    private static BeanPostProcessor jumping() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof InstantSource clock ? jumping(clock) : bean;
            }
        };
    }

    private static InstantSource jumping(InstantSource clock) {
        return () -> clock.instant().plus(jump);
    }
}
