package org.citestream.gateway.page;

import java.util.List;
import java.util.Map;
import org.citestream.gateway.api.NotFoundException;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.catalogue.Catalogue;
import org.citestream.gateway.catalogue.FoundPages;
import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.catalogue.Proceedings;
import org.citestream.gateway.index.PaperFilter;
import org.citestream.gateway.view.PageRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Venues and their proceedings. */
@Controller
class VenuePages {

    private static final int LIST_SIZE = 50;

    private final Proceedings proceedings;
    private final Catalogue catalogue;
    private final FoundPages pages;
    private final Templates templates;

    VenuePages(Proceedings proceedings, Catalogue catalogue, FoundPages pages, Templates templates) {
        this.proceedings = proceedings;
        this.catalogue = catalogue;
        this.pages = pages;
        this.templates = templates;
    }

    @GetMapping("/venues")
    ResponseEntity<String> venues() {
        return templates.html("venues", Map.of("venues", proceedings.venues()));
    }

    @GetMapping("/venues/{name}")
    ResponseEntity<String> venue(@PathVariable String name) {
        return templates.html("venue", Map.of("venue", named(name)));
    }

    @GetMapping("/venues/{name}/{year}")
    ResponseEntity<String> volume(
            @PathVariable String name,
            @PathVariable String year,
            @RequestParam(required = false) @Nullable String page) {
        Integer of = Parameters.wholeNumber("year", year, 0, Parameters.LAST_YEAR);
        int number = Parameters.page(page, null).page();
        Proceedings.Venue venue = named(name);
        List<Proceedings.Volume> volumes = venue.volumes();
        Proceedings.Volume volume = volumes.stream()
                .filter(each -> of != null && each.year() == of)
                .findFirst()
                .orElseThrow(() -> new NotFoundException(
                        "There is no paper of " + venue.name() + " " + year + " in this collection."));
        PaperQuery query = new PaperQuery(
                null,
                PaperQuery.Mode.TEXT,
                new PaperFilter(venue.name(), of, of, null, null, null, null),
                null,
                PaperQuery.Sort.RANK);
        FoundPapers found = pages.page(query, new PageRequest(number, LIST_SIZE), false);
        int place = volumes.indexOf(volume);
        VolumePage shown = new VolumePage(
                venue.name(),
                volume,
                CitationChart.of(
                        proceedings.citationsOf(catalogue.list(query).ids()).byYear()),
                found,
                Pager.of(
                        number,
                        Math.max(1, (found.total() + LIST_SIZE - 1) / LIST_SIZE),
                        other -> Wording.venueLink(venue.name(), volume.year()) + "?page=" + other),
                place + 1 < volumes.size() ? volumes.get(place + 1) : null,
                place > 0 ? volumes.get(place - 1) : null);
        return templates.html("volume", Map.of("page", shown));
    }

    private Proceedings.Venue named(String name) {
        return proceedings.venues().stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new NotFoundException("There is no such venue in this collection."));
    }
}
