package org.citestream.ingest.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.citestream.events.Author;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedCitation;
import org.citestream.events.SubmittedDecision;
import org.citestream.events.SubmittedDecision.Verdict;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.events.stream.OvertakenOwnerException;
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
        /** Of the notices of a key, which cleaning would keep: the last; and which counts. */
        final Map<String, Identified> lastOfKey = new TreeMap<>();

        private final Map<String, Identified> highestOfKey = new TreeMap<>();
        private IdentitiesInMemory identities = new IdentitiesInMemory();
        private Identifier identifier = new Identifier(identities);
        private PapersInMemory registry = new PapersInMemory();
        private Assembler assembler = assembler();
        private final Map<Integer, Long> tokens = new HashMap<>();
        private final Random crashes;
        private final List<Identifier.Versioned> submitted = new ArrayList<>();
        private final List<Identified> identified = new ArrayList<>();
        /** What the owners of papers have yet to read, since they are away. */
        private final List<Identified> unread = new ArrayList<>();

        private long offset;

        Pipeline() {
            this(null);
        }

        /**
         * @param crashes decides where a stage dies and does its batch again, or null where none does
         */
        Pipeline(@Nullable Random crashes) {
            this.crashes = crashes;
        }

        private Assembler assembler() {
            return new Assembler(
                    registry, identities, new Precedence(List.of("dblp", "crossref"), new AbstractTerms(Set.of("s2"))));
        }

        private boolean crashes() {
            return crashes != null && crashes.nextInt(4) == 0;
        }

        void submit(Submission... submissions) {
            submit(List.of(submissions), submissions.length);
        }

        void submit(List<Submission> submissions, int batchSize) {
            List<Identifier.Versioned> versioned = submissions.stream()
                    .map(submission -> new Identifier.Versioned(offset++, submission))
                    .toList();
            submitted.addAll(versioned);
            identify(versioned, batchSize);
        }

        private void identify(List<Identifier.Versioned> submissions, int batchSize) {
            for (int from = 0; from < submissions.size(); from += batchSize) {
                List<Identifier.Versioned> batch =
                        submissions.subList(from, Math.min(submissions.size(), from + batchSize));
                while (crashes()) {
                    identifier.identify(batch);
                }
                unread.addAll(identifier.identify(batch));
                if (!crashes()) {
                    assembleUnread();
                }
            }
            assembleUnread();
        }

        /**
         * The registry is lost, and rebuilt from the topics.
         *
         * @param cleaned whether only the last record of each key is left of the topics
         * @param batchSize how many submissions are read again at once
         */
        void loseRegistry(boolean cleaned, int batchSize) {
            identities = new IdentitiesInMemory();
            identifier = new Identifier(identities);
            registry = new PapersInMemory();
            assembler = assembler();
            tokens.clear();
            List<Identified> notices = cleaned ? cleaned(identified) : List.copyOf(identified);
            List<Identifier.Versioned> submissions = cleaned ? lastOf(submitted) : List.copyOf(submitted);
            RebuiltRegistry rebuilt = new RebuiltRegistry(registry, identities, registry.ownBeforeAll());
            rebuilt.takePapers(papers.values());
            rebuilt.takeReferences(references.values());
            rebuilt.takeIdentified(notices);
            identifier.learn(submissions);
            identities.noteIdsGivenUpTo(rebuilt.lastId());
            for (int from = 0; from < notices.size(); from += batchSize) {
                read(notices.subList(from, Math.min(notices.size(), from + batchSize)));
            }
            identify(submissions, batchSize);
        }

        private static List<Identifier.Versioned> lastOf(List<Identifier.Versioned> submissions) {
            Map<String, Identifier.Versioned> lastOfKey = new LinkedHashMap<>();
            for (Identifier.Versioned each : submissions) {
                lastOfKey.remove(each.submission().recordKey());
                lastOfKey.put(each.submission().recordKey(), each);
            }
            return List.copyOf(lastOfKey.values());
        }

        private void assembleUnread() {
            List<Identified> notices = List.copyOf(unread);
            unread.clear();
            assemble(notices);
        }

        void assemble(List<Identified> notices) {
            List<Identified> left = crashes() ? cleaned(notices) : notices;
            left.forEach(notice -> {
                identified.add(notice);
                lastOfKey.put(notice.recordKey(), notice);
                highestOfKey.merge(notice.recordKey(), notice, (one, other) -> countsMore(one, other) ? one : other);
            });
            read(left);
        }

        private void read(List<Identified> notices) {
            List<Identified> next = new ArrayList<>();
            Map<Integer, List<Identified>> byPartition =
                    notices.stream().collect(Collectors.groupingBy(each -> each.id() % PARTITIONS));
            byPartition.forEach((partition, ofPartition) -> {
                long token = tokens.computeIfAbsent(partition, registry::own);
                while (crashes()) {
                    if (crashes.nextBoolean()) {
                        assembler.assemble(partition, token, ofPartition);
                        next.addAll(takeOver(partition));
                    } else {
                        next.addAll(overtakeBeforeItSaves(partition, ofPartition));
                    }
                    token = tokens.get(partition);
                }
                next.addAll(publish(assembler.assemble(partition, token, ofPartition)));
            });
            if (!next.isEmpty()) {
                assemble(next);
            }
        }

        private List<Identified> takeOver(int partition) {
            tokens.put(partition, registry.own(partition));
            return publish(assembler.unsent(partition));
        }

        /** An owner is stopped between its note and its save, and goes on when it has been taken for dead. */
        private List<Identified> overtakeBeforeItSaves(int partition, List<Identified> batch) {
            List<Identified> notices = new ArrayList<>();
            registry.beforeNextSave(() -> notices.addAll(takeOver(partition)));
            try {
                Assembler.Outcome unsaved = assembler.assemble(partition, tokens.get(partition), batch);
                assertThat(unsaved.papers()).as("nothing was saved").isEmpty();
                assertThat(unsaved.references()).isEmpty();
            } catch (OvertakenOwnerException _) {
                // It had something to save, and must not send it.
            }
            registry.beforeNextSave(null);
            return notices;
        }

        /** What is left where the topic is cleaned before it is read. */
        private static List<Identified> cleaned(List<Identified> notices) {
            Map<String, Identified> lastOfKey = new LinkedHashMap<>();
            for (Identified notice : notices) {
                lastOfKey.remove(notice.recordKey());
                lastOfKey.put(notice.recordKey(), notice);
            }
            return List.copyOf(lastOfKey.values());
        }

        private static boolean countsMore(Identified one, Identified other) {
            if (one instanceof Identified.Said said && other instanceof Identified.Said later) {
                return said.moves() > later.moves()
                        || (said.moves() == later.moves() && said.version() > later.version());
            }
            return movesOf(one) > movesOf(other);
        }

        private static long movesOf(Identified notice) {
            return switch (notice) {
                case Identified.Said said -> said.moves();
                case Identified.Moved moved -> moved.moves();
                case Identified.CitedChanged _ -> 0;
            };
        }

        void assertThatCleaningKeepsWhatCounts() {
            lastOfKey.forEach((key, last) -> {
                Identified highest = highestOfKey.get(key);
                assertThat(countsMore(highest, last))
                        .as("%s counts more than the last of its key, %s", highest, last)
                        .isFalse();
            });
        }

        private List<Identified> publish(Assembler.Outcome outcome) {
            outcome.papers().forEach(this::publish);
            outcome.references().forEach(this::publish);
            return outcome.notices();
        }

        private void publish(PaperEvent event) {
            PaperEvent last = papers.put(event.id(), event);
            assertThat(last == null ? 0 : last.version())
                    .as("versions only grow, by one, or are sent again")
                    .isBetween(event.version() - 1, event.version());
        }

        private void publish(ReferencesEvent event) {
            ReferencesEvent last = references.put(event.id(), event);
            assertThat(last == null ? 0 : last.version()).isBetween(event.version() - 1, event.version());
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
                null,
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
                null,
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
    void aPaperWhoseLastRecordAnOperatorMergesLeadsThereThoughAnotherOfItsRecordsWasTakenBack() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(
                paper("dblp", "k0", "Some Early Work", "Bo Kim", 1998, null),
                paper("dblp", "old", "Joins", "Ann Lee", 1998, null),
                paper("crossref", "10.1/z", "Joins", "Ann Lee", 1998, "10.1/z"));
        pipeline.submit(new SubmittedWithdrawal("dblp", "old", "test", NOW));
        assertThat(pipeline.papers.get(2).status()).isEqualTo(PaperStatus.LIVE);
        pipeline.submit(decision("crossref:10.1/z", "dblp:k0", Verdict.SAME));
        assertThat(pipeline.papers.get(2).status()).isEqualTo(PaperStatus.RETIRED);
        assertThat(pipeline.papers.get(2).mergedInto()).isEqualTo(1);
    }

    @Test
    void aPaperWhoseRecordGetsANewKeyKeepsItsId() {
        SubmittedPaper old = paper("dblp", "old", "Joins", "Ann Lee", 1998, null, "...");
        SubmittedPaper renamed = paper("dblp", "new", "Joins", "Ann Lee", 1998, null, "...");
        SubmittedWithdrawal gone = new SubmittedWithdrawal("dblp", "old", "test", NOW);
        for (List<Submission> order : List.of(List.<Submission>of(renamed, gone), List.<Submission>of(gone, renamed))) {
            for (int batch = 1; batch <= 2; batch++) {
                Pipeline pipeline = new Pipeline();
                pipeline.submit(old);
                pipeline.submit(order, batch);
                assertThat(pipeline.only().id()).isEqualTo(1);
                assertThat(pipeline.only().keys()).containsExactly("dblp:new");
                assertThat(pipeline.papers.values())
                        .filteredOn(each -> each.id() != 1)
                        .allMatch(each -> each.status() == PaperStatus.RETIRED && each.mergedInto() == 1);
            }
        }
    }

    @Test
    void aRecordThatTakesThePlaceOfNoneOfItsSourceStaysApart() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(paper("dblp", "old", "Joins", "Ann Lee", 1998, null));
        pipeline.submit(paper("dblp", "later", "Joins", "Ann Lee", 1999, null));
        pipeline.submit(new SubmittedWithdrawal("dblp", "old", "test", NOW));
        assertThat(pipeline.papers.get(1).status()).isEqualTo(PaperStatus.WITHDRAWN);
        assertThat(pipeline.only().id()).isEqualTo(2);
    }

    @Test
    void aRetractionOfARecordThatMakesThePaperWithdrawsItThoughOthersStateNoDoi() {
        Pipeline pipeline = new Pipeline();
        SubmittedPaper crossref = paper("crossref", "10.1/z", "Joins", "Ann Lee", 1998, "10.1/z");
        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 1998, null), crossref);
        assertThat(pipeline.only().doi()).isEqualTo("10.1/z");
        pipeline.submit(retracted(crossref, false));
        assertThat(pipeline.live()).isEmpty();
        assertThat(pipeline.papers.get(1).doi()).isEqualTo("10.1/z");
        pipeline.submit(crossref);
        assertThat(pipeline.only().id()).isEqualTo(1);
    }

    @Test
    void aRetractedPreprintWithdrawsNoPaper() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 1998, null));
        pipeline.submit(retracted(paper("arxiv", "1", "Joins", "Ann Lee", 1998, "10.48550/arxiv.1"), true));
        assertThat(pipeline.only().keys()).contains("arxiv:1");
    }

    private static SubmittedPaper retracted(SubmittedPaper paper, boolean outside) {
        return new SubmittedPaper(
                paper.source(),
                paper.key(),
                paper.title(),
                paper.authors(),
                outside ? null : paper.venue(),
                paper.year(),
                paper.doi(),
                null,
                null,
                null,
                List.of(),
                outside ? Boolean.TRUE : null,
                Boolean.TRUE,
                List.of(),
                paper.feed(),
                NOW);
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
                null,
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

    @Test
    void anOperatorPartsWhatADoiJoinsAndJoinsWhatNothingJoins() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(paper("dblp", "a", "Joins", "Ann Lee", 2001, "10.1/x"));
        pipeline.submit(paper("crossref", "1", "Joins, revisited", "Ann Lee", 2004, "10.1/x"));
        pipeline.submit(paper("dblp", "c", "Citing", "Cy Day", 2005, null, "crossref:1"));
        assertThat(pipeline.live()).hasSize(2);

        pipeline.submit(decision("dblp:a", "crossref:1", Verdict.DIFFERENT));
        assertThat(pipeline.live()).hasSize(3);
        int parted = pipeline.referencesOf("dblp:c").cited().getFirst();
        assertThat(pipeline.papers.get(parted).keys()).contains("crossref:1");

        pipeline.submit(decision("crossref:1", "dblp:a", Verdict.OPEN));
        assertThat(pipeline.live()).hasSize(2);
        pipeline.submit(decision("dblp:c", "dblp:a", Verdict.SAME));
        assertThat(pipeline.only().keys()).contains("dblp:a", "dblp:c", "crossref:1");
        assertThat(pipeline.papers.values())
                .filteredOn(paper -> paper.status() == PaperStatus.RETIRED)
                .allMatch(paper -> paper.mergedInto() == pipeline.only().id());
    }

    @Test
    void aRecordThatSaysToBeOfTheSameWorkGoesWithItWhicheverComesFirstUnlessSomethingSpeaksAgainstIt() {
        SubmittedPaper dblp = paper("dblp", "conf/a", "Joins", "Ann Lee", 2001, null);
        SubmittedPaper other = saying("s2", "1", "On Joining", 2004, null, "dblp:conf/a");
        for (List<Submission> order : List.of(List.<Submission>of(dblp, other), List.<Submission>of(other, dblp))) {
            Pipeline pipeline = new Pipeline();
            pipeline.submit(order, 1);
            assertThat(pipeline.only().keys()).containsExactly("dblp:conf/a", "s2:1");
            assertThat(pipeline.only().sources()).containsExactly("dblp", "s2");
            pipeline.submit(saying("s2", "1", "On Joining", 2004, null, "dblp:conf/b"));
            assertThat(pipeline.live()).as("it takes it back").hasSize(2);
        }
        Pipeline twoDois = new Pipeline();
        twoDois.submit(
                paper("dblp", "conf/a", "Joins", "Ann Lee", 2001, "10.1/a"),
                saying("s2", "1", "On Joining", 2001, "10.1/b", "dblp:conf/a"));
        assertThat(twoDois.live()).as("two DOIs").hasSize(2);
        Pipeline twoKeys = new Pipeline();
        twoKeys.submit(
                paper("dblp", "conf/a", "Joins", "Ann Lee", 2001, null),
                saying("s2", "1", "Joins", 2001, null, "dblp:conf/elsewhere"));
        assertThat(twoKeys.live()).as("a title joins no two keys of one source").hasSize(2);
    }

    @Test
    void aReferenceByAKeyThatNobodyHasFindsThePaperOfWhichARecordSaysIt() {
        SubmittedPaper citing = paper("dblp", "c", "Citing", "Cy Day", 2005, null, "corpusid:17");
        SubmittedPaper cited = saying("s2", "1", "Joins", 2001, null, "corpusid:17");
        for (List<Submission> order : List.of(List.<Submission>of(citing, cited), List.<Submission>of(cited, citing))) {
            Pipeline pipeline = new Pipeline();
            pipeline.submit(order, 1);
            assertThat(pipeline.referencesOf("dblp:c").cited()).hasSize(1);
        }
    }

    private static SubmittedPaper saying(
            String source, String key, String title, int year, @Nullable String doi, String... sameAs) {
        return new SubmittedPaper(
                source,
                key,
                title,
                List.of(new SubmittedAuthor("Ann Lee", null)),
                "VLDB",
                year,
                doi,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(sameAs),
                "test",
                NOW);
    }

    @Test
    void aSubtitleThatIsLeftOutOrCutOffOrNamesInAnotherOrderDoNotPartAPaper() {
        for (String title : List.of(
                "Adaptive Joins",
                "ADAPTIVE JOINS",
                "Adaptive Joins: A Study of",
                "Adaptive Joins – a study of streams")) {
            for (String author : List.of("Ann Lée", "Lee, Ann", "Lee Ann", "A. Lee", "Ann Lee Jr.")) {
                Pipeline pipeline = new Pipeline();
                pipeline.submit(
                        paper("dblp", "a", "Adaptive Joins: A Study of Streams", "Ann Lee 0002", 2001, null),
                        paper("crossref", "1", title, author, 2002, "10.1/x"));
                assertThat(pipeline.live()).as(title + " by " + author).hasSize(1);
            }
        }
        Pipeline pipeline = new Pipeline();
        pipeline.submit(
                paper("dblp", "a", "Adaptive Joins: A Study of Streams", "Ann Lee", 2001, null),
                paper("crossref", "1", "Adaptive Joins: A Demonstration", "Ann Lee", 2001, null),
                paper("s2", "1", "Adaptive Joins", "Ann Lee", 2001, null));
        assertThat(pipeline.live()).as("nobody can tell which of two is meant").hasSize(3);
    }

    private static SubmittedPaper by(
            String source, String key, int year, List<SubmittedAuthor> authors, String... cites) {
        List<SubmittedReference> references = new ArrayList<>();
        for (String cited : cites) {
            references.add(SubmittedReference.toKey(cited));
        }
        return new SubmittedPaper(
                source,
                key,
                "Title " + key,
                authors,
                "VLDB",
                year,
                null,
                null,
                null,
                null,
                references,
                null,
                "test",
                NOW);
    }

    private static SubmittedAuthor author(String name, @Nullable String orcid) {
        return new SubmittedAuthor(name, orcid);
    }

    private static final String ONE = "0000-0002-1825-0097";
    private static final String OTHER = "0000-0001-5109-3700";

    @Test
    void anAuthorIsOnePersonUnderAnOrcidIdWhereverItIsStatedAndUnderANameWhereItIsNot() {
        List<Submission> all = List.of(
                by("dblp", "with", 2001, List.of(author("Wei Wang 0001", ONE))),
                by("dblp", "without", 2002, List.of(author("Wei Wang 0001", null)), "dblp:with"),
                by("dblp", "initial", 2003, List.of(author("W. Wang", ONE)), "dblp:without"),
                by("dblp", "another", 2004, List.of(author("Wei Wang 0002", null)), "dblp:with"));
        for (List<Submission> order : permutations(all)) {
            Pipeline pipeline = new Pipeline();
            pipeline.submit(order, 1);
            assertThat(pipeline.live())
                    .allSatisfy(paper ->
                            assertThat(paper.authors().getFirst().name()).doesNotContain("000"));
            assertThat(pipeline.referencesOf("dblp:without").self()).hasSize(1);
            assertThat(pipeline.referencesOf("dblp:initial").self()).hasSize(1);
            assertThat(pipeline.referencesOf("dblp:another").self()).isEmpty();
        }
        Pipeline pipeline = new Pipeline();
        pipeline.submit(all, 4);
        pipeline.submit(by("dblp", "third", 2005, List.of(author("Wei Wang 0001", OTHER))));
        assertThat(pipeline.referencesOf("dblp:without").self())
                .as("of two iDs under one name nobody can tell which is meant")
                .isEmpty();
        pipeline.submit(by("dblp", "third", 2005, List.of(author("Wei Wang 0001", null))));
        assertThat(pipeline.referencesOf("dblp:without").self()).hasSize(1);
        pipeline.submit(by("dblp", "with", 2001, List.of(author("Wei Wang 0001", null))));
        assertThat(pipeline.referencesOf("dblp:without").self())
                .as("under the name")
                .hasSize(1);
        assertThat(pipeline.referencesOf("dblp:initial").self()).isEmpty();
    }

    @Test
    void anOrcidIdOfAnotherSourceGoesToTheAuthorWhoseInitialsFit() {
        Pipeline pipeline = new Pipeline();
        List<SubmittedAuthor> printed = List.of(author("Jörg Müller 0003", null), author("Ann Lee", null));
        pipeline.submit(new SubmittedPaper(
                "dblp", "a", "Joins", printed, "VLDB", 2001, "10.1/x", null, null, null, List.of(), null, "test", NOW));
        pipeline.submit(new SubmittedPaper(
                "crossref",
                "10.1/x",
                "Joins",
                List.of(author("J. Mueller", ONE), author("B. Lee", OTHER)),
                "VLDB",
                2001,
                "10.1/x",
                null,
                null,
                null,
                List.of(),
                null,
                "test",
                NOW));
        assertThat(pipeline.only().authors())
                .containsExactly(
                        new Author("orcid:" + ONE, "Jörg Müller", ONE, "jorg-muller-0003"),
                        new Author("ann-lee", "Ann Lee", null));
    }

    @Test
    void whatSeveralSourcesSayOfUnresolvedReferencesCountsOnce() {
        Pipeline pipeline = new Pipeline();
        SubmittedReference byDoi = new SubmittedReference("doi:10.9/1", "On Hashing", 1990, null);
        SubmittedReference byTitle = new SubmittedReference(null, "On hashing.", 1990, null);
        SubmittedReference named = new SubmittedReference(null, "Something Else", 1991, null);
        pipeline.submit(
                citing("crossref", byDoi, named),
                citing("s2", byTitle, SubmittedReference.toKey("s2:77")),
                citing("openalex", SubmittedReference.toKey("openalex:W1"), SubmittedReference.toKey("openalex:W2")),
                citing(
                        "dblp",
                        SubmittedReference.unnamed(),
                        SubmittedReference.unnamed(),
                        SubmittedReference.unnamed()));
        assertThat(pipeline.only().sources()).hasSize(4);
        assertThat(pipeline.referencesOf("dblp:a").unresolved()).isEqualTo(3);
        pipeline.submit(paper("dblp", "hash", "On Hashing", "Bo Kim", 1990, "10.9/1"));
        assertThat(pipeline.referencesOf("dblp:a").cited()).hasSize(1);
        assertThat(pipeline.referencesOf("dblp:a").unresolved()).isEqualTo(2);
    }

    private static SubmittedPaper citing(String source, SubmittedReference... references) {
        return new SubmittedPaper(
                source,
                "a",
                "Joins",
                List.of(),
                "VLDB",
                2001,
                "10.1/x",
                null,
                null,
                null,
                List.of(references),
                null,
                "test",
                NOW);
    }

    @Test
    void aReferenceByTitleAloneMustBeLongAndOneThatIsCutShortMustSayMore() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(
                paper("dblp", "short", "Hashing", "Bo Kim", 1990, null),
                paper("dblp", "long", "Hashing for Very Large Files: A Study", "Bo Kim", 1991, null));
        pipeline.submit(citing("crossref", new SubmittedReference(null, "Hashing", null, null)));
        assertThat(pipeline.referencesOf("crossref:a").cited()).isEmpty();
        pipeline.submit(citing("crossref", new SubmittedReference(null, "Hashing", null, "B. Kim")));
        assertThat(pipeline.referencesOf("crossref:a").cited()).hasSize(1);
        pipeline.submit(
                citing("crossref", new SubmittedReference(null, "Hashing for very large files: a study", null, null)));
        assertThat(pipeline.referencesOf("crossref:a").cited()).hasSize(1);
        pipeline.submit(citing("crossref", new SubmittedReference(null, "Hashing for Very Large Files", null, null)));
        assertThat(pipeline.referencesOf("crossref:a").cited()).isEmpty();
        pipeline.submit(
                citing("crossref", new SubmittedReference(null, "Hashing for Very Large Files", 1992, "Kim, B.")));
        assertThat(pipeline.referencesOf("crossref:a").cited()).hasSize(1);
    }

    @Test
    void anAbstractThatMayBeShownHasTheWordBeforeOneThatMayNot() {
        Pipeline pipeline = new Pipeline();
        pipeline.submit(withAbstract("s2", null));
        assertThat(pipeline.only().abstractText())
                .isEqualTo(new PaperEvent.PaperAbstract("As s2 says.", "s2", null, false));
        pipeline.submit(withAbstract("zzz", null));
        assertThat(pipeline.only().abstractText()).isEqualTo(new PaperEvent.PaperAbstract("As zzz says.", "zzz", null));
        pipeline.submit(withAbstract("s2", "CC-BY-4.0"));
        assertThat(pipeline.only().abstractText())
                .isEqualTo(new PaperEvent.PaperAbstract("As s2 says.", "s2", "CC-BY-4.0"));
        pipeline.submit(withAbstract("s2", "cc-by-nc-4.0"));
        assertThat(pipeline.only().abstractText())
                .extracting(PaperEvent.PaperAbstract::source)
                .isEqualTo("zzz");
    }

    private static SubmittedPaper withAbstract(String source, @Nullable String licence) {
        return new SubmittedPaper(
                source,
                "a",
                "Joins",
                List.of(),
                "VLDB",
                2001,
                "10.1/x",
                "As " + source + " says.",
                licence,
                null,
                List.of(),
                null,
                "test",
                NOW);
    }

    private static SubmittedDecision decision(String one, String other, Verdict verdict) {
        return SubmittedDecision.on(one, other, verdict, "test", NOW);
    }

    @RepeatedTest(400)
    void anyOrderOfArrivalInBatchesOfAnySizeGivesTheSamePapers(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Submission> all = someSubmissions(random);
        Pipeline one = new Pipeline();
        one.submit(all, 1 + random.nextInt(all.size()));
        Pipeline other = new Pipeline();
        other.submit(inAnotherOrder(all, random), 1 + random.nextInt(all.size()));
        assertThat(other.seen()).isEqualTo(one.seen());
        Pipeline lastWordsOnly = new Pipeline();
        lastWordsOnly.submit(lastWords(all), 3);
        assertThat(lastWordsOnly.seen()).as("from the compacted log").isEqualTo(one.seen());
        Pipeline crashing = new Pipeline(random);
        crashing.submit(inAnotherOrder(all, random), 1 + random.nextInt(all.size()));
        assertThat(crashing.seen()).as("with crashes").isEqualTo(one.seen());
        crashing.assertThatCleaningKeepsWhatCounts();
    }

    @RepeatedTest(400)
    void aRegistryThatIsLostIsRebuiltFromTheTopicsAndNothingIsPublishedOnTheWay(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Submission> all = someSubmissions(random);
        Pipeline pipeline = new Pipeline(random.nextBoolean() ? random : null);
        pipeline.submit(all, 1 + random.nextInt(all.size()));
        Map<String, String> seen = pipeline.seen();
        Map<Integer, PaperEvent> papers = Map.copyOf(pipeline.papers);
        Map<Integer, ReferencesEvent> references = Map.copyOf(pipeline.references);

        pipeline.loseRegistry(random.nextBoolean(), 1 + random.nextInt(5));

        assertThat(pipeline.seen()).isEqualTo(seen);
        assertThat(pipeline.papers).isEqualTo(papers);
        assertThat(pipeline.references).isEqualTo(references);
        pipeline.assertThatCleaningKeepsWhatCounts();
        Pipeline unharmed = new Pipeline();
        unharmed.submit(all, 3);
        List<Submission> more = someSubmissions(random);
        pipeline.submit(more, 2);
        unharmed.submit(more, 2);
        assertThat(pipeline.seen()).as("and goes on").isEqualTo(unharmed.seen());
    }

    @RepeatedTest(200)
    void twoInstancesAtOnceComeToTheSamePapers(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Submission> all = someSubmissions(random);
        Pipeline one = new Pipeline();
        one.submit(all, 3);
        Pipeline both = new Pipeline();
        List<List<Identifier.Versioned>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
        for (int offset = 0; offset < all.size(); offset++) {
            Submission submission = all.get(offset);
            partitions
                    .get(Math.floorMod(submission.recordKey().hashCode(), 2))
                    .add(new Identifier.Versioned(offset, submission));
        }
        List<Identified> told = Collections.synchronizedList(new ArrayList<>());
        try (ExecutorService instances = Executors.newFixedThreadPool(2)) {
            List<Future<?>> running = new ArrayList<>();
            for (List<Identifier.Versioned> partition : partitions) {
                running.add(instances.submit(() -> {
                    for (int from = 0; from < partition.size(); from += 2) {
                        told.addAll(both.identifier.identify(
                                partition.subList(from, Math.min(partition.size(), from + 2))));
                    }
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        told.forEach(each -> both.assemble(List.of(each)));
        assertThat(both.seen()).isEqualTo(one.seen());
        both.assertThatCleaningKeepsWhatCounts();
    }

    @Test
    void whatAnInstanceThatWasTakenForDeadTellsLateIsFollowedByWhatCountsSinceTheLastOfAKeyIsKept() {
        Pipeline pipeline = new Pipeline();
        List<Identifier.Versioned> first = List.of(
                new Identifier.Versioned(0, paper("dblp", "one", "A First Title", "Ann Lee", 2001, "10.1/one")));
        List<Identified> late = pipeline.identifier.identify(first);
        pipeline.offset = 1;
        pipeline.submit(paper("dblp", "one", "A Second Title", "Ann Lee", 2001, "10.1/one"));
        pipeline.assemble(late);
        assertThat(pipeline.only().title()).isEqualTo("A Second Title");
        pipeline.assertThatCleaningKeepsWhatCounts();

        pipeline.submit(
                paper("openalex", "w", "A Second Title", "Ann Lee", 2001, "10.1/one"),
                paper("crossref", "x", "Something Else", "Bob Ray", 1999, "10.1/one"));
        assertThat(pipeline.live()).hasSize(1);
        List<Identifier.Versioned> joined = List.of(
                new Identifier.Versioned(4, paper("crossref", "x", "Something Else", "Bob Ray", 1999, "10.1/one")));
        List<Identified> toldOfOne = pipeline.identifier.identify(joined);
        pipeline.offset = 5;
        pipeline.submit(paper("crossref", "x", "Something Else", "Bob Ray", 1999, "10.1/other"));
        assertThat(pipeline.live()).hasSize(2);
        Map<Integer, PaperEvent> before = new TreeMap<>(pipeline.papers);
        pipeline.assemble(toldOfOne);
        assertThat(pipeline.papers).isEqualTo(before);
        pipeline.assertThatCleaningKeepsWhatCounts();
        assertThat(pipeline.lastOfKey.values().stream().filter(Identified.Moved.class::isInstance))
                .as("where the record went is still to be read of the paper that it left")
                .hasSize(1);
    }

    /** What a source says of one record stays in its order; nothing else does. */
    private static List<Submission> inAnotherOrder(List<Submission> all, Random random) {
        Map<String, Deque<Submission>> byRecord = new LinkedHashMap<>();
        all.forEach(each -> byRecord.computeIfAbsent(each.recordKey(), _ -> new ArrayDeque<>())
                .add(each));
        List<String> turns =
                new ArrayList<>(all.stream().map(Submission::recordKey).toList());
        Collections.shuffle(turns, random);
        return turns.stream().map(key -> byRecord.get(key).remove()).toList();
    }

    private static List<Submission> lastWords(List<Submission> all) {
        Map<String, Submission> last = new LinkedHashMap<>();
        all.forEach(each -> last.put(each.recordKey(), each));
        return List.copyOf(last.values());
    }

    /**
     * What four sources say of a few works: the same titles and DOIs, other spellings, wrong years, mistaken DOIs that are corrected
     * later, withdrawals; and citations by any key, by title, and as pairs.
     */
    private static List<Submission> someSubmissions(Random random) {
        List<Submission> all = new ArrayList<>();
        int works = 3 + random.nextInt(5);
        // Where operators part papers that carry one DOI, nothing tells which of them a pair means that cites by it.
        boolean withDecisions = random.nextBoolean();
        String[] sources = {"dblp", "crossref", "openalex", "s2"};
        for (int i = 0; i < 6 + random.nextInt(14); i++) {
            int work = random.nextInt(works);
            String source = sources[random.nextInt(sources.length)];
            String key = "k" + (random.nextInt(3) == 0 ? works + random.nextInt(3) : work);
            if (withDecisions && random.nextInt(5) == 0) {
                String other = sources[random.nextInt(sources.length)] + ":k" + random.nextInt(works);
                if (!other.equals(source + ":" + key)) {
                    all.add(decision(source + ":" + key, other, Verdict.values()[random.nextInt(3)]));
                }
            }
            if (random.nextInt(12) == 0) {
                all.add(new SubmittedWithdrawal(source, key, "test", NOW));
                continue;
            }
            List<SubmittedReference> references = new ArrayList<>();
            for (int c = random.nextInt(4); c > 0; c--) {
                int cited = random.nextInt(works + 1);
                references.add(
                        switch (random.nextInt(3)) {
                            case 0 -> SubmittedReference.toKey(sources[random.nextInt(sources.length)] + ":k" + cited);
                            case 1 -> SubmittedReference.toKey("doi:10.1/" + cited);
                            default -> new SubmittedReference(null, titleOf(cited, random), 2000 + cited, null);
                        });
            }
            all.add(new SubmittedPaper(
                    source,
                    key,
                    titleOf(work, random),
                    random.nextInt(8) == 0
                            ? List.of()
                            : List.of(new SubmittedAuthor(
                                    "Author Family" + (work + random.nextInt(12) / 11) % 3,
                                    random.nextInt(3) > 0 ? null : random.nextInt(5) > 0 ? ONE : OTHER)),
                    random.nextInt(3) == 0 ? null : random.nextInt(9) == 0 ? "SIGMOD" : "VLDB",
                    2000 + work / 2 + random.nextInt(5) / 4,
                    random.nextBoolean() ? null : "10.1/" + (random.nextInt(6) == 0 ? random.nextInt(works) : work),
                    null,
                    null,
                    null,
                    references,
                    random.nextInt(9) == 0 ? true : null,
                    random.nextInt(5) > 0
                            ? List.of()
                            : List.of(sources[random.nextInt(sources.length)] + ":k" + random.nextInt(works)),
                    "test",
                    NOW));
            if (random.nextInt(3) == 0) {
                String citing = !withDecisions && random.nextBoolean() ? "doi:10.1/" + work : source + ":" + key;
                all.add(new SubmittedCitation("s2", citing, "dblp:k" + random.nextInt(works), "test", NOW));
            }
        }
        return all;
    }

    private static String titleOf(int work, Random random) {
        String title = random.nextInt(5) == 0 ? "Title of " + work / 2 : "Title " + work / 2;
        return random.nextInt(4) > 0 ? title : title + (random.nextBoolean() ? ": a study" : ": a demonstration");
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
