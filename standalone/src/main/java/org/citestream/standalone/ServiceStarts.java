package org.citestream.standalone;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts services side by side, as many at once as there are processors. */
final class ServiceStarts {

    private final Map<String, Object> settings;
    private final DatabaseServer databases;
    private final AwaitedBroker broker;
    private final SharedListener listener;

    /** Open once the first service has opened the log of all, which no two may do at once. */
    private final CountDownLatch log = new CountDownLatch(1);

    /**
     * @param settings of all services
     * @param databases where each has one of its name
     * @param broker that may be starting yet
     */
    ServiceStarts(
            Map<String, Object> settings, DatabaseServer databases, AwaitedBroker broker, SharedListener listener) {
        this.settings = Map.copyOf(settings);
        this.databases = databases;
        this.broker = broker;
        this.listener = listener;
    }

    /**
     * @param path under which the service is served
     */
    record Service(String name, Class<?> application, String path) {}

    /**
     * Starts them all, in this order.
     *
     * @param progress told the name of each before it starts; what it throws ends the start
     * @return the services that run
     * @throws RuntimeException why the first of those that failed did; those that did start are closed again
     */
    Map<Service, ConfigurableApplicationContext> sideBySide(List<Service> services, Consumer<String> progress) {
        Map<Service, Future<ConfigurableApplicationContext>> starts = new LinkedHashMap<>();
        int atOnce = Math.min(Runtime.getRuntime().availableProcessors(), services.size());
        try (ExecutorService lanes = Executors.newFixedThreadPool(atOnce)) {
            for (Service service : services) {
                starts.put(service, lanes.submit(() -> start(service, progress)));
                log.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted while starting");
        }
        Map<Service, ConfigurableApplicationContext> running = new LinkedHashMap<>();
        List<Throwable> failures = new ArrayList<>();
        starts.forEach((service, start) -> {
            if (start.state() == Future.State.SUCCESS) {
                running.put(service, start.resultNow());
            } else {
                failures.add(start.exceptionNow());
            }
        });
        if (!failures.isEmpty()) {
            running.values().forEach(ConfigurableApplicationContext::close);
            Throwable first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first instanceof RuntimeException known ? known : new IllegalStateException(first);
        }
        return running;
    }

    private ConfigurableApplicationContext start(Service service, Consumer<String> progress) {
        try {
            progress.accept(service.name());
            List<String> arguments = new ArrayList<>();
            settings.forEach((key, value) -> arguments.add("--" + key + "=" + value));
            arguments.add("--spring.config.name=" + service.name());
            arguments.add("--spring.mongodb.uri=" + databases.databaseOf(service.name()));
            return new SpringApplicationBuilder(service.application())
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    .initializers(context -> {
                        log.countDown();
                        context.getBeanFactory().addBeanPostProcessor(broker);
                        context.getBeanFactory().registerSingleton("sharedListener", listener.at(service.path()));
                    })
                    .run(arguments.toArray(String[]::new));
        } finally {
            log.countDown();
        }
    }
}
