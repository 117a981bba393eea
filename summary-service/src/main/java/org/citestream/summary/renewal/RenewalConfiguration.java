package org.citestream.summary.renewal;

import org.citestream.events.stream.EventReaders;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.writing.Summariser;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.mongodb.core.MongoTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OperatorKeyProperties.class)
class RenewalConfiguration {

    @Bean
    Orders orders(MongoTemplate mongo) {
        return new Orders(mongo);
    }

    @Bean
    Renewals renewals(
            Orders orders,
            Intake intake,
            EventReaders readers,
            Ownership ownership,
            WorkList workList,
            Summariser summariser,
            Budget budget) {
        return new Renewals(orders, intake, readers, ownership, workList, summariser, budget);
    }

    @Bean
    OperatorKeys operatorKeys(OperatorKeyProperties properties) {
        return new OperatorKeys(properties);
    }
}
