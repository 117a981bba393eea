package org.citestream.benchmarks.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A process that can be taken away. */
public enum Part {
    BROKER,
    STORE,
    INGEST,
    SUMMARY,
    RANKING,
    GATEWAY;

    /** The four services. */
    static final List<Part> SERVICES =
            Arrays.stream(values()).filter(Part::isService).toList();

    /** Those whose clock can be put: what the store is built on asks the system alone. */
    static final List<Part> WITH_CLOCK =
            Arrays.stream(values()).filter(each -> each != STORE).toList();

    /** Those that keep something in the store. */
    static final List<Part> STORING = List.of(INGEST, SUMMARY, GATEWAY);

    boolean isService() {
        return this != BROKER && this != STORE;
    }

    /** The name of its configuration. */
    String configuration() {
        return this == GATEWAY ? "query-gateway" : label() + "-service";
    }

    /** In words. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
