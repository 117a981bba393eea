package org.citestream.gateway.api;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.citestream.gateway.progress.Progress;
import org.citestream.gateway.progress.Stats;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The collection in figures, and how far it has come. */
@RestController
@Tag(name = "collection")
class StatsApi {

    private final Progress progress;

    StatsApi(Progress progress) {
        this.progress = progress;
    }

    @GetMapping("/api/v1/stats")
    @Operation(operationId = "stats", summary = "The collection in figures, and how far each stage has come")
    Stats stats() {
        return progress.stats();
    }
}
