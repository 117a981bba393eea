package org.citestream.benchmarks;

import jakarta.servlet.Filter;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** How long a server works at its answers, from the first of its filters on, without the client and the way between them. */
@Configuration(proxyBeanMethods = false)
class ServerTimes {

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    @Bean
    FilterRegistrationBean<Filter> serverTimesFilter() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
            long begin = System.nanoTime();
            chain.doFilter(request, response);
            nanos.add(System.nanoTime() - begin);
        });
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    /** Forgets what was measured so far. */
    void reset() {
        nanos.clear();
    }

    /**
     * The time within which a share of the answers was made.
     *
     * @param share such as 0.99
     * @return milliseconds
     */
    double millis(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) (sorted.length * share)] / 1e6;
    }
}
