package org.citestream.summary;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.events.Topics;
import org.citestream.summary.work.WorkQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The service for all tests of a class, on a platform of its own, with one language model, which is a stub. */
final class StubbedService implements BeforeAllCallback, AfterAllCallback {

    private final SummaryPlatform platform = new SummaryPlatform();
    private final StubModel model = new StubModel();
    private final List<String> properties;
    private @Nullable ConfigurableApplicationContext service;

    /**
     * @param properties that come on top of those that all have
     */
    StubbedService(String... properties) {
        this.properties = List.of(properties);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        List<String> all = new ArrayList<>(List.of(
                "citestream.summary.model.name=stub-model",
                "citestream.summary.model.base-url=" + model.url(),
                "citestream.summary.circuit.failures=100",
                "citestream.embeddings.enabled=false"));
        all.addAll(properties);
        service = platform.start(all.toArray(String[]::new));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (service != null) {
            service.close();
        }
        model.close();
        platform.close();
    }

    SummaryPlatform platform() {
        return platform;
    }

    StubModel model() {
        return model;
    }

    <B> B bean(Class<B> type) {
        return running().getBean(type);
    }

    /** The papers that a summary is still to be written of. */
    WorkQueue queue() {
        return running().getBean("summaryQueue", WorkQueue.class);
    }

    /** What was ever published of a paper, in that order. */
    List<SummaryEvent> of(int id) {
        return platform.all(Topics.SUMMARIES).stream()
                .filter(each -> each.id() == id)
                .toList();
    }

    /** Waits until the last that was published of a paper has a status. */
    SummaryEvent awaitLast(int id, Status status) {
        return await().until(
                        () -> {
                            List<SummaryEvent> all = of(id);
                            return all.isEmpty() ? null : all.getLast();
                        },
                        last -> last != null && last.status() == status);
    }

    private ConfigurableApplicationContext running() {
        return Objects.requireNonNull(service, "it is started before the first test");
    }
}
