package org.citestream.ingest.polling;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.VenueRules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the feeds together. */
@Configuration(proxyBeanMethods = false)
class PollingConfiguration {

    @Bean
    Feeds feeds(
            FeedsProperties properties,
            FeedFiles files,
            VenueRules venues,
            KnownDois dois,
            FeedStates states,
            SubmissionSink submissions,
            InstantSource clock,
            MeterRegistry meters) {
        Connectors connectors = new Connectors(
                properties.contact(),
                properties.shortestBackOff(),
                files,
                venues,
                dois,
                clock,
                Thread::sleep,
                RandomGenerator.getDefault());
        return new Feeds(properties.feeds(), connectors, states, submissions, clock, meters);
    }
}
