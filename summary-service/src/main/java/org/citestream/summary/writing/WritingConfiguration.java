package org.citestream.summary.writing;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.trace.RecordTraces;
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

    /** As the dead letters name it. */
    private static final String STAGE = "papers";

    @Bean
    SummaryLog summaryLog(WorkList workList, Ownership ownership, EventWriter writer) {
        return new SummaryLog(workList, ownership, writer);
    }

    @Bean
    SummaryWorkers summaryWorkers(
            Summariser summariser,
            @Qualifier("extractiveSummariser") Summariser extractiveSummariser,
            EventReaders readers,
            SummaryProperties properties,
            @Qualifier("summaryQueue") WorkQueue summaryQueue,
            WorkList workList,
            Ownership ownership,
            SummaryLog summaryLog,
            SummaryMeter meter,
            InstantSource clock,
            RecordTraces traces) {
        Backoff backoff = new Backoff(properties.firstRetry(), properties.longestRetry(), RandomGenerator.getDefault());
        SummaryWorkers.Letters letters =
                (item, reason) -> readers.refuse(STAGE, Topics.PAPERS, item.partition(), item.offset(), reason);
        return new SummaryWorkers(
                summariser,
                extractiveSummariser,
                letters,
                properties,
                summaryQueue,
                new SummaryPublisher(
                        summaryQueue, workList, ownership, summaryLog, meter, summariser::connection, traces),
                meter,
                backoff,
                clock,
                traces);
    }
}
