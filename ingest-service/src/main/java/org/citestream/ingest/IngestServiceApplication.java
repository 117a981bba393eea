package org.citestream.ingest;

import org.citestream.events.openapi.ServiceDescription;
import org.citestream.events.stream.EventStreamConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The ingest service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
@Import({EventStreamConfiguration.class, ServiceDescription.class})
public class IngestServiceApplication {

    /** Name of its configuration, {@code ingest-service.yml}. */
    public static final String NAME = "ingest-service";

    public static void main(String[] args) {
        new SpringApplicationBuilder(IngestServiceApplication.class)
                .properties("spring.config.name=" + NAME)
                .run(args);
    }
}
