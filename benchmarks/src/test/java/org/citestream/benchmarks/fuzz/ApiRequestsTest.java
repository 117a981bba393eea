package org.citestream.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiRequestsTest {

    private static final JsonNode DESCRIPTION = JsonMapper.shared().readTree("""
            {"paths":{
              "/papers/{id}":{"get":{"parameters":[
                {"name":"id","in":"path","required":true,"schema":{"type":"string"}},
                {"name":"size","in":"query","schema":{"type":"integer"}},
                {"name":"sort","in":"query","schema":{"type":"string","enum":["rank","year"]}}]}},
              "/papers/batch":{"post":{"requestBody":{"content":{"application/json":{"schema":{"$ref":"#/components/schemas/Asked"}}}}}},
              "/{*rest}":{"get":{}}},
             "components":{"schemas":{"Asked":{"type":"object","required":["ids"],"properties":{
                "ids":{"type":"array","items":{"type":["integer","null"]}},
                "within":{"$ref":"#/components/schemas/Asked"}}}}}}""");

    private static ApiRequests requests(long seed) {
        return new ApiRequests(Map.of("/service", DESCRIPTION), "a key", new Random(seed));
    }

    @Test
    void everyRequestCanBeSentAndEveryOperationIsAskedRightlyAndWrongly() {
        ApiRequests requests = requests(7);
        Set<String> operations = new TreeSet<>();
        boolean right = false;
        boolean wrong = false;
        boolean described = false;
        for (int i = 0; i < 20_000; i++) {
            ApiRequests.Made made = requests.next();
            assertThat(made.at("http://127.0.0.1:1", Duration.ofSeconds(1))
                            .uri()
                            .getPath())
                    .startsWith("/");
            operations.add(made.operation());
            right |= made.path().contains("sort=rank") && made.headers().equals(Map.of("X-API-Key", "a key"));
            described |= made.body() != null && made.toString().matches(".* \\{\"ids\":\\[[0-9]+,.*");
            wrong |= made.path().contains("size=-1");
        }
        assertThat(operations)
                .containsExactly("GET /service/papers/{id}", "GET /service/{*rest}", "POST /service/papers/batch");
        assertThat(right && wrong && described).isTrue();
    }

    @Test
    void whatAnswersTellIsAskedFor() {
        ApiRequests requests = requests(7);
        requests.learn("{\"id\":987654,\"next\":\"/papers?cursor=c-abc\"}");
        boolean asked = false;
        for (int i = 0; i < 5_000; i++) {
            asked |= requests.next().path().startsWith("/service/papers/987654");
        }
        assertThat(asked).isTrue();
    }

    @Test
    void theSameSeedMakesTheSameRequests() {
        ApiRequests one = requests(3);
        ApiRequests other = requests(3);
        for (int i = 0; i < 500; i++) {
            assertThat(one.next()).hasToString(other.next().toString());
        }
    }
}
