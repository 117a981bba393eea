package org.citestream.gateway.progress;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.NeighbourIndex;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.search.WordIndex;
import org.springframework.stereotype.Component;

/** How large the indexes are that this instance keeps in memory, as metrics. */
@Component
final class IndexMeters {

    private final MeterRegistry meters;

    IndexMeters(
            MeterRegistry meters, CitationIndex citations, RankBook ranks, NeighbourIndex neighbours, WordIndex words) {
        this.meters = meters;
        entries("papers", citations, index -> index.sizes().papers());
        entries("citations", citations, index -> index.sizes().citations());
        entries("authors", citations, index -> index.sizes().authors());
        entries("keys", citations, index -> index.sizes().keys());
        entries("neighbours", neighbours, NeighbourIndex::vectors);
        entries("words", words, WordIndex::papers);
        bytes("words", words, WordIndex::bytes);
        bytes("citations", citations, index -> index.sizes().bytes());
        bytes("ranks", ranks, RankBook::bytes);
        bytes("neighbours", neighbours, NeighbourIndex::bytes);
    }

    private <T> void bytes(String name, T index, ToDoubleFunction<T> size) {
        Gauge.builder("citestream.index.size", index, size)
                .tag("index", name)
                .baseUnit("bytes")
                .description("memory that an index takes; but for that of words, about, by its entries")
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
