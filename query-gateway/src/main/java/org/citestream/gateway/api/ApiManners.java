package org.citestream.gateway.api;

import org.citestream.events.http.NegotiatedAnswers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What holds for all of the API: any site may read it. */
@Configuration(proxyBeanMethods = false)
class ApiManners implements WebMvcConfigurer {

    private static final String API = "/api/v1/**";

    /** Lists are to be had as pages, feeds, tables and bibliographies. */
    @Bean
    NegotiatedAnswers negotiatedAnswers() {
        return new NegotiatedAnswers();
    }

    /** The batch is a way of reading. Nothing needs cookies. */
    @Override
    public void addCorsMappings(CorsRegistry registry) {
        registry.addMapping(API)
                .allowedOrigins("*")
                .allowedMethods("GET", "HEAD", "POST")
                .exposedHeaders(
                        "ETag",
                        "Link",
                        "Location",
                        "RateLimit-Limit",
                        "RateLimit-Remaining",
                        "RateLimit-Reset",
                        "Retry-After")
                .maxAge(3600);
    }
}
