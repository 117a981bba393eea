package org.citestream.gateway.openapi;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.citestream.events.operations.Sampled;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
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
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Sampled<List<Description>> all = new Sampled<>("descriptions", this::ask, KEPT);

    OtherDescriptions(DescribedServices properties, JsonMapper json) {
        this.properties = properties;
        this.json = json;
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
            return all.within(PATIENCE.multipliedBy(2));
        } catch (TimeoutException _) {
            return absent();
        }
    }

    private List<Description> absent() {
        return described((_, _) -> MissingNode.getInstance());
    }

    private List<Description> ask() {
        return described(this::read);
    }

    private interface Reading {
        JsonNode of(String name, DescribedServices.Service service);
    }

    private List<Description> described(Reading reading) {
        List<Description> found = new ArrayList<>();
        new TreeMap<>(properties.services())
                .forEach((name, service) -> found.add(
                        new Description(name, service.document().toString(), service.at(), reading.of(name, service))));
        return found;
    }

    private JsonNode read(String name, DescribedServices.Service service) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(service.document()).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                return json.readTree(answer.body());
            }
            log.warn("The {} service answers {} to the question for its description", name, answer.statusCode());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            log.warn("The description of the {} service cannot be read: {}", name, e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return MissingNode.getInstance();
    }
}
