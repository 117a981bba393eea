package org.citestream.gateway.openapi;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.citestream.events.operations.Sampled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** What the other services say of themselves. They are asked when somebody reads it, at most twice a minute. */
@Component
public class OtherDescriptions {

    private static final Logger log = LoggerFactory.getLogger(OtherDescriptions.class);
    private static final Duration KEPT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final DescribedServices properties;
    private final JsonMapper json;
    private final Duration patience;
    private final HttpClient http;
    private final Sampled<List<Description>> all = new Sampled<>("descriptions", this::ask, KEPT);

    @Autowired
    OtherDescriptions(DescribedServices properties, JsonMapper json) {
        this(properties, json, PATIENCE);
    }

    OtherDescriptions(DescribedServices properties, JsonMapper json, Duration patience) {
        this.properties = properties;
        this.json = json;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience)
                .build();
    }

    /**
     * What a service says of itself.
     *
     * @param service its name
     * @param document where it says so
     * @param at what comes before its paths
     * @param api the document; missing while the service does not answer
     */
    public record Description(String service, String document, String at, JsonNode api) {}

    /** The descriptions by the name of the service; those of services that are away are missing. */
    public List<Description> all() {
        if (properties.services().isEmpty()) {
            return List.of();
        }
        try {
            return all.within(patience.multipliedBy(2));
        } catch (TimeoutException _) {
            return described(_ -> MissingNode.getInstance());
        }
    }

    /** All are asked at once, so that those that hang take no time from the others. */
    private List<Description> ask() {
        Map<String, CompletableFuture<JsonNode>> answers = new HashMap<>();
        properties.services().forEach((name, service) -> answers.put(name, read(name, service.document())));
        return described(name -> Objects.requireNonNull(answers.get(name)).join());
    }

    private List<Description> described(Function<String, JsonNode> api) {
        List<Description> found = new ArrayList<>();
        new TreeMap<>(properties.services())
                .forEach((name, service) ->
                        found.add(new Description(name, service.document().toString(), service.at(), api.apply(name))));
        return found;
    }

    private CompletableFuture<JsonNode> read(String name, URI document) {
        CompletableFuture<HttpResponse<String>> asked = asked(document);
        return asked.thenApply(answer -> api(name, answer))
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    asked.cancel(true);
                    log.warn(
                            "The description of the {} service cannot be read: {}",
                            name,
                            Objects.requireNonNullElse(failure.getCause(), failure)
                                    .toString());
                    return MissingNode.getInstance();
                });
    }

    private CompletableFuture<HttpResponse<String>> asked(URI document) {
        try {
            return http.sendAsync(HttpRequest.newBuilder(document).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IllegalArgumentException e) { // no address that can be asked
            return CompletableFuture.failedFuture(e);
        }
    }

    private JsonNode api(String name, HttpResponse<String> answer) {
        if (answer.statusCode() == 200) {
            return json.readTree(answer.body());
        }
        log.warn("The {} service answers {} to the question for its description", name, answer.statusCode());
        return MissingNode.getInstance();
    }
}
