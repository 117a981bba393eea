package org.citestream.benchmarks.gateway;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * How long a server works at its answers, from the first of its filters on, without the client and the way between them. They are told at
 * {@value #PATH} in milliseconds, the 99th percentile and the median of those since the last time that they were.
 */
@Configuration(proxyBeanMethods = false)
public class ServerTimes {

    static final String PATH = "/server-times";

    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

    @Bean
    FilterRegistrationBean<Filter> serverTimesFilter() {
        FilterRegistrationBean<Filter> filter = new FilterRegistrationBean<>((request, response, chain) -> {
            if (((HttpServletRequest) request).getRequestURI().equals(PATH)) {
                response.getWriter().println(millis(0.99) + " " + millis(0.5));
                nanos.clear();
                return;
            }
            long begin = System.nanoTime();
            chain.doFilter(request, response);
            nanos.add(System.nanoTime() - begin);
        });
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }

    private double millis(double share) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(int) (sorted.length * share)] / 1e6;
    }
}
