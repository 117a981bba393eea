package org.citestream.summary.embedding;

import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.time.InstantSource;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.model.CallMeter;
import org.citestream.summary.model.Prices;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.BudgetProperties;
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
    Embedder embedder(
            EmbeddingProperties properties,
            BudgetProperties limits,
            Budget budget,
            InstantSource clock,
            MeterRegistry meters) {
        String baseUrl = properties.baseUrl();
        if (baseUrl == null) {
            return new MiniLmEmbedder();
        }
        if (properties.enabled() && limits.limits() && properties.inputPrice() == null) {
            throw new IllegalStateException(
                    "citestream.summary.budget needs citestream.embeddings.input-price, the price of the model "
                            + properties.model()
                            + "; 0 is allowed");
        }
        return new RemoteEmbedder(
                properties.model(),
                baseUrl,
                properties.apiKey(),
                new Prices(properties.inputPrice(), BigDecimal.ZERO),
                budget,
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
