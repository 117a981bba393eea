package org.citestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.citestream.events.Topics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The indexes of words, citations, ranks and vectors are nowhere but in memory, and are made from the topics at each start. */
class RestartTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static RunningGateway gateway;
    private static List<String> questions;

    @BeforeAll
    static void publish() {
        gateway = RunningGateway.get();
        int[] ids = Samples.ids(3);
        gateway.publish(
                Topics.PAPERS,
                Samples.paper(ids[0], 1, "Restarted zymurgy one"),
                Samples.paper(ids[1], 1, "Restarted zymurgy two"),
                Samples.paper(ids[2], 1, "Restarted zymurgy three"));
        gateway.publish(
                Topics.REFERENCES,
                Samples.references(ids[1], 1, List.of(ids[0]), List.of(), 2),
                Samples.references(ids[2], 1, List.of(ids[0], ids[1]), List.of(ids[1]), 0));
        gateway.publish(
                Topics.EMBEDDINGS,
                Samples.embedding(ids[0], 1, 0, 0),
                Samples.embedding(ids[1], 0.9f, 0.1f, 0),
                Samples.embedding(ids[2], 0, 0.1f, 0.9f));
        gateway.publish(Topics.SUMMARIES, Samples.noAbstract(ids[0]));
        gateway.publishEpoch(Map.of(ids[0], 0.5, ids[1], 0.3, ids[2], 0.2), 10, gateway.inputs());
        questions = List.of(
                "/api/v1/papers?q=zymurgy&facets=all",
                "/api/v1/papers?q=zymurgy&sort=citations",
                "/api/v1/papers?cites=" + ids[0],
                "/api/v1/papers/" + ids[0] + "?fields=id,title,pagerank,rank,percentile,citations,references,similar",
                "/api/v1/papers/" + ids[1] + "/citations",
                "/api/v1/papers/" + ids[2] + "/references",
                "/api/v1/papers/" + ids[0] + "/similar",
                "/api/v1/papers/" + ids[0] + "/why",
                "/api/v1/papers/doi:10.1/" + ids[1] + "?fields=id",
                "/api/v1/authors/author-" + ids[2]);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(gateway.ids("/api/v1/papers?q=zymurgy&sort=rank")).containsExactly(ids[0], ids[1], ids[2]);
            assertThat(gateway.json("/api/v1/papers/" + ids[0] + "/similar").size())
                    .isPositive();
            assertThat(gateway.json("/api/v1/papers/" + ids[0]).path("rank").isNumber())
                    .isTrue();
            // What is in the indexes may not be in the views yet.
            questions.forEach(RestartTest::answered);
        });
    }

    @Test
    void anInstanceThatHasNothingMakesItsIndexesWhileTheOldOneGoesOnAnswering() {
        List<String> before = questions.stream().map(RestartTest::answered).toList();

        CompletableFuture<RunningGateway.Another> starting = CompletableFuture.supplyAsync(gateway::another);
        List<String> meanwhile = new ArrayList<>();
        while (!starting.isDone()) {
            meanwhile.add(answered(questions.get(meanwhile.size() % questions.size())));
        }
        try (RunningGateway.Another restarted = starting.join()) {
            // As soon as it answers at all, it answers like the one that has been there.
            for (int i = 0; i < questions.size(); i++) {
                HttpResponse<String> answer = gateway.getFrom(restarted.address(), questions.get(i));
                assertThat(answer.statusCode()).as(questions.get(i)).isEqualTo(200);
                assertThat(comparable(answer.body())).as(questions.get(i)).isEqualTo(before.get(i));
            }
        }
        assertThat(meanwhile).hasSizeGreaterThan(questions.size());
        for (int i = 0; i < meanwhile.size(); i++) {
            assertThat(meanwhile.get(i)).isEqualTo(before.get(i % before.size()));
        }
    }

    private static String answered(String question) {
        HttpResponse<String> answer = gateway.get(question);
        assertThat(answer.statusCode()).as(question).isEqualTo(200);
        return comparable(answer.body());
    }

    /**
     * A cursor is a name that an instance gives to a list that it keeps, made at its own time; and what an epoch moved is told against
     * the one that this instance showed before.
     */
    private static String comparable(String body) {
        return body.replaceAll("\"(next|listedAt)\":\"[^\"]*\"", "\"$1\":\"…\"")
                .replaceAll("\"lastMoved\":(null|\\{.*?\"movedToo\":\\[[^]]*]})", "\"lastMoved\":\"…\"");
    }
}
