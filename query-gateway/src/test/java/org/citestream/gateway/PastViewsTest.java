package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.citestream.events.PaperStatus;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Views as they were, of papers that change. */
class PastViewsTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.get();
    }

    @Test
    void theWholeViewIsAsItWas() {
        int[] ids = Samples.ids(3);
        gateway.publish(Topics.PAPERS, Samples.paper(ids[1], 1, "Cited"), Samples.paper(ids[2], 1, "Cited too"));
        gateway.publish(Topics.PAPERS, Samples.paper(ids[0], 1, "Early title"));
        gateway.publish(Topics.SUMMARIES, Samples.noAbstract(ids[0]));
        gateway.publish(Topics.REFERENCES, Samples.references(ids[0], 1, List.of(ids[1]), List.of(), 4));
        await().atMost(SOON)
                .ignoreExceptions()
                .until(() -> view(ids[0]).get("references").get("unresolved").asInt() == 4
                        && view(ids[0]).get("summaryStatus").asString().equals("no-abstract"));
        Instant early = awaitNext();

        gateway.publish(Topics.PAPERS, Samples.paper(ids[0], 2, PaperStatus.LIVE, null, "Late title", 1999));
        gateway.publish(Topics.REFERENCES, Samples.references(ids[0], 2, List.of(ids[1], ids[2]), List.of(), 0));
        gateway.publish(Topics.SUMMARIES, summary(ids[0], 2));
        await().atMost(SOON)
                .until(() -> view(ids[0]).get("title").asString().equals("Late title")
                        && view(ids[0]).get("references").get("count").asInt() == 2
                        && !view(ids[0]).get("summary").isNull());
        Instant late = awaitNext();

        JsonNode then = gateway.json("/api/v1/papers/" + ids[0] + "?asOf=" + early);
        assertThat(then.get("title").asString()).isEqualTo("Early title");
        assertThat(then.get("year").asInt()).isEqualTo(2000 + ids[0] % 20);
        assertThat(then.get("summary").isNull()).isTrue();
        assertThat(then.get("summaryStatus").asString()).isEqualTo("no-abstract");
        assertThat(then.get("references").toString()).isEqualTo("{\"count\":1,\"unresolved\":4}");
        assertThat(then.get("asOf").get("moment").asString()).isEqualTo(early.toString());
        assertThat(then.get("asOf").get("notKept").toString())
                .as("it was never ranked, and that cannot be told from ranks that are not kept")
                .contains("\"rank\"", "\"citations\"", "\"similar\"");

        JsonNode later = gateway.json("/api/v1/papers/" + ids[0] + "?asOf=" + late + "&fields=title,year,summary");
        assertThat(later.get("title").asString()).isEqualTo("Late title");
        assertThat(later.get("year").asInt()).isEqualTo(1999);
        assertThat(later.get("summary").get("text").asString()).isEqualTo("A summary.");
        assertThat(later.propertyNames()).containsExactlyInAnyOrder("title", "year", "summary", "asOf");
    }

    @Test
    void onlySoManyVersionsAreKeptAndWhereTheyBeginIsSaid() {
        int[] ids = Samples.ids(1);
        Instant begin = Instant.EPOCH;
        for (int version = 1; version <= 12; version++) {
            String title = "Version " + version;
            gateway.publish(Topics.PAPERS, Samples.paper(ids[0], version, title));
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(10))
                    .ignoreExceptions()
                    .until(() -> view(ids[0]).get("title").asString().equals(title));
            begin = version == 1 ? awaitNext() : begin;
        }
        HttpResponse<String> refused = gateway.get("/api/v1/papers/" + ids[0] + "?asOf=" + begin);
        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode problem = gateway.parse(refused.body());
        assertThat(problem.get("parameter").asString()).isEqualTo("asOf");
        String since = view(ids[0], Instant.now()).get("asOf").get("keptSince").asString();
        assertThat(problem.get("allowed").asString()).contains(since);
        assertThat(view(ids[0], Instant.parse(since)).get("title").asString()).isEqualTo("Version 4");
    }

    @Test
    void aPaperThatBecameAnotherIsStillItselfBefore() {
        int[] ids = Samples.ids(2);
        gateway.publish(Topics.PAPERS, Samples.paper(ids[0], 1, "Survivor"), Samples.paper(ids[1], 1, "Absorbed"));
        await().atMost(SOON).until(() -> gateway.get("/api/v1/papers/" + ids[1]).statusCode() == 200);
        Instant before = awaitNext();
        gateway.publish(Topics.PAPERS, Samples.paper(ids[1], 2, PaperStatus.RETIRED, ids[0], "Absorbed", 2001));
        await().atMost(SOON).until(() -> gateway.get("/api/v1/papers/" + ids[1]).statusCode() == 308);
        assertThat(view(ids[1], before).get("title").asString()).isEqualTo("Absorbed");
        assertThat(gateway.get("/api/v1/papers/" + ids[1] + "?asOf=" + Instant.now())
                        .statusCode())
                .isEqualTo(308);
    }

    @Test
    void whatCannotBeToldOfThenIsRefused() {
        int[] ids = Samples.ids(1);
        gateway.publish(Topics.PAPERS, Samples.paper(ids[0], 1, "Now"));
        await().atMost(SOON).until(() -> gateway.get("/api/v1/papers/" + ids[0]).statusCode() == 200);
        String now = Instant.now().toString();
        String paper = "/api/v1/papers/" + ids[0];
        refusedByName(paper + "?asOf=2001-01-01T00:00:00Z", "asOf");
        refusedByName(paper + "?asOf=2999-01-01T00:00:00Z", "asOf");
        refusedByName(paper + "?asOf=-1000000000-01-01T00:00:00Z", "asOf");
        refusedByName(paper + ".bib?asOf=" + now, "asOf");
        refusedByName(paper + "?include=citations&asOf=" + now, "include");
        assertThat(gateway.get("/api/v1/papers/2147483647?asOf=" + now).statusCode())
                .isEqualTo(404);
        assertThat(gateway.get(paper + "?include=history&asOf=" + now).statusCode())
                .isEqualTo(200);
    }

    private static void refusedByName(String path, String parameter) {
        HttpResponse<String> answer = gateway.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(400);
        assertThat(gateway.parse(answer.body()).get("parameter").asString()).isEqualTo(parameter);
    }

    private static JsonNode view(int id) {
        return gateway.json("/api/v1/papers/" + id);
    }

    private static JsonNode view(int id, Instant moment) {
        return gateway.json("/api/v1/papers/" + id + "?asOf=" + moment);
    }

    /** A moment after which the next version comes: sections know their moments to the millisecond. */
    private static Instant awaitNext() {
        Instant moment = Instant.now();
        await().pollInterval(Duration.ofMillis(1))
                .until(() -> Instant.now().toEpochMilli() > moment.toEpochMilli() + 1);
        return moment;
    }

    private static SummaryEvent summary(int id, long version) {
        return new SummaryEvent(
                id,
                version,
                SummaryEvent.Status.CURRENT,
                "A summary.",
                "test-model",
                SummaryEvent.Method.values()[0],
                "1",
                "hash",
                null,
                null,
                Samples.ACCEPTED,
                null,
                Samples.ACCEPTED);
    }
}
