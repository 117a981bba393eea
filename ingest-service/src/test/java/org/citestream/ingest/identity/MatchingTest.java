package org.citestream.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records of the collection and outside ones, with a title in common. */
class MatchingTest {

    private static final String TITLE = "Adaptive Joins for the Harbour";
    private final Map<String, Description> records = new LinkedHashMap<>();

    private void add(String source, @Nullable String venue, int year, @Nullable String doi, boolean outside) {
        SubmittedPaper paper = new SubmittedPaper(
                source,
                "k",
                TITLE,
                List.of(new SubmittedAuthor("Ann Lee", null)),
                venue,
                year,
                doi,
                null,
                null,
                null,
                List.of(),
                outside ? Boolean.TRUE : null,
                "test",
                Instant.EPOCH);
        records.put(paper.recordKey(), Description.of(paper, 0));
    }

    private List<Set<String>> papers() {
        return Matching.papers(records, Map.of());
    }

    @Test
    void aJournalVersionOutsideOfTheVenuesIsAnotherPaper() {
        add("dblp", "VLDB", 1998, null, false);
        add("crossref", "The VLDB Journal", 1999, "10.1007/s1", true);
        assertThat(papers()).containsExactly(Set.of("crossref:k"), Set.of("dblp:k"));
    }

    @Test
    void anOutsideRecordWithAnotherDoiPartsNoPaperOfTheCollection() {
        add("dblp", "VLDB", 2020, null, false);
        add("crossref", "VLDB", 2020, "10.14778/1", false);
        add("arxiv", null, 2020, "10.48550/arxiv.1", true);
        assertThat(papers()).containsExactly(Set.of("arxiv:k"), Set.of("crossref:k", "dblp:k"));
    }

    @Test
    void whatAnOutsideRecordOfTheSameDoiSaysOfVenueAndYearPartsNoPaperOfTheCollection() {
        add("bibtex", "SIGMOD", 1998, null, false);
        add("dblp", "SIGMOD", 1998, "10.1145/1", false);
        add("openalex", "ACM SIGMOD Record", 1998, "10.1145/1", true);
        add("semantic-scholar", null, 2001, "10.1145/1", true);
        assertThat(papers()).containsExactly(Set.of("bibtex:k", "dblp:k", "openalex:k", "semantic-scholar:k"));
    }

    @Test
    void anOutsideRecordOfTheSameDoiJoinsNoTwoPapersOfTheCollection() {
        add("bibtex", "VLDB", 1998, null, false);
        add("dblp", "SIGMOD", 1998, "10.1145/1", false);
        add("openalex", "VLDB", 1998, "10.1145/1", true);
        assertThat(papers()).containsExactly(Set.of("bibtex:k"), Set.of("dblp:k", "openalex:k"));
    }

    @Test
    void aCopyInARepositoryGoesToTheOnePaperThatItCanBeOf() {
        add("dblp", "CIDR", 2020, null, false);
        add("openalex", null, 2019, "10.48550/arxiv.1", true);
        add("semantic-scholar", null, 2019, "10.48550/arxiv.1", true);
        assertThat(papers()).containsExactly(Set.of("dblp:k", "openalex:k", "semantic-scholar:k"));
    }

    @Test
    void aCopyThatCanBeOfEitherOfTwoPapersIsOfNeither() {
        add("dblp", "CIDR", 2020, null, false);
        add("crossref", "SIGMOD", 2020, "10.1145/1", false);
        add("openalex", null, 2020, null, true);
        assertThat(papers()).containsExactly(Set.of("crossref:k"), Set.of("dblp:k"), Set.of("openalex:k"));
    }

    @Test
    void twoCopiesThatCannotBeOfOneWorkLeaveThePaperAsItIs() {
        add("dblp", "CIDR", 2020, null, false);
        add("openalex", null, 2020, "10.48550/arxiv.1", true);
        add("semantic-scholar", null, 2020, "10.48550/arxiv.2", true);
        assertThat(papers()).containsExactly(Set.of("dblp:k"), Set.of("openalex:k"), Set.of("semantic-scholar:k"));
    }
}
