package org.citestream.ingest.polling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class ReadyFeedsTest {

    @Test
    @DisplayName(
            "the feeds of the database community that ship with the product are in their form, and off without a contact")
    void ready() throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        for (String file : List.of("ingest-service-database-feeds.yml", "ingest-service.yml")) {
            List<PropertySource<?>> sources = new YamlPropertySourceLoader().load(file, new ClassPathResource(file));
            sources.forEach(environment.getPropertySources()::addLast);
        }
        FeedsProperties properties = Binder.get(environment)
                .bind("citestream.ingest", FeedsProperties.class)
                .get();
        assertThat(properties.contact()).isEmpty();
        assertThat(properties.feeds().get("pvldb-crossref").filters()).containsExactly("issn:2150-8097");
        assertThat(properties.feeds().get("pvldb-crossref").every()).isEqualTo(Duration.ofHours(6));
        assertThat(properties.feeds().get("dblp").queries()).contains("stream:streams/conf/cidr:");
        assertThat(properties.feeds())
                .allSatisfy((_, feed) -> assertThat(feed.every()).isNotNull());
    }
}
