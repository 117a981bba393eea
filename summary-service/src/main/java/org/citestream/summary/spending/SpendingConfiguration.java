package org.citestream.summary.spending;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BudgetProperties.class)
class SpendingConfiguration {

    @Bean
    Budget budget(MongoTemplate mongo, BudgetProperties limits, MeterRegistry meters, InstantSource clock) {
        return new Budget(new MongoLedger(mongo), limits, meters, clock);
    }
}
