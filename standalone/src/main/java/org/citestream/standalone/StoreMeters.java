package org.citestream.standalone;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import org.citestream.platform.store.EmbeddedStore;

/** How the store does that the services share, as metrics of one of them. */
final class StoreMeters {

    private StoreMeters() {}

    static void of(EmbeddedStore store, MeterRegistry meters) {
        Gauge.builder("citestream.embedded.store.file", store, EmbeddedStore::fileBytes)
                .description("size of the file of the store that runs in the process")
                .baseUnit("bytes")
                .register(meters);
        FunctionTimer.builder(
                        "citestream.embedded.store.commit",
                        store,
                        EmbeddedStore::commits,
                        each -> each.committing().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("commits of that store to its file")
                .register(meters);
    }
}
