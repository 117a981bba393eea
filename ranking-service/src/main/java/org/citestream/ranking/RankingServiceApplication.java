package org.citestream.ranking;

import org.citestream.events.openapi.ServiceDescription;
import org.citestream.events.stream.EventStreamConfiguration;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The ranking service. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({EventStreamConfiguration.class, ServiceDescription.class})
public class RankingServiceApplication {

    /** Name of its configuration, {@code ranking-service.yml}. */
    public static final String NAME = "ranking-service";

    public static void main(String[] args) {
        new SpringApplicationBuilder(RankingServiceApplication.class)
                .properties("spring.config.name=" + NAME)
                .run(args);
    }
}
