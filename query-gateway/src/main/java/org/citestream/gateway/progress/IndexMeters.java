package org.citestream.gateway.progress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.NeighbourIndex;
import org.citestream.gateway.search.WordIndex;
import org.springframework.stereotype.Component;

/** How large the indexes are that this instance keeps in memory, as metrics. */
@Component
final class IndexMeters {

    private final MeterRegistry meters;

    IndexMeters(MeterRegistry meters, CitationIndex citations, NeighbourIndex neighbours, WordIndex words) {
        this.meters = meters;
        entries("papers", citations, index -> index.sizes().papers());
        entries("citations", citations, index -> index.sizes().citations());
        entries("authors", citations, index -> index.sizes().authors());
        entries("keys", citations, index -> index.sizes().keys());
        entries("neighbours", neighbours, NeighbourIndex::vectors);
        entries("words", words, WordIndex::papers);
        Gauge.builder("citestream.index.size", words, WordIndex::bytes)
                .tag("index", "words")
                .baseUnit("bytes")
                .description("memory that an index takes, where that is known")
                .register(meters);
    }

    private <T> void entries(String name, T index, ToDoubleFunction<T> size) {
        Gauge.builder("citestream.index.entries", index, size)
                .tag("index", name)
                .description(
                        "what an index in memory holds: papers, citations, authors, keys, vectors of papers, papers with their words")
                .register(meters);
    }
}
