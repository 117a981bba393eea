package org.citestream.gateway.openapi;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The services beside the gateway whose descriptions the page of the API shows.
 *
 * @param services by name, such as {@code ingest}
 */
@ConfigurationProperties("citestream.api")
@Validated
record DescribedServices(@DefaultValue Map<String, Service> services) {

    /**
     * A service.
     *
     * @param document its description, such as {@code http://ingest-service:8081/api/v1/openapi.json}
     * @param at what comes before the paths of its description where clients ask it; empty where it is asked at this address
     */
    record Service(URI document, @DefaultValue("") String at) {}
}
