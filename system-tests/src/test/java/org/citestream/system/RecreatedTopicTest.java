package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.citestream.events.Topics;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.standalone.Standalone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/**
 * A topic that was deleted, and made anew, while the databases kept what had come of it: what is said from then on counts, whatever versions there were before, and
 * what is not said again is there as it was.
 */
@Tag("slow")
class RecreatedTopicTest {

    private static final Duration LONG = Duration.ofMinutes(2);

    /** With embeddings, whose topic is one of those. */
    private static final Map<String, String> QUIET = Map.of("logging.level.root", "warn");

    /** What the product left behind before a topic of it is deleted. */
    @TempDir
    static Path before;

    /** The view of a paper that nothing touches which is said again. */
    private static @Nullable JsonNode staying;

    @TempDir
    Path directory;

    static List<String> topics() {
        return Topics.all().stream().map(topic -> topic.name()).toList();
    }

    @BeforeAll
    static void sayThingsInThreeVersions() throws Exception {
        try (Standalone product = RunningProduct.start(before, QUIET)) {
            Api api = new Api(product.address());
            for (int version = 1; version <= 3; version++) {
                api.submit(product.apiKey(), paper("one", "First Words, Version " + version, "two"));
                api.submit(product.apiKey(), paper("two", "Sleeping Cats, Version " + version, "one"));
                api.awaitSettled(LONG);
            }
            api.submit(product.apiKey(), paper("three", "Words That Stay", "nowhere"));
            api.awaitSettled(LONG);
            staying = staying(api);
            assertThat(likeness(api)).isLessThan(0.99);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void whatIsSaidAfterwardsReachesTheViewAndTheRestIsAsItWas(String topic) throws Exception {
        Path data = directory.resolve("data");
        FileSystemUtils.copyRecursively(before, data);
        try (EmbeddedBroker broker = EmbeddedBroker.start(data.resolve("kafka"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
        try (Standalone product = RunningProduct.start(data, QUIET)) {
            Api api = new Api(product.address());
            api.submit(product.apiKey(), paper("one", "The Last Words", "two"));
            api.submit(product.apiKey(), paper("two", "The Last Words", "one"));
            api.awaitSettled(LONG);
            JsonNode view = api.ok("/api/v1/papers/harbour:one");
            assertThat(view.path("title").asString()).isEqualTo("The Last Words");
            assertThat(view.path("summary").path("text").asString()).contains("The Last Words");
            assertThat(view.path("rank").isNumber()).as("ranked: %s", view).isTrue();
            assertThat(view.path("citations").path("count").asInt()).isEqualTo(1);
            assertThat(view.path("references").path("count").asInt()).isEqualTo(1);
            assertThat(staying(api)).isEqualTo(staying);
            assertThat(api.ok("/api/v1/papers?q=stay").path("total").asInt()).isEqualTo(1);
            JsonNode stats = api.ok("/api/v1/stats");
            assertThat(stats.path("papers").asInt()).as("%s", stats).isEqualTo(3);
            assertThat(stats.path("summarized").asInt()).as("%s", stats).isEqualTo(3);
            assertThat(stats.path("embedded").asInt()).as("%s", stats).isEqualTo(3);
            assertThat(api.ok("/api/v1/papers?q=last+words").path("total").asInt())
                    .isEqualTo(2);
            // A vector that stands until another one comes is not waited for above.
            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(likeness(api))
                            .as("both say the same now")
                            .isCloseTo(1, within(0.001)));
        }
    }

    /** How alike the first two papers are. */
    private static double likeness(Api api) {
        JsonNode similar = api.ok("/api/v1/papers/harbour:one/similar");
        assertThat(similar).as("papers like the first").hasSize(2);
        JsonNode two = api.ok("/api/v1/papers/harbour:two").path("id");
        return similar.valueStream()
                .filter(each -> each.path("id").equals(two))
                .findFirst()
                .orElseThrow()
                .path("score")
                .asDouble();
    }

    /** What does not follow from the other papers. */
    private static JsonNode staying(Api api) {
        return api.ok(
                "/api/v1/papers/harbour:three?fields=id,keys,title,authors,abstract,summary,summaryStatus,citations,references");
    }

    private static String paper(String key, String title, String cited) {
        return """
                {"source":"harbour","key":"%s","title":"%s","year":2020,"venue":"VLDB","authors":["Ann %s"],"references":["harbour:%s"],"abstract":"We present %s, which sort relations on the disk of one machine. It is measured on a cluster."}
                """.formatted(key, title, key, cited, title);
    }
}
