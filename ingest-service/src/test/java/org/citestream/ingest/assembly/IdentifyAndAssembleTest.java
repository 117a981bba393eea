package org.citestream.ingest.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.identity.Identifier;
import org.citestream.ingest.identity.IdentitiesInMemory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class IdentifyAndAssembleTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final int PARTITIONS = 3;

    /** Both stages with the topics between them, without broker and database. */
    private static final class Pipeline {

        final Map<Integer, PaperEvent> papers = new TreeMap<>();
        final Map<Integer, ReferencesEvent> references = new TreeMap<>();
        private final IdentitiesInMemory identities = new IdentitiesInMemory();
        private final Identifier identifier = new Identifier(identities);
        private final Assembler assembler =
                new Assembler(new PapersInMemory(), identities, new Precedence(List.of("dblp", "crossref")));
        private long offset;

        void submit(Submission... submissions) {
            submit(List.of(submissions), submissions.length);
        }

        void submit(List<Submission> submissions, int batchSize) {
            for (int from = 0; from < submissions.size(); from += batchSize) {
                List<Identifier.Versioned> batch =
                        submissions.subList(from, Math.min(submissions.size(), from + batchSize)).stream()
                                .map(submission -> new Identifier.Versioned(offset++, submission))
                                .toList();
                List<Identified> open = identifier.identify(batch);
                while (!open.isEmpty()) {
                    List<Identified> next = new ArrayList<>();
                    Map<Integer, List<Identified>> byPartition =
                            open.stream().collect(Collectors.groupingBy(each -> each.id() % PARTITIONS));
                    byPartition.forEach((partition, notices) -> {
                        Assembler.Outcome outcome = assembler.assemble(partition, 1, notices);
                        outcome.papers().forEach(this::publish);
                        outcome.references().forEach(this::publish);
                        next.addAll(outcome.notices());
                    });
                    open = next;
                }
            }
        }

        private void publish(PaperEvent event) {
            PaperEvent last = papers.put(event.id(), event);
            assertThat(last == null ? 0 : last.version())
                    .as("versions only grow, by one")
                    .isEqualTo(event.version() - 1);
        }

        private void publish(ReferencesEvent event) {
            ReferencesEvent last = references.put(event.id(), event);
            assertThat(last == null ? 0 : last.version()).isEqualTo(event.version() - 1);
        }

        List<PaperEvent> live() {
            return papers.values().stream()
                    .filter(paper -> paper.status() == PaperStatus.LIVE)
                    .toList();
        }

        /** What can be seen, papers named by their keys. */
        Map<String, String> seen() {
            Map<Integer, String> name = new HashMap<>();
            live().forEach(paper -> name.put(paper.id(), String.join(",", paper.keys())));
            Map<String, String> seen = new TreeMap<>();
            for (PaperEvent paper : live()) {
                ReferencesEvent cites = references.get(paper.id());
                assertThat(cites).isNotNull();
                seen.put(
                        name.get(paper.id()),
                        paper.title() + paper.authors() + paper.venue() + paper.year() + paper.doi() + paper.sources()
                                + " cites "
                                + cites.cited().stream()
                                        .map(id -> name.get(id) + (cites.self().contains(id) ? " self" : ""))
                                        .sorted()
                                        .toList()
                                + " unresolved " + cites.unresolved() + cites.dropped());
            }
            return seen;
        }

        PaperEvent only() {
            assertThat(live()).hasSize(1);
            return live().getFirst();
        }

        ReferencesEvent referencesOf(String key) {
            PaperEvent paper = live().stream()
                    .filter(each -> each.keys().contains(key))
                    .findFirst()
                    .orElseThrow();
            return references.get(paper.id());
        }
    }

    private static SubmittedPaper paper(
            String source, String key, String title, String author, int year, @Nullable String doi, String... cites) {
        List<SubmittedReference> references = new ArrayList<>();
        for (String cited : cites) {
            references.add(cited.equals("...") ? SubmittedReference.unnamed() : SubmittedReference.toKey(cited));
        }
        return new SubmittedPaper(
                source,
                key,
                title,
                List.of(new SubmittedAuthor(author, null)),
                "VLDB",
                year,
                doi,
                null,
                null,
                null,
                references,
                "test",
                NOW);
    }

    @Test
    void aReferenceIsResolvedWhicheverOfTheTwoPapersComesFirst() {
        SubmittedPaper citing = paper("dblp", "a", "Joins", "Ann Lee", 2001, null, "dblp:b", "dblp:elsewhere", "...");
        SubmittedPaper cited = paper("dblp", "b", "Hashing", "Bo Kim", 2000, null);
        for (List<Submission> order : List.of(List.<Submission>of(citing, cited), List.<Submission>of(cited, citing))) {
            Pipeline pipeline = new Pipeline();
            pipeline.submit(order, 1);
            assertThat(pipeline.referencesOf("dblp:a").cited()).hasSize(1);
            assertThat(pipeline.referencesOf("dblp:a").unresolved()).isEqualTo(2);
            assertThat(pipeline.referencesOf("dblp:a").self()).isEmpty();
        }
    }

    @Test
    void anotherSourceWithTheSameDoiEnrichesThePaperAndBothKeysFindIt() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 2001, "10.1/x"));
        pipeline.submit(new SubmittedPaper(
                "crossref",
                "10.1/x",
                "JOINS",
                List.of(),
                null,
                2001,
                "10.1/x",
                "What joins do.",
                null,
                null,
                List.of(),
                "test",
                NOW));
        PaperEvent merged = pipeline.only();
        assertThat(merged.title()).isEqualTo("Joins");
        assertThat(merged.keys()).containsExactly("crossref:10.1/x", "dblp:a", "doi:10.1/x");
        assertThat(merged.abstractText()).isEqualTo(new PaperEvent.PaperAbstract("What joins do.", "crossref", null));
        assertThat(merged.sources()).containsExactly("crossref", "dblp");
    }

    @Test
    void twoRecordsOfOneSourceAreTwoPapersEvenWithEqualTitles() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(
                paper("dblp", "a", "Editorial", "Ann Lee", 2001, null),
                paper("dblp", "b", "Editorial", "Ann Lee", 2001, null));
        assertThat(pipeline.live()).hasSize(2);
    }

    @Test
    void aTitleJoinsTwoSourcesOnlyWithTheSameFirstAuthorVenueAndNearYear() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(paper("dblp", "a", "Adaptive Joins: A Study", "Ann Lée", 2001, null));
        pipeline.submit(paper("crossref", "1", "ADAPTIVE joins — a study", "Lee, Ann", 2002, "10.1/x"));
        assertThat(pipeline.only().keys()).containsExactly("crossref:1", "dblp:a", "doi:10.1/x");
        pipeline.submit(paper("openalex", "2", "Adaptive Joins: A Study", "Bo Kim", 2001, null));
        pipeline.submit(paper("openalex", "3", "Adaptive Joins: A Study", "Ann Lee", 2004, null));
        pipeline.submit(paper("openalex", "4", "Adaptive Joins: A Study", "Ann Lee", 2001, "10.1/other"));
        assertThat(pipeline.live()).hasSize(4);
    }

    @Test
    void aRecordWhoseKeysBelongToTwoPapersMergesThemAndTheLowerIdSurvives() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 2001, null));
        pipeline.submit(paper("crossref", "1", "On joining", "Ann Lee", 2001, "10.1/x"));
        pipeline.submit(paper("dblp", "c", "Citing", "Cy Day", 2003, null, "doi:10.1/x", "dblp:a"));
        assertThat(pipeline.referencesOf("dblp:c").cited()).hasSize(2);

        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 2001, "10.1/x"));

        assertThat(pipeline.live()).hasSize(2);
        assertThat(pipeline.papers.get(1).keys()).containsExactly("crossref:1", "dblp:a", "doi:10.1/x");
        assertThat(pipeline.papers.get(2).status()).isEqualTo(PaperStatus.RETIRED);
        assertThat(pipeline.papers.get(2).mergedInto()).isEqualTo(1);
        assertThat(pipeline.referencesOf("dblp:c").cited()).containsExactly(1);
    }

    @Test
    void aWithdrawnPaperStaysWithdrawnAndIsCitedNoMore() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(
                paper("dblp", "a", "Joins", "Ann Lee", 2001, null),
                paper("dblp", "b", "Citing", "Bo Kim", 2002, null, "dblp:a"));
        assertThat(pipeline.referencesOf("dblp:b").cited()).containsExactly(1);
        pipeline.submit(new SubmittedWithdrawal("dblp", "a", "test", NOW));
        assertThat(pipeline.papers.get(1).status()).isEqualTo(PaperStatus.WITHDRAWN);
        assertThat(pipeline.referencesOf("dblp:b").cited()).isEmpty();
        assertThat(pipeline.referencesOf("dblp:b").unresolved()).isEqualTo(1);
        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 2001, null));
        assertThat(pipeline.referencesOf("dblp:b").cited()).containsExactly(1);
    }

    @Test
    void aCitationPairCountsWhetherItsPapersComeBeforeOrAfterIt() {
        SubmittedCitation pair = new SubmittedCitation("s2", "dblp:a", "doi:10.1/y", "test", NOW);
        List<Submission> all = List.of(
                pair,
                paper("dblp", "a", "Joins", "Ann Lee", 2001, null),
                paper("dblp", "b", "Hashing", "Bo Kim", 2000, "10.1/y"));
        for (List<Submission> order : permutations(all)) {
            Pipeline pipeline = new Pipeline();
            pipeline.submit(order, 1);
            assertThat(pipeline.referencesOf("dblp:a").cited())
                    .as("in order %s", order)
                    .hasSize(1);
        }
    }

    @Test
    void theSelfFlagFollowsTheAuthorsOfTheCitedPaper() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 2001, null, "dblp:b"));
        pipeline.submit(paper("dblp", "b", "Hashing", "Bo Kim", 2000, null));
        assertThat(pipeline.referencesOf("dblp:a").self()).isEmpty();
        pipeline.submit(paper("dblp", "b", "Hashing", "Ann Lee", 2000, null));
        assertThat(pipeline.referencesOf("dblp:a").self()).hasSize(1);
    }

    @Test
    void aReferenceByTitleFindsItsPaper() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(new SubmittedPaper(
                "crossref",
                "1",
                "Citing",
                List.of(),
                "VLDB",
                2003,
                null,
                null,
                null,
                null,
                List.of(new SubmittedReference(null, "Adaptive joins", 2001, "A. Lee")),
                "test",
                NOW));
        assertThat(pipeline.referencesOf("crossref:1").unresolved()).isEqualTo(1);
        pipeline.submit(paper("dblp", "a", "Adaptive Joins", "Ann Lee", 2001, null));
        assertThat(pipeline.referencesOf("crossref:1").cited()).hasSize(1);
        assertThat(pipeline.referencesOf("crossref:1").unresolved()).isZero();
    }

    @Test
    void aLoopToItselfIsDroppedAndCountedAndARepeatedReferenceCountsOnce() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(
                paper("dblp", "b", "Hashing", "Bo Kim", 2000, null),
                paper("dblp", "a", "Joins", "Ann Lee", 2001, "10.1/x", "doi:10.1/x", "dblp:b", "dblp:b"));
        assertThat(pipeline.referencesOf("dblp:a").cited()).hasSize(1);
        assertThat(pipeline.referencesOf("dblp:a").dropped()).isEqualTo(new ReferencesEvent.Dropped(1, 1));
    }

    @Test
    void theSameSubmissionsAgainPublishNothing() {
        Pipeline pipeline = new Pipeline();
        List<Submission> all = List.of(
                paper("dblp", "a", "Joins", "Ann Lee", 2001, null, "dblp:b"),
                paper("dblp", "b", "Hashing", "Bo Kim", 2000, null));
        pipeline.submit(all, 2);
        Map<Integer, PaperEvent> papers = Map.copyOf(pipeline.papers);
        Map<Integer, ReferencesEvent> references = Map.copyOf(pipeline.references);
        pipeline.submit(all, 1);
        assertThat(pipeline.papers).isEqualTo(papers);
        assertThat(pipeline.references).isEqualTo(references);
    }

    @RepeatedTest(60)
    void anyOrderOfArrivalInBatchesOfAnySizeGivesTheSamePapers(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Submission> all = someSubmissions(random);
        Pipeline one = new Pipeline();
        one.submit(all, 1 + random.nextInt(all.size()));
        List<Submission> shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        Pipeline other = new Pipeline();
        other.submit(shuffled, 1 + random.nextInt(all.size()));
        assertThat(other.seen()).isEqualTo(one.seen());
    }

    /** Papers that two sources describe, joined by DOI, with citations by either key and as pairs. */
    private static List<Submission> someSubmissions(Random random) {
        List<Submission> all = new ArrayList<>();
        int count = 4 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            Set<String> cites = new TreeSet<>();
            for (int c = random.nextInt(5); c > 0; c--) {
                int cited = random.nextInt(count + 2);
                cites.add(random.nextBoolean() ? "dblp:p" + cited : "doi:10.1/" + cited);
            }
            String author = "Author" + random.nextInt(4) + " Family" + random.nextInt(3);
            all.add(paper("dblp", "p" + i, "Title " + i, author, 2000 + i, "10.1/" + i, cites.toArray(String[]::new)));
            if (random.nextBoolean()) {
                all.add(paper("crossref", "c" + i, "Title of " + i, author, 2000 + i, "10.1/" + i));
            }
            if (random.nextBoolean()) {
                all.add(new SubmittedCitation("s2", "doi:10.1/" + i, "dblp:p" + random.nextInt(count), "test", NOW));
            }
        }
        return all;
    }

    private static List<List<Submission>> permutations(List<Submission> all) {
        if (all.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Submission>> permutations = new ArrayList<>();
        for (int first = 0; first < all.size(); first++) {
            List<Submission> rest = new ArrayList<>(all);
            Submission head = rest.remove(first);
            for (List<Submission> tail : permutations(rest)) {
                List<Submission> permutation = new ArrayList<>(List.of(head));
                permutation.addAll(tail);
                permutations.add(permutation);
            }
        }
        return permutations;
    }
}
