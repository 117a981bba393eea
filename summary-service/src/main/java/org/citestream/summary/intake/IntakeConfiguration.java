package org.citestream.summary.intake;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.citestream.events.Topics;
import org.citestream.events.stream.DeadLetterNotes;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.events.stream.TopicSetup;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.embedding.EmbeddingProperties;
import org.citestream.summary.embedding.EmbeddingWorkers;
import org.citestream.summary.renewal.Orders;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkQueue;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryLog;
import org.citestream.summary.writing.SummaryMeter;
import org.citestream.summary.writing.SummaryProperties;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.messaging.Message;

@Configuration(proxyBeanMethods = false)
class IntakeConfiguration {

    @Bean
    WorkList workList(MongoTemplate mongo) {
        return new WorkList(mongo);
    }

    @Bean
    Ownership ownership(MongoTemplate mongo) {
        return new Ownership(mongo);
    }

    @Bean
    WorkQueue summaryQueue() {
        return new WorkQueue();
    }

    @Bean
    WorkQueue embeddingQueue() {
        return new WorkQueue();
    }

    @Bean
    EventWriter eventWriter(EventWriters writers) {
        return writers.direct("summary-service");
    }

    @Bean
    SummaryMeter summaryMeter(
            MeterRegistry meters,
            InstantSource clock,
            @Qualifier("summaryQueue") WorkQueue summaryQueue,
            SummaryProperties summaries,
            Summariser summariser,
            @Qualifier("embeddingQueue") WorkQueue embeddingQueue,
            EmbeddingProperties embeddings) {
        int mostSummaries = summaries.places(summariser.asksModel());
        int mostEmbeddings = embeddings.enabled() ? embeddings.threads() * embeddings.batch() : 0;
        return new SummaryMeter(meters, clock, summaryQueue, mostSummaries, embeddingQueue, mostEmbeddings);
    }

    @Bean
    DeadLetterNotes refusedPapers(
            WorkList workList,
            Ownership ownership,
            EventWriter eventWriter,
            SummaryLog summaryLog,
            EmbeddingWorkers embeddingWorkers) {
        return new RefusedPapers(workList, ownership, eventWriter, summaryLog, embeddingWorkers.model());
    }

    @Bean
    Assessment assessment(
            Summariser summariser, EmbeddingWorkers embeddingWorkers, Orders orders, SummaryProperties properties) {
        return new Assessment(summariser, embeddingWorkers.model(), orders, properties.renew());
    }

    /** Runs before the papers are read. */
    @Bean(initMethod = "runIfLost")
    WorkListRebuild workListRebuild(WorkList workList, Assessment assessment, EventReaders readers) {
        return new WorkListRebuild(workList, assessment, readers);
    }

    @Bean
    Republication republication(
            WorkList workList, Ownership ownership, EventReaders readers, SummaryLog summaryLog, TopicSetup topics) {
        return new Republication(workList, ownership, readers, summaryLog, topics);
    }

    @Bean
    NewPapers newPapers(
            EventReaders readers,
            Assessment assessment,
            WorkList workList,
            @Qualifier("summaryQueue") WorkQueue summaryQueue,
            @Qualifier("embeddingQueue") WorkQueue embeddingQueue,
            Ownership ownership,
            SummaryLog summaryLog,
            SummaryMeter meter,
            SummaryProperties properties,
            Orders orders,
            RecordTraces traces,
            Republication republication) {
        return new NewPapers(
                readers,
                assessment,
                workList,
                summaryQueue,
                embeddingQueue,
                ownership,
                summaryLog,
                meter,
                properties,
                orders,
                traces,
                republication);
    }

    @Bean
    @DependsOn("workListRebuild")
    Consumer<Message<List<byte[]>>> papers(EventReaders readers, NewPapers newPapers) {
        return readers.durable(NewPapers.FUNCTION, Topics.PAPERS, newPapers);
    }
}
