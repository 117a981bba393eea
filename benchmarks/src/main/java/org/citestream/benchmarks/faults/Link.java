package org.citestream.benchmarks.faults;

import java.util.Locale;

/** What goes through a proxy. */
public enum Link {
    /** Every service and the broker. */
    BROKER,
    INGEST_STORE,
    SUMMARY_STORE,
    GATEWAY_STORE;

    /** That of a service and its store. */
    static Link toStore(Part service) {
        return switch (service) {
            case INGEST -> INGEST_STORE;
            case SUMMARY -> SUMMARY_STORE;
            case GATEWAY -> GATEWAY_STORE;
            case RANKING, BROKER, STORE -> throw new IllegalArgumentException(service + " keeps nothing in the store");
        };
    }

    /** In words. */
    String label() {
        return switch (this) {
            case BROKER -> "broker off";
            case INGEST_STORE, SUMMARY_STORE, GATEWAY_STORE ->
                "store off " + name().substring(0, name().indexOf('_')).toLowerCase(Locale.ROOT);
        };
    }
}
