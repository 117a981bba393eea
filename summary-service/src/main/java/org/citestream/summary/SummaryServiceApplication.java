package org.citestream.summary;

import org.citestream.events.openapi.ServiceDescription;
import org.citestream.events.stream.EventStreamConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/** Gives each paper a summary and an embedding. */
@SpringBootApplication
@Import({EventStreamConfiguration.class, ServiceDescription.class})
public class SummaryServiceApplication {

    /** Starts the service with {@code summary-service.yml}. */
    public static void main(String[] arguments) {
        new SpringApplicationBuilder(SummaryServiceApplication.class)
                .properties("spring.config.name=summary-service")
                .run(arguments);
    }
}
