package org.citestream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.citestream.events.ContentHash;
import org.citestream.events.Identified;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.events.Topics;
import org.citestream.events.stream.DeadLetterNotes;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.events.stream.Received;
import org.citestream.ingest.intake.Receipt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class IngestServiceTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    static Path directory;

    private static RunningIngest ingest;

    @BeforeAll
    static void start() throws IOException {
        Path file = directory.resolve("imported.ndjson");
        Files.writeString(file, """
                {"source":"file","key":"one","title":"A paper from a file","year":2001,"authors":["Ann Lee"],"venue":"VLDB"}
                this is no record
                {"source":"file","key":"two","title":"Another one","year":2002,"references":["file:one"],"venue":"VLDB"}
                {"source":"file","key":"elsewhere","title":"One of another community","year":2003,"outside":true}
                """);
        Path changed = directory.resolve("changed.ndjson");
        Files.writeString(changed, """
                {"source":"file","key":"first","title":"Not there when the import was begun","year":2001}
                {"source":"file","key":"second","title":"Where the checkpoint was","year":2002}
                """);
        ingest = RunningIngest.start(
                directory,
                mongo -> mongo.getCollection("imports")
                        .insertOne(new Document("_id", "made from its size then")
                                .append("file", changed.toString())
                                .append("state", "RUNNING")
                                .append("checkpoint", 1L)
                                .append("accepted", 1L)
                                .append("refused", 0L)
                                .append("leftOut", new Document())
                                .append("startedAt", new Date())),
                Map.of("citestream.ingest.imports.files", file.toString()));
    }

    @AfterAll
    static void stop() {
        ingest.close();
    }

    @Test
    void whatIsAcceptedIsPublishedAndItsReceiptTellsWhatBecameOfIt() throws Exception {
        HttpResponse<String> answer = ingest.post("/api/v1/submissions", """
                [{"source":"t1","key":"a","title":"Joins","year":2001,"authors":["Ann Lee"],"venue":"VLDB",
                  "doi":"https://doi.org/10.1000/ABC","references":["t1:b", "doi:10.1000/none"]},
                 {"source":"t1","key":"b","title":"Hashing","year":2000,"authors":[{"name":"Ann Lee"}],"venue":"VLDB"},
                 {"source":"t1","key":"c","title":"No year"}]
                """);
        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode body = JSON.readTree(answer.body());
        assertThat(body.path("accepted").asInt()).isEqualTo(2);
        assertThat(body.path("refused").asInt()).isEqualTo(1);
        JsonNode refused = body.path("receipts").get(2);
        assertThat(refused.path("status").asString()).isEqualTo("refused");
        assertThat(refused.path("record").asString()).isEqualTo("t1:c");
        assertThat(refused.path("field").asString()).contains("year");

        ReferencesEvent references =
                ingest.await(Topics.REFERENCES, each -> each.cited().size() == 1 && each.unresolved() == 1);
        assertThat(references.self()).isEqualTo(references.cited());
        PaperEvent paper = ingest.await(Topics.PAPERS, each -> each.id() == references.id());
        assertThat(paper.keys()).containsExactly("doi:10.1000/abc", "t1:a");

        String receipt = body.path("receipts").get(0).path("receipt").asString();
        Awaitility.await().untilAsserted(() -> {
            JsonNode outcome =
                    JSON.readTree(ingest.get("/api/v1/submissions/" + receipt).body());
            assertThat(outcome.path("state").asString()).isEqualTo("ASSEMBLED");
            assertThat(outcome.path("paper").asInt()).isEqualTo(paper.id());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/submissions | {'source':'t9','key':'a','title':'T','year':2001,'authors':['Ann'],'venue':'V','doi':'10.1/t9',"
                        + "'abstract':'A','url':'https://example.org/','references':['t9:b'],'deleted':false,'outside':false,'sameAs':[]}",
                "/api/v1/citations | {'source':'t9','citing':'t9:a','cited':'t9:b'}",
                "/api/v1/decisions | {'verdict':'same','records':['t9:a','t9:b']}",
                "/api/v1/decisions | {'merge':[2147483646,2147483647]}",
                "/api/v1/decisions | {'split':'t9:a'}"
            })
    void noBodyHoweverWrongMakesItFailAndEachRefusalIsExplained(String path, String allowed) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (String body : WrongBodies.of(allowed.replace('\'', '"'))) {
            HttpResponse<String> answer = ingest.post(path, body, "Content-Type", "application/json");
            String shown = body.length() > 150 ? body.substring(0, 150) + "…" : body;
            if (answer.statusCode() >= 500) {
                wrong.add(shown + " answered " + answer.statusCode());
            } else if (answer.statusCode() >= 400
                    && JSON.readTree(answer.body()).path("detail").asString("").isBlank()) {
                wrong.add(shown + " is not explained: " + answer.body());
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aCitationAloneCountsWhenItsPapersComeLater() throws Exception {
        assertThat(ingest.post("/api/v1/citations", "{\"source\":\"t2\",\"citing\":\"t2:x\",\"cited\":\"t2:y\"}")
                        .statusCode())
                .isEqualTo(202);
        ingest.post("/api/v1/submissions", """
                {"source":"t2","key":"x","title":"Citing","year":2003}
                {"source":"t2","key":"y","title":"Cited","year":2002}
                """);
        PaperEvent citing = ingest.await(Topics.PAPERS, each -> each.keys().contains("t2:x"));
        ingest.await(
                Topics.REFERENCES,
                each -> each.id() == citing.id() && each.cited().size() == 1);
    }

    @Test
    void whatAnInstanceThatWasTakenForDeadWritesLateIsFollowedByWhatCounts() throws Exception {
        ingest.post(
                "/api/v1/submissions",
                "{\"source\":\"t12\",\"key\":\"late\",\"title\":\"A First Word\",\"year\":2003}");
        Identified first = ingest.await(
                Topics.IDENTIFIED,
                each -> each instanceof Identified.Said said
                        && said.submission().recordKey().equals("t12:late"));
        ingest.post(
                "/api/v1/submissions",
                "{\"source\":\"t12\",\"key\":\"late\",\"title\":\"A Second Word\",\"year\":2003}");
        ingest.await(Topics.PAPERS, each -> "A Second Word".equals(each.title()));
        try (EventWriter former = ingest.bean(EventWriters.class).direct("former")) {
            former.sendAll(Topics.IDENTIFIED, List.of(first));
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(ingest.last(Topics.IDENTIFIED).get(first.recordKey()))
                        .isInstanceOfSatisfying(
                                Identified.Said.class,
                                last -> assertThat(last.submission())
                                        .isInstanceOfSatisfying(
                                                SubmittedPaper.class,
                                                paper -> assertThat(paper.title())
                                                        .isEqualTo("A Second Word"))));
    }

    @Test
    void theSameIdempotencyKeyGetsTheSameAnswerAndAnotherBodyIsRefused() throws Exception {
        String body = "{\"source\":\"t3\",\"key\":\"a\",\"title\":\"Once\",\"year\":2001}";
        HttpResponse<String> first = ingest.post("/api/v1/submissions", body, "Idempotency-Key", "k1");
        HttpResponse<String> second = ingest.post("/api/v1/submissions", body, "Idempotency-Key", "k1");
        assertThat(second.statusCode()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
        HttpResponse<String> other =
                ingest.post("/api/v1/submissions", body.replace("Once", "Twice"), "Idempotency-Key", "k1");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body()).contains("another body");
    }

    @Test
    void badInputIsAnsweredWithAProblemThatNamesIt() throws Exception {
        assertProblem(ingest.post("/api/v1/submissions", ""), 400, "empty");
        assertProblem(ingest.post("/api/v1/submissions", "{\"source\":\"t4\","), 422, "receipts");
        assertProblem(
                ingest.post("/api/v1/submissions", "{\"source\":\"t4\",\"key\":\"a\",\"title\":\"T\",\"year\":99999}"),
                422,
                "year");
        assertProblem(
                ingest.post(
                        "/api/v1/submissions",
                        "{\"source\":\"t4\",\"key\":\"a\",\"title\":\"T\",\"year\":2001,\"doi\":\"abc\"}"),
                422,
                "doi");
        assertProblem(ingest.get("/api/v1/submissions/nonsense"), 404, "receipt");
        assertProblem(ingest.get("/api/v1/submissions/" + receipt("0 0 citation\tx")), 404, "receipt");
        assertProblem(ingest.get("/api/v1/submissions/" + receipt("0 4711 t4:beyond the end")), 404, "receipt");
        assertProblem(ingest.postWithoutKey("/api/v1/submissions", "{}"), 401, "X-API-Key");
    }

    @Test
    void aGzipThatIsCutIsAnsweredWithAProblemAndWhatCameBeforeStands() throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(whole)) {
            for (int i = 0; i < 5000; i++) {
                gzip.write(("{\"source\":\"t5\",\"key\":\"k" + i + "\",\"title\":\"Title " + ContentHash.of(i)
                                + "\",\"year\":2001}\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] cut = Arrays.copyOf(whole.toByteArray(), whole.size() / 2);
        HttpResponse<String> answer = ingest.post("/api/v1/submissions", cut);
        assertProblem(answer, 400, "breaks off");
        assertThat(JSON.readTree(answer.body()).path("accepted").asInt()).isBetween(100, 4999);
        assertProblem(ingest.post("/api/v1/submissions", new byte[] {0x1f, (byte) 0x8b}), 400, "breaks off");
    }

    @Test
    void aBodyThatIsMadeToFillTheDiskIsNotReadToItsEnd() throws Exception {
        HttpResponse<String> allowed = ingest.post("/api/v1/submissions", toRefuse(100_000));
        assertProblem(allowed, 422, "No record could be accepted");
        HttpResponse<String> answer = ingest.post("/api/v1/submissions", toRefuse(500_000));
        assertProblem(answer, 400, "citestream.ingest.intake.most-refused");
        assertThat(answer.body()).contains("More than 100000 records").doesNotContain("breaks off");
        assertThat(JSON.readTree(answer.body()).path("refused").asInt()).isEqualTo(100_001);

        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] blanks = "\n".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 512; i++) {
                gzip.write(blanks);
            }
        }
        assertProblem(ingest.post("/api/v1/submissions", bomb.toByteArray()), 400, "200 times as long");
    }

    private static byte[] toRefuse(int records) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{}\n".repeat(records).getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    @Test
    void moreRequestsAtOnceThanThereIsRoomForAreToldToComeAgain() throws Exception {
        URI address = ingest.uri("/api/v1/submissions");
        String head = "POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nX-API-Key: " + RunningIngest.KEY
                + "\r\nContent-Length: 100\r\n\r\n{";
        List<Socket> held = new ArrayList<>();
        try {
            Awaitility.await().untilAsserted(() -> {
                // Held anew each time: a question that came before the last of them has its room, and sends it away.
                for (int i = 0; i < 128; i++) {
                    Socket socket = new Socket(address.getHost(), address.getPort());
                    held.add(socket);
                    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                }
                HttpResponse<String> answer = ingest.post("/api/v1/submissions", "{}");
                assertProblem(answer, 503, "At most 128 requests are taken at once");
                assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            });
        } finally {
            for (Socket each : held) {
                each.close();
            }
        }
        Awaitility.await()
                .untilAsserted(() -> assertProblem(ingest.post("/api/v1/submissions", "{}"), 422, "No record"));
    }

    @Test
    void anOperatorMergesAndSplitsAndReadsWhoSaidWhat() throws Exception {
        ingest.post("/api/v1/submissions", """
                {"source":"t5","key":"a","title":"Streams","year":2001,"authors":["Ann Lee"],"venue":"VLDB"}
                {"source":"t6","key":"b","title":"On streams","year":2001,"authors":["Ann Lee"],"abstract":"They flow."}
                """);
        int one = ingest.await(Topics.PAPERS, each -> each.keys().contains("t5:a"))
                .id();
        int other = ingest.await(Topics.PAPERS, each -> each.keys().contains("t6:b"))
                .id();

        HttpResponse<String> merged = ingest.post(
                "/api/v1/decisions", "{\"merge\":[" + one + "," + other + "]}", "Content-Type", "application/json");
        assertThat(merged.statusCode()).as(merged.body()).isEqualTo(202);
        PaperEvent retired = ingest.await(
                Topics.PAPERS,
                each -> each.mergedInto() != null && each.keys().contains("t6:b")
                        || each.mergedInto() != null && each.keys().contains("t5:a"));
        int into = Objects.requireNonNull(retired.mergedInto());
        PaperEvent both = ingest.await(
                Topics.PAPERS, each -> each.id() == into && each.keys().size() == 2);
        assertThat(both.keys()).containsExactly("t5:a", "t6:b");
        JsonNode provenance =
                JSON.readTree(ingest.get("/api/v1/provenance/" + into).body());
        assertThat(provenance.path("fields").path("title").asString()).isEqualTo("t5:a");
        assertThat(provenance.path("fields").path("abstract").asString()).isEqualTo("t6:b");
        assertThat(provenance.path("records")).hasSize(2);

        HttpResponse<String> split =
                ingest.post("/api/v1/decisions", "{\"split\":\"t6:b\"}", "Content-Type", "application/json");
        assertThat(split.statusCode()).as(split.body()).isEqualTo(202);
        Awaitility.await()
                .untilAsserted(() -> assertThat(ingest.last(Topics.PAPERS).values())
                        .filteredOn(each -> each.status() == PaperStatus.LIVE)
                        .filteredOn(each ->
                                each.keys().contains("t5:a") || each.keys().contains("t6:b"))
                        .hasSize(2));

        for (String bad : List.of(
                "{}",
                "{\"merge\":[1]}",
                "{\"merge\":[1,99999]}",
                "{\"split\":\"t5:a\"}",
                "{\"split\":\"nonsense\"}",
                "{\"verdict\":\"same\",\"records\":[\"t5:a\"]}",
                "{\"records\":[\"t5:a\",\"t6:b\"]}")) {
            assertThat(ingest.post("/api/v1/decisions", bad, "Content-Type", "application/json")
                            .statusCode())
                    .as(bad)
                    .isEqualTo(422);
        }
    }

    @Test
    void whatWasSplitAndIsMergedAgainHasAllItsRecordsAgainAndItsReceiptsTellOfMergersOnly() throws Exception {
        HttpResponse<String> said = ingest.post("/api/v1/submissions", """
                {"source":"t21","key":"x","title":"Regret","year":2001,"authors":["Ann Lee"],"doi":"10.2100/regret"}
                {"source":"t22","key":"a","title":"Regret","year":2001,"authors":["Ann Lee"],"doi":"10.2100/regret"}
                {"source":"t23","key":"o","title":"Regret","year":2001,"authors":["Ann Lee"],"doi":"10.2100/regret"}
                """);
        Set<String> all = Set.of("t21:x", "t22:a", "t23:o");
        Awaitility.await()
                .until(() -> idOf("t21:x") > 0 && idOf("t21:x") == idOf("t22:a") && idOf("t21:x") == idOf("t23:o"));

        ingest.post("/api/v1/decisions", "{\"split\":\"t22:a\"}", "Content-Type", "application/json");
        Awaitility.await()
                .until(() -> idOf("t22:a") > 0
                        && idOf("t21:x") > 0
                        && idOf("t22:a") != idOf("t21:x")
                        && idOf("t23:o") == idOf("t21:x"));
        int whole = idOf("t21:x");
        int apart = idOf("t22:a");
        JsonNode parted = JSON.readTree(said.body()).path("receipts").get(1);
        Awaitility.await().untilAsserted(() -> {
            JsonNode outcome = outcomeOf(parted);
            assertThat(outcome.path("state").asString()).isEqualTo("ASSEMBLED");
            assertThat(outcome.path("paper").asInt()).isEqualTo(apart);
            assertThat(outcome.path("mergedFrom").asInt(0))
                    .as("that paper goes on")
                    .isZero();
        });

        JsonNode decided = JSON.readTree(ingest.post(
                        "/api/v1/decisions",
                        "{\"merge\":[" + whole + "," + apart + "]}",
                        "Content-Type",
                        "application/json")
                .body());
        assertThat(decided.path("decisions")).as(decided.toString()).hasSize(2);
        Awaitility.await()
                .untilAsserted(() -> assertThat(ingest.last(Topics.PAPERS).values())
                        .filteredOn(each -> each.status() == PaperStatus.LIVE)
                        .filteredOn(each -> each.keys().stream().anyMatch(all::contains))
                        .singleElement()
                        .satisfies(each -> assertThat(each.keys()).containsAll(all)));
        Awaitility.await().untilAsserted(() -> {
            List<Integer> mergers = new ArrayList<>();
            for (JsonNode each : JSON.readTree(said.body()).path("receipts")) {
                assertThat(outcomeOf(each).path("paper").asInt()).isEqualTo(idOf("t21:x"));
                mergers.add(outcomeOf(each).path("mergedFrom").asInt(0));
            }
            assertThat(mergers).contains(idOf("t21:x") == whole ? apart : whole);
        });
    }

    /** The live paper that has a record now, or 0 where none has it, or more than one. */
    private static int idOf(String key) {
        List<PaperEvent> having = ingest.last(Topics.PAPERS).values().stream()
                .filter(each -> each.status() == PaperStatus.LIVE && each.keys().contains(key))
                .toList();
        return having.size() == 1 ? having.getFirst().id() : 0;
    }

    @Test
    void theReceiptOfWhatIsOutsideOfTheCollectionNamesNoPaperThatIsNotThere() throws Exception {
        JsonNode receipt = firstReceipt(
                ingest.post(
                        "/api/v1/submissions",
                        "{\"source\":\"t24\",\"key\":\"o\",\"title\":\"Of another community\",\"year\":2001,\"outside\":true}"));
        Awaitility.await().untilAsserted(() -> {
            assertThat(stateOf(receipt)).isEqualTo("AWAITING");
            assertThat(outcomeOf(receipt).path("detail").asString()).contains("outside of the collection");
            assertThat(outcomeOf(receipt).path("paper").isNull()).isTrue();
        });
    }

    @Test
    void aReceiptTellsWhenARecordCouldNotBeHandledAndWhenThereWasNothingToDo() throws Exception {
        HttpResponse<String> answer = ingest.post("/api/v1/submissions", """
                {"source":"t7","key":"never said","deleted":true}
                {"source":"t7","key":"never said either","deleted":true}
                """);
        JsonNode receipts = JSON.readTree(answer.body()).path("receipts");
        Awaitility.await().untilAsserted(() -> {
            assertThat(stateOf(receipts.get(0))).isEqualTo("WITHOUT_EFFECT");
            assertThat(stateOf(receipts.get(1))).isEqualTo("WITHOUT_EFFECT");
        });

        Receipt refused =
                Receipt.parse(receipts.get(1).path("receipt").asString()).orElseThrow();
        SubmittedWithdrawal submission =
                new SubmittedWithdrawal("t7", "never said either", "tests", Instant.parse("2026-01-01T00:00:00Z"));
        ingest.bean(DeadLetterNotes.class)
                .note("identify", new Received<>(refused.partition(), refused.version(), submission), "it is refused");
        JsonNode outcome = JSON.readTree(
                ingest.get("/api/v1/submissions/" + refused.text()).body());
        assertThat(outcome.path("state").asString()).isEqualTo("FAILED");
        assertThat(outcome.path("detail").asString()).contains("identify").contains("it is refused");
    }

    @Test
    void aRecordThatIsSaidAndTakenBackInOneRequestIsNotToldToBeUnknown() throws Exception {
        JsonNode receipts =
                JSON.readTree(ingest.post("/api/v1/submissions", """
                        {"source":"t10","key":"a","title":"Said and Taken Back","year":2003,"venue":"VLDB"}
                        {"source":"t10","key":"a","deleted":true}
                        """).body()).path("receipts");
        Awaitility.await().untilAsserted(() -> {
            assertThat(stateOf(receipts.get(0))).isEqualTo("SUPERSEDED");
            assertThat(stateOf(receipts.get(1))).isEqualTo("ASSEMBLED");
        });
        assertThat(ingest.last(Topics.PAPERS).values())
                .filteredOn(each -> each.title().equals("Said and Taken Back"))
                .allSatisfy(each -> assertThat(each.status()).isEqualTo(PaperStatus.WITHDRAWN));
    }

    @Test
    void aCitationByAWithdrawnRecordAwaitsItAndCountsWhenItIsSaidAgain() throws Exception {
        String citing = "{\"source\":\"t8\",\"key\":\"x\",\"title\":\"Citing and Gone\",\"year\":2003}";
        String cited = "{\"source\":\"t8\",\"key\":\"y\",\"title\":\"Cited and There\",\"year\":2002}";
        JsonNode said = firstReceipt(ingest.post("/api/v1/submissions", citing + "\n" + cited));
        Awaitility.await().untilAsserted(() -> assertThat(stateOf(said)).isEqualTo("ASSEMBLED"));
        String pairBefore = "{\"source\":\"t8\",\"citing\":\"t8:x\",\"cited\":\"t8:z\"}";
        JsonNode before = firstReceipt(ingest.post("/api/v1/citations", pairBefore));
        Awaitility.await().untilAsserted(() -> assertThat(stateOf(before)).isEqualTo("ASSEMBLED"));
        String takenBack = "{\"source\":\"t8\",\"key\":\"x\",\"deleted\":true}";
        JsonNode withdrawn = firstReceipt(ingest.post("/api/v1/submissions", takenBack));
        Awaitility.await().untilAsserted(() -> assertThat(stateOf(withdrawn)).isEqualTo("ASSEMBLED"));
        String pair = "{\"source\":\"t8\",\"citing\":\"t8:x\",\"cited\":\"t8:y\"}";
        JsonNode citation = firstReceipt(ingest.post("/api/v1/citations", pair));
        Awaitility.await().untilAsserted(() -> assertThat(stateOf(citation)).isEqualTo("AWAITING"));
        JsonNode repeated = firstReceipt(ingest.post("/api/v1/citations", pairBefore));
        Awaitility.await().untilAsserted(() -> assertThat(stateOf(repeated)).isEqualTo("AWAITING"));

        ingest.post("/api/v1/submissions", citing);
        Awaitility.await().untilAsserted(() -> assertThat(stateOf(citation)).isEqualTo("ASSEMBLED"));
        Awaitility.await().untilAsserted(() -> assertThat(stateOf(repeated)).isEqualTo("ASSEMBLED"));
    }

    private static JsonNode firstReceipt(HttpResponse<String> answer) {
        return JSON.readTree(answer.body()).path("receipts").get(0);
    }

    private static String stateOf(JsonNode receipt) throws Exception {
        return outcomeOf(receipt).path("state").asString();
    }

    private static JsonNode outcomeOf(JsonNode receipt) throws Exception {
        String path = "/api/v1/submissions/" + receipt.path("receipt").asString();
        return JSON.readTree(ingest.get(path).body());
    }

    private static String receipt(String content) {
        return Base64.getUrlEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aFileThatIsNamedAtStartIsImportedWithItsBadLinesCountedAndThoseThatMakeNoPaper() {
        Awaitility.await().untilAsserted(() -> {
            JsonNode imported = importOf("imported.ndjson");
            assertThat(imported.path("state").asString()).isEqualTo("DONE");
            assertThat(imported.path("accepted").asInt()).isEqualTo(3);
            assertThat(imported.path("outside").asInt()).isEqualTo(1);
            assertThat(imported.path("refused").asInt()).isEqualTo(1);
            assertThat(imported.path("file").asString()).as("no path").isEqualTo("imported.ndjson");
        });
        PaperEvent two = ingest.await(Topics.PAPERS, each -> each.keys().contains("file:two"));
        ingest.await(
                Topics.REFERENCES, each -> each.id() == two.id() && each.cited().size() == 1);
    }

    @Test
    void aFileThatChangedSinceItsImportWasCutShortIsNotGoneOnWith() {
        Awaitility.await().untilAsserted(() -> {
            JsonNode imported = importOf("changed.ndjson");
            assertThat(imported.path("state").asString()).isEqualTo("FAILED");
            assertThat(imported.path("error").asString()).contains("has changed");
        });
        assertThat(ingest.last(Topics.SUBMISSIONS)).doesNotContainKeys("file:first", "file:second");
    }

    private static JsonNode importOf(String file) throws Exception {
        for (JsonNode each : JSON.readTree(ingest.get("/api/v1/imports").body()).path("imports")) {
            if (each.path("file").asString().endsWith(file)) {
                return each;
            }
        }
        return JSON.createObjectNode();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String names) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(names);
    }
}
