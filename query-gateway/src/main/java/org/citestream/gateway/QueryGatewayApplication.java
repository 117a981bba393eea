package org.citestream.gateway;

import org.citestream.events.stream.EventStreamConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** Assembles the paper views and serves them as JSON and as pages. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
@Import(EventStreamConfiguration.class)
public class QueryGatewayApplication {

    /** Starts the service; its configuration is {@code query-gateway.yml}. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(QueryGatewayApplication.class)
                .properties("spring.config.name=query-gateway")
                .run(arguments);
    }
}
