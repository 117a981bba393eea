package org.citestream.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.index.PaperFilter;
import org.junit.jupiter.api.Test;

class PapersPageTest {

    @Test
    void aSearchByMeaningIsNamedAmongWhatNarrowsTheListAndCanBeTakenBack() {
        PaperQuery query = new PaperQuery(
                "joins",
                PaperQuery.Mode.SEMANTIC,
                new PaperFilter("VLDB", null, null, null, null, null, null),
                null,
                PaperQuery.Sort.RELEVANCE);

        assertThat(PapersPage.filters(query, ListAddress.of(query), null))
                .extracting(PapersPage.Filter::words, PapersPage.Filter::without)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("by what it means", "/?q=joins&venue=VLDB"),
                        org.assertj.core.groups.Tuple.tuple("VLDB", "/?q=joins&mode=semantic"));
    }
}
