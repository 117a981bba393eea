package org.citestream.summary.writing;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.citestream.events.stream.BridgeWriter;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkQueue;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SummaryProperties.class)
class WritingConfiguration {

    @Bean
    SummaryWorkers summaryWorkers(
            Summariser summariser,
            SummaryProperties properties,
            @Qualifier("summaryQueue") WorkQueue summaryQueue,
            WorkList workList,
            Ownership ownership,
            BridgeWriter writer,
            SummaryMeter meter,
            InstantSource clock) {
        Backoff backoff = new Backoff(properties.firstRetry(), properties.longestRetry(), RandomGenerator.getDefault());
        return new SummaryWorkers(
                summariser, properties, summaryQueue, workList, ownership, writer, meter, backoff, clock);
    }
}
