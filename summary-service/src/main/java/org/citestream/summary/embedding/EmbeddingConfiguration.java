package org.citestream.summary.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.model.CallMeter;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkQueue;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EmbeddingProperties.class)
class EmbeddingConfiguration {

    @Bean
    Embedder embedder(EmbeddingProperties properties, InstantSource clock, MeterRegistry meters) {
        String baseUrl = properties.baseUrl();
        return baseUrl == null
                ? new MiniLmEmbedder()
                : new RemoteEmbedder(
                        properties.model(),
                        baseUrl,
                        properties.apiKey(),
                        clock,
                        CallMeter.ofEmbeddings(meters, properties.model()));
    }

    @Bean
    EmbeddingWorkers embeddingWorkers(
            Embedder embedder,
            EmbeddingProperties properties,
            @Qualifier("embeddingQueue") WorkQueue embeddingQueue,
            WorkList workList,
            Ownership ownership,
            EventWriter eventWriter,
            MeterRegistry meters,
            RecordTraces traces) {
        return new EmbeddingWorkers(
                embedder, properties, embeddingQueue, workList, ownership, eventWriter, meters, traces);
    }
}
