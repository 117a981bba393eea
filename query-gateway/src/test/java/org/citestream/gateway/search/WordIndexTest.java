package org.citestream.gateway.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.junit.jupiter.api.Test;

class WordIndexTest {

    @Test
    void whatIsBegunLeadsToTheMostRelevantAndOfEqualsToTheLowerIds() throws IOException {
        try (WordIndex index = new WordIndex()) {
            // More than the searcher counts before it begins to pass over what cannot be among the first.
            int many = 3_000;
            index.papers(IntStream.rangeClosed(1, many)
                    .map(i -> many + 1 - i)
                    .mapToObj(id -> paper(id, id == 2_500 ? "Joins" : "Joining many streams"))
                    .toList());

            int[] all = index.beginning("join", many);

            assertThat(all).hasSize(many);
            assertThat(all[0]).as("the shortest of titles").isEqualTo(2_500);
            assertThat(Arrays.copyOfRange(all, 1, many)).isSorted();
            assertThat(index.beginning("join", 4)).containsExactly(2_500, 1, 2, 3);
            assertThat(index.beginning("streams joi", 2)).containsExactly(1, 2);
            assertThat(index.beginning("author 17", 10)).startsWith(17).hasSize(10);
            assertThat(index.beginning("nothing of that ki", 10)).isEmpty();
        }
    }

    @Test
    void aWordLeadsToItsPaperAtEachOfItsLetters() throws IOException {
        try (WordIndex index = new WordIndex()) {
            index.papers(List.of(paper(1, "Query optimization by learning"), paper(2, "Schr\u00f6dinger's B-trees")));

            for (String word : List.of("optimization", "learning", "Query")) {
                for (int letters = 2; letters <= word.length(); letters++) {
                    String begun = word.substring(0, letters);
                    assertThat(index.beginning(begun, 10)).as(begun).contains(1);
                    assertThat(index.beginning("query " + begun, 10)).as(begun).containsExactly(1);
                }
            }
            for (String begun : List.of("schr\u00f6", "Schro", "SCHR\u00d6D", "b-tr", "b-trees", "b-tree")) {
                assertThat(index.beginning(begun, 10)).as(begun).containsExactly(2);
            }
            assertThat(index.beginning("b-learn", 10)).isEmpty();
        }
    }

    private static PaperEvent paper(int id, String title) {
        return new PaperEvent(
                id,
                1,
                PaperStatus.LIVE,
                null,
                List.of("doi:10.1/" + id),
                title,
                List.of(new Author("author-" + id, "Author " + id, null)),
                "VLDB",
                2005,
                "10.1/" + id,
                null,
                null,
                List.of("dblp"),
                Instant.EPOCH);
    }
}
