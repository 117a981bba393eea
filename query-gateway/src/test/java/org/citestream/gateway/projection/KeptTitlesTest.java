package org.citestream.gateway.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KeptTitlesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final KeptTitles titles = new KeptTitles(nanos::get);

    @Test
    void aTitleIsKnownWhileThePaperIsOfThatVersionAndForAMinute() {
        ListedPaper paper = new ListedPaper("A title", "VLDB", 2001, null);
        titles.keep(1, 3, paper);
        assertThat(found(1, 3)).containsOnly(Map.entry(1, paper));
        assertThat(found(1, 2)).as("where the index is behind the document").containsKey(1);
        assertThat(found(1, 4)).as("where the document is behind the index").isEmpty();
        assertThat(found(2, 3)).isEmpty();

        nanos.addAndGet(Duration.ofSeconds(59).toNanos());
        assertThat(found(1, 3)).containsKey(1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(found(1, 3)).isEmpty();
    }

    @Test
    void whatWasWrittenIsReadAgain() {
        titles.keep(1, 1, new ListedPaper("Before it was mended", null, 2001, null));
        titles.forget(List.of(1));
        assertThat(found(1, 1)).isEmpty();
    }

    @Test
    void onlySoManyAreKept() {
        for (int id = 0; id <= KeptTitles.MOST; id++) {
            titles.keep(id, 1, new ListedPaper("One of many", null, 2001, null));
        }
        assertThat(found(0, 1)).isEmpty();
        assertThat(found(1, 1)).hasSize(1);
    }

    private Map<Integer, ListedPaper> found(int id, long version) {
        Map<Integer, ListedPaper> found = new HashMap<>();
        titles.find(Map.of(id, version), found);
        return found;
    }
}
