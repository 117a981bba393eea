package org.citestream.events.stream;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Whether the broker answers: without it a service can neither read nor accept, so it is part of the readiness. */
final class BrokerHealth extends AbstractHealthIndicator {

    private static final int LONGEST_MILLIS = 2_000;

    private final Admin admin;

    BrokerHealth(Admin admin) {
        super("The broker could not be asked");
        this.admin = admin;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) throws InterruptedException {
        DescribeClusterOptions soon = new DescribeClusterOptions().timeoutMs(LONGEST_MILLIS);
        try {
            int nodes = admin.describeCluster(soon)
                    .nodes()
                    .get(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                    .size();
            builder.up().withDetail("brokers", nodes);
        } catch (ExecutionException | TimeoutException e) {
            builder.down().withDetail("reason", "no broker answered within " + LONGEST_MILLIS + " ms");
        }
    }
}
