package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.RankEpoch;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A paper that between two epochs loses two citations, gets one, and has one that is worth more; and where it stands in year and venue. */
class RankReasonsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Offset<Double> EXACTLY = within(1e-12);
    private static final double BASE = 0.15;
    private static final double DAMPING = 0.85;

    private static RunningGateway gateway;
    private static int target;
    private static int fickle;
    private static int grown;
    private static int other;
    private static int vanishing;
    private static int newcomer;
    private static int withdrawn;
    private static double grownScore;
    private static JsonNode why;

    @BeforeAll
    static void publish() {
        gateway = RunningGateway.get();
        int[] ids = Samples.ids(7);
        target = ids[0];
        fickle = ids[1];
        grown = ids[2];
        other = ids[3];
        vanishing = ids[4];
        newcomer = ids[5];
        withdrawn = ids[6];
        for (int id : ids) {
            gateway.publish(Topics.PAPERS, paper(id, 1, PaperStatus.LIVE));
        }
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(fickle, 1, List.of(target), List.of(), 0),
                Samples.references(grown, 1, List.of(target, other, vanishing), List.of(), 0),
                Samples.references(withdrawn, 1, List.of(target), List.of(), 0));
        Map<Integer, Double> scores = new HashMap<>();
        for (int id : List.of(fickle, grown, newcomer, withdrawn)) {
            scores.put(id, BASE);
        }
        scores.put(other, BASE + DAMPING * BASE / 3);
        scores.put(vanishing, BASE + DAMPING * BASE / 3);
        scores.put(target, BASE + DAMPING * (BASE + BASE / 3 + BASE));
        explained(gateway.publishEpoch(scores, 10, gateway.inputs()));

        gateway.publish(
                Topics.REFERENCES,
                Samples.references(fickle, 2, List.of(grown), List.of(), 0),
                Samples.references(newcomer, 1, List.of(target), List.of(), 0));
        gateway.publish(
                Topics.PAPERS,
                paper(vanishing, 2, PaperStatus.WITHDRAWN),
                paper(withdrawn, 2, PaperStatus.WITHDRAWN),
                paper(grown, 2, PaperStatus.LIVE));
        grownScore = BASE + DAMPING * BASE;
        scores.clear();
        scores.put(grown, grownScore);
        scores.put(other, BASE + DAMPING * grownScore / 2);
        scores.put(target, BASE + DAMPING * (BASE + grownScore / 2));
        scores.put(vanishing, null);
        scores.put(withdrawn, null);
        why = explained(gateway.publishEpoch(scores, 10, gateway.inputs()));
    }

    @Test
    void whatLastMovedItNamesNewAndWithdrawnAndChangedCitersWithWhatTheyGaveAndGive() {
        JsonNode moved = why.get("lastMoved");
        assertThat(moved.get("changesTotal").asInt()).isEqualTo(4);
        JsonNode changes = moved.get("changes");
        assertThat(List.of(0, 1, 2).stream().map(i -> changes.get(i).get("id").asInt()))
                .containsExactlyInAnyOrder(fickle, newcomer, withdrawn);
        assertChange(changes, fickle, "withdrawn", DAMPING * BASE, 0);
        assertChange(changes, withdrawn, "withdrawn", DAMPING * BASE, 0);
        assertChange(changes, newcomer, "new", 0, DAMPING * BASE);
        assertChange(changes, grown, "changed", DAMPING * BASE / 3, DAMPING * grownScore / 2);
        assertThat(moved.get("rest").asDouble()).isCloseTo(0, EXACTLY);
    }

    @Test
    void itsRankIsAlsoToldAmongThePapersOfItsYearAndOfItsVenueAndOfBoth() {
        JsonNode within = why.get("within");
        assertPlace(within.get("year"), "1871", 1, 2, 50);
        assertPlace(within.get("venue"), "REASONS", 1, 5, 80);
        assertPlace(within.get("venueAndYear"), "REASONS 1871", 1, 2, 50);

        JsonNode last = gateway.json("/api/v1/papers/" + newcomer + "?fields=id&include=why")
                .get("why")
                .get("within");
        assertPlace(last.get("year"), "1872", 3, 3, 0);
        assertThat(gateway.get("/papers/" + target).body()).contains("Rank 1 of 2 in 1871; 1 of 2 at REASONS 1871.");
    }

    private static void assertPlace(JsonNode place, String name, int rank, int papers, double percentile) {
        assertThat(place.get("name").asString()).isEqualTo(name);
        assertThat(place.get("rank").asInt()).as(name).isEqualTo(rank);
        assertThat(place.get("papers").asInt()).as(name).isEqualTo(papers);
        assertThat(place.get("percentile").asDouble()).as(name).isEqualTo(percentile);
    }

    private static void assertChange(JsonNode changes, int citing, String kind, double before, double after) {
        assertThat(changes)
                .filteredOn(each -> each.get("id").asInt() == citing)
                .as("paper %d of %s", citing, changes)
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.get("kind").asString()).isEqualTo(kind);
                    assertThat(each.get("before").asDouble()).isCloseTo(before, EXACTLY);
                    assertThat(each.get("after").asDouble()).isCloseTo(after, EXACTLY);
                    assertThat(each.get("title").asString()).isEqualTo("Reasons " + citing);
                });
    }

    /** Why the target has its rank, as soon as an epoch and all that it includes have been read. */
    private static JsonNode explained(RankEpoch epoch) {
        return await().atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> gateway.json("/api/v1/papers/" + target + "/why"),
                        found -> found.get("epoch").asLong() == epoch.epoch()
                                && found.get("within").get("epoch").asLong() == epoch.epoch()
                                && Math.abs(found.get("unsettled").asDouble()) < 1e-12);
    }

    private static PaperEvent paper(int id, long version, PaperStatus status) {
        return new PaperEvent(
                id,
                version,
                status,
                null,
                List.of("doi:10.1/" + id),
                "Reasons " + id,
                List.of(new Author("reasons-" + id, "Author " + id, null)),
                "REASONS",
                id <= fickle ? 1871 : 1872,
                "10.1/" + id,
                null,
                null,
                List.of("test"),
                Samples.ACCEPTED);
    }
}
