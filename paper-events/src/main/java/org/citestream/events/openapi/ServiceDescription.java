package org.citestream.events.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The description of a service behind the gateway, at {@code /api/v1/openapi.json} as the gateway's. */
@Configuration(proxyBeanMethods = false)
@Import(RecordSchemas.class)
public class ServiceDescription {

    /** What operations are secured by that take a key. */
    public static final String KEY = "key";

    @Bean
    OpenAPI openApi(@Value("${spring.application.name}") String service) {
        return new OpenAPI()
                .info(new Info()
                        .title("Citestream: " + service)
                        .version("1")
                        .description("What is wrong is answered with a problem (RFC 9457) that says what is."))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name("X-API-Key")
                                        .description("The key of a feed or, where it says so, of an operator")));
    }

    @Bean
    OpenApiCustomizer refusals() {
        return api -> {
            Problems.define(api);
            if (api.getPaths() != null) {
                api.getPaths().values().forEach(path -> path.readOperations().forEach(ServiceDescription::refusals));
            }
        };
    }

    private static void refusals(Operation operation) {
        List<Parameter> parameters = operation.getParameters() == null ? List.of() : operation.getParameters();
        Problems.refusal(operation, "400", "What is sent is not what it may be");
        if (operation.getSecurity() != null) {
            Problems.refusal(operation, "401", "The key is missing or not known");
            Problems.refusal(operation, "403", "The key does not allow this");
        }
        if (parameters.stream().anyMatch(each -> each.getIn().equals("path"))) {
            Problems.refusal(operation, "404", "There is no such thing");
        }
        if (operation.getRequestBody() != null) {
            Problems.refusal(operation, "413", "The body is too large");
            Problems.refusal(operation, "415", "The body is not of the type that it must be");
        }
        Problems.refusal(operation, "503", "The store or the broker does not answer");
    }
}
