package org.citestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PapersInMemory;
import org.citestream.ingest.assembly.RegistryRebuild;
import org.citestream.ingest.identity.IdentitiesInMemory;
import org.citestream.ingest.identity.IdentityRegistry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LostRegistryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void aLostRegistryIsRebuiltFromTheTopicsWithTheSameIdsAndVersionsThatGoOn() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(directory)) {
            ingest.post("/api/v1/submissions", """
                    {"source":"x","key":"cited","title":"Cited","year":2001,"authors":["Ann Lee"],"venue":"VLDB"}
                    {"source":"x","key":"citing","title":"Citing","year":2002,"authors":["Ann Lee"],"references":["x:cited","doi:10.1000/gone"]}
                    {"source":"x","key":"two","title":"From two sources","year":2003,"doi":"10.1000/two","references":["x:cited"]}
                    {"source":"y","key":"two","title":"From two sources, again","year":2003,"doi":"10.1000/two","abstract":"It is so."}
                    {"source":"x","key":"one-of-two","title":"Once","year":2004,"references":["x:merged"]}
                    {"source":"x","key":"merged","title":"Parted at first","year":2005}
                    {"source":"y","key":"merged","title":"Parted and then merged","year":2005,"doi":"10.1000/merged"}
                    {"source":"x","key":"withdrawn","title":"Taken back","year":2006,"references":["x:cited"]}
                    """);
            ingest.post("/api/v1/citations", "{\"source\":\"z\",\"citing\":\"x:one-of-two\",\"cited\":\"y:two\"}");
            ingest.await(Topics.PAPERS, each -> each.keys().contains("y:merged"));
            ingest.await(Topics.PAPERS, each -> each.keys().contains("x:merged"));
            ingest.post("/api/v1/submissions", """
                    {"source":"x","key":"merged","title":"Parted at first","year":2005,"doi":"10.1000/merged"}
                    {"source":"x","key":"withdrawn","deleted":true}
                    """);
            ingest.await(Topics.PAPERS, each -> each.status() == PaperStatus.RETIRED);
            ingest.await(Topics.PAPERS, each -> each.status() == PaperStatus.WITHDRAWN);
            Awaitility.await().atMost(PATIENCE).until(ingest::hasReadAll);
            Map<String, PaperEvent> papers = ingest.last(Topics.PAPERS);
            Map<String, ReferencesEvent> references = ingest.last(Topics.REFERENCES);
            assertThat(papers).hasSize(7);

            ingest.restartWithDatabase(
                    "another", Map.of("spring.cloud.stream.kafka.binder.consumer-properties[max.poll.records]", "1"));
            ingest.post("/api/v1/submissions", """
                    {"source":"x","key":"new","title":"New","year":2007,"references":["x:merged","x:two"]}
                    {"source":"y","key":"two","title":"Said anew","year":2003,"doi":"10.1000/two","abstract":"It is not so."}
                    """);
            PaperEvent added = ingest.await(Topics.PAPERS, each -> each.keys().contains("x:new"));
            ingest.await(
                    Topics.PAPERS,
                    each -> each.abstractText() != null
                            && each.abstractText().text().equals("It is not so."));
            Awaitility.await().atMost(PATIENCE).until(ingest::hasReadAll);
            Map<String, PaperEvent> papersAfter = ingest.last(Topics.PAPERS);
            Map<String, ReferencesEvent> referencesAfter = ingest.last(Topics.REFERENCES);

            assertThat(papers.values()).allSatisfy(each -> assertThat(each.id()).isLessThan(added.id()));
            assertThat(referencesAfter.get(added.recordKey()).cited()).hasSize(2);
            papersAfter.remove(added.recordKey());
            referencesAfter.remove(added.recordKey());
            String changed = papersAfter.values().stream()
                    .filter(each -> each.keys().contains("y:two"))
                    .map(PaperEvent::recordKey)
                    .findFirst()
                    .orElseThrow();
            assertThat(papersAfter)
                    .allSatisfy((key, paper) -> assertThat(key.equals(changed) ? paper.version() - 1 : paper.version())
                            .as("none was another paper for a while")
                            .isEqualTo(papers.get(key).version()));
            referencesAfter.forEach((key, each) -> assertThat(each.version())
                    .as("nor had other references")
                    .isEqualTo(references.get(key).version()));
            assertThat(contentOf(papersAfter, "It is not so.")).isEqualTo(contentOf(papers, "It is so."));
            assertThat(contentOf(referencesAfter)).isEqualTo(contentOf(references));
        }
    }

    @Tag("slow")
    @Test
    void aPaperOfWhichThousandsOfCitationsWereStatedApartIsRebuilt() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(directory)) {
            ingest.post(
                    "/api/v1/submissions",
                    "{\"source\":\"x\",\"key\":\"survey\",\"title\":\"A survey of all\",\"year\":2001}");
            String citations = IntStream.range(0, 8_000)
                    .mapToObj("{\"source\":\"z\",\"citing\":\"x:survey\",\"cited\":\"x:%d\"}"::formatted)
                    .collect(Collectors.joining("\n"));
            ingest.post("/api/v1/citations", citations);
            ReferencesEvent references = ingest.await(Topics.REFERENCES, each -> each.unresolved() == 8_000);
            Awaitility.await().atMost(PATIENCE).until(ingest::hasReadAll);

            ingest.restartWithDatabase("another", Map.of());
            Awaitility.await().atMost(PATIENCE).until(ingest::hasReadAll);

            assertThat(ingest.last(Topics.REFERENCES)).containsOnly(Map.entry(references.recordKey(), references));
        }
    }

    @Test
    void anInstanceThatIsOvertakenWhileItRebuildsLeavesItToTheOther() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(directory)) {
            IdentitiesInMemory identities = new IdentitiesInMemory();
            OvertakenPapers papers = new OvertakenPapers(() -> identities.noteIdsGivenUpTo(7));

            rebuild(ingest, papers, identities).runIfLost();

            assertThat(papers.begun).isEqualTo(1);
            assertThat(identities.newIds(1)).isEqualTo(8);
        }
    }

    @Tag("slow")
    @Test
    void anInstanceThatIsOvertakenWhileItRebuildsBeginsAnewWhereTheOtherDies() throws Exception {
        try (RunningIngest ingest = RunningIngest.start(directory)) {
            IdentitiesInMemory identities = new IdentitiesInMemory();
            OvertakenPapers papers = new OvertakenPapers(() -> {});

            rebuild(ingest, papers, identities).runIfLost();

            assertThat(papers.begun).isEqualTo(2);
        }
    }

    private static RegistryRebuild rebuild(RunningIngest ingest, PaperRegistry papers, IdentityRegistry identities) {
        return new RegistryRebuild(papers, identities, ingest.bean(EventReaders.class), ingest.bean(TopicSetup.class));
    }

    /** A registry that another instance begins to rebuild when the first has almost done so. */
    private static final class OvertakenPapers extends PapersInMemory {

        private final Runnable other;
        private int begun;

        OvertakenPapers(Runnable other) {
            this.other = other;
        }

        @Override
        public long ownBeforeAll() {
            begun++;
            return super.ownBeforeAll();
        }

        @Override
        public boolean isLastBeforeAll(long token) {
            other.run();
            return begun > 1;
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {"ingest", "another"})
    void aTopicMadeAnewGoesOnWithVersionsWhetherTheDatabaseIsKeptOrLostToo(String database) throws Exception {
        try (RunningIngest ingest = RunningIngest.start(directory)) {
            for (int said = 0; said < 5; said++) {
                ingest.post("/api/v1/submissions", """
                        {"source":"x","key":"a","title":"A","year":2001,"abstract":"Said %d times."}
                        """.formatted(said));
            }
            String early = receipt(ingest.post("/api/v1/submissions", """
                    {"source":"x","key":"a","title":"A","year":2001,"abstract":"Before."}
                    """));
            ingest.await(Topics.PAPERS, each -> says(each, "Before."));
            Awaitility.await().atMost(PATIENCE).until(ingest::hasReadAll);
            Identified.Said before = lastSaid(ingest);

            ingest.restartWithoutSubmissions(database);
            String late = receipt(ingest.post("/api/v1/submissions", """
                    {"source":"x","key":"a","title":"A","year":2001,"abstract":"After."}
                    """));
            ingest.await(Topics.PAPERS, each -> says(each, "After."));

            Identified.Said after = lastSaid(ingest);
            assertThat(after.id()).isEqualTo(before.id());
            assertThat(after.version()).isGreaterThan(before.version());
            assertThat(ingest.get("/api/v1/submissions/" + late).body()).contains("ASSEMBLED");
            assertThat(ingest.get("/api/v1/submissions/" + early).body()).contains("SUPERSEDED");
        }
    }

    private static boolean says(PaperEvent paper, String abstractText) {
        return paper.abstractText() != null && paper.abstractText().text().equals(abstractText);
    }

    private static String receipt(HttpResponse<String> answer) {
        return JsonMapper.shared()
                .readTree(answer.body())
                .path("receipts")
                .path(0)
                .path("receipt")
                .asString();
    }

    private static Identified.Said lastSaid(RunningIngest ingest) {
        return ingest.last(Topics.IDENTIFIED).values().stream()
                .filter(Identified.Said.class::isInstance)
                .map(Identified.Said.class::cast)
                .filter(said -> said.submission().recordKey().equals("x:a"))
                .findFirst()
                .orElseThrow();
    }

    /** Papers by key, without versions, moments and a given abstract. */
    private static Map<String, String> contentOf(Map<String, PaperEvent> papers, String abstractText) {
        Map<String, String> content = new TreeMap<>();
        papers.forEach((key, paper) ->
                content.put(key, paper.as(0, Instant.EPOCH, null).toString().replace(abstractText, "…")));
        return content;
    }

    private static Map<String, String> contentOf(Map<String, ReferencesEvent> references) {
        Map<String, String> content = new TreeMap<>();
        references.forEach(
                (key, each) -> content.put(key, each.as(0, Instant.EPOCH).toString()));
        return content;
    }
}
