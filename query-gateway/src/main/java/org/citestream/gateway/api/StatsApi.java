package org.citestream.gateway.api;

import org.citestream.gateway.progress.Progress;
import org.citestream.gateway.progress.Stats;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The collection in figures, and how far it has come. */
@RestController
class StatsApi {

    private final Progress progress;

    StatsApi(Progress progress) {
        this.progress = progress;
    }

    @GetMapping("/api/v1/stats")
    Stats stats() {
        return progress.stats();
    }
}
