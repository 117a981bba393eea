package org.citestream.events.http;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Sets the limits of each service that is asked over HTTP. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = Type.SERVLET)
@EnableConfigurationProperties(HttpLimits.class)
public class HttpConfiguration {

    /** Where the service has a listener of its own. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> limitedListener(HttpLimits limits) {
        return factory -> {
            factory.setProtocol(Listeners.PROTOCOL);
            factory.addConnectorCustomizers(connector -> Listeners.limit(connector, limits));
            factory.addContextCustomizers(context -> RefusalsInWords.of(context.getParent()));
        };
    }

    @Bean
    WrongQueries wrongQueries() {
        return new WrongQueries();
    }

    /** What was not understood is not passed over. */
    @Bean
    WebMvcConfigurer parameters() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new QueryRecords());
            }

            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new KnownParameters()).addPathPatterns("/api/v1/**");
            }
        };
    }

    @Bean
    DeclaredTypes declaredTypes() {
        return new DeclaredTypes();
    }

    @Bean
    JsonAnswers jsonAnswers(ObjectProvider<NegotiatedAnswers> negotiated) {
        return new JsonAnswers(negotiated.getIfAvailable() == null);
    }

    @Bean
    BodyLimits bodyLimits(HttpLimits limits, ObjectProvider<StreamedBodies> streamed) {
        return new BodyLimits(
                limits,
                streamed.stream()
                        .flatMap(each -> each.paths().stream())
                        .collect(java.util.stream.Collectors.toUnmodifiableSet()));
    }
}
