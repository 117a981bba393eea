package org.citestream.gateway.api;

import java.util.List;
import org.citestream.events.Author;
import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PaperViews;
import org.springframework.stereotype.Component;

/** How authors are written. */
@Component
class AuthorNames {

    private final PaperViews views;

    AuthorNames(PaperViews views) {
        this.views = views;
    }

    /** As the first of their papers writes it. */
    String of(String id, FoundPapers papers) {
        List<FoundPapers.Item> items = papers.items();
        if (!items.isEmpty() && views.find(items.getFirst().id()) instanceof Lookup.Found(StoredView first)) {
            return first.paper().paper().authors().stream()
                    .filter(each -> each.id().equals(id))
                    .map(Author::name)
                    .findFirst()
                    .orElse(id);
        }
        return id;
    }
}
