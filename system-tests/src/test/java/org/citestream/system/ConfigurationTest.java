package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.citestream.events.start.StartFailures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/** Every value of the configuration that can be wrong is refused in one line with its key, the value and what is allowed. */
class ConfigurationTest {

    private static final Set<Class<?>> WHOLE = Set.of(int.class, long.class, short.class, Integer.class, Long.class);
    private static final Set<Class<?>> DECIMAL = Set.of(double.class, Double.class, BigDecimal.class);
    private static final ValidatorFactory VALIDATION = Validation.buildDefaultValidatorFactory();

    /** A value that is wrong where it stands. */
    record Wrong(Class<?> type, String prefix, String key, String value) {

        @Override
        public String toString() {
            return key + "=" + value;
        }
    }

    @AfterAll
    static void close() {
        VALIDATION.close();
    }

    @Test
    void allPartsOfTheConfigurationAreFound() {
        assertThat(properties()).hasSizeGreaterThanOrEqualTo(15);
        assertThat(wrong()).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @MethodSource
    void wrong(Wrong wrong) {
        Throwable failure = catchThrowable(() -> bind(wrong));
        assertThat(failure).as("It is taken").isNotNull();
        String line = StartFailures.inWords(failure);
        assertThat(line.replace("[some]", ".some"))
                .startsWith(wrong.key() + " is ")
                .doesNotContain("\n")
                .containsPattern(": (must|allowed are|is) ");
        if (wrong.key().contains("key")) {
            assertThat(line).doesNotContain("'" + wrong.value() + "'");
        } else {
            assertThat(line).contains("'" + wrong.value() + "'");
        }
    }

    private static void bind(Wrong wrong) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource(Map.of(wrong.key(), wrong.value()));
        ValidationBindHandler validating =
                new ValidationBindHandler(new SpringValidatorAdapter(VALIDATION.getValidator()));
        new Binder(List.of(source), null, List.of(ApplicationConversionService.getSharedInstance()), null, null, null)
                .bindOrCreate(wrong.prefix(), Bindable.of(wrong.type()), validating);
    }

    static List<Wrong> wrong() {
        List<Wrong> all = new ArrayList<>();
        for (Class<?> type : properties()) {
            String prefix = AnnotatedElementUtils.getMergedAnnotation(type, ConfigurationProperties.class)
                    .prefix();
            add(all, type, prefix, prefix, type);
        }
        return all;
    }

    private static void add(List<Wrong> all, Class<?> type, String prefix, String at, Class<?> record) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key =
                    at + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            add(
                    all,
                    type,
                    prefix,
                    key,
                    component.getGenericType(),
                    component.getAccessor().getAnnotatedReturnType(),
                    component);
        }
    }

    private static void add(
            List<Wrong> all,
            Class<?> type,
            String prefix,
            String key,
            Type generic,
            AnnotatedType annotated,
            java.lang.reflect.AnnotatedElement constraints) {
        if (generic instanceof ParameterizedType parameterized) {
            AnnotatedType[] elements = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments();
            if (parameterized.getRawType() == Map.class) {
                add(all, type, prefix, key + ".some", elements[1].getType(), elements[1], elements[1]);
            } else if (Collection.class.isAssignableFrom((Class<?>) parameterized.getRawType())) {
                add(all, type, prefix, key + "[0]", elements[0].getType(), elements[0], elements[0]);
            }
            return;
        }
        Class<?> of = (Class<?>) generic;
        if (of.isRecord()) {
            add(all, type, prefix, key, of);
            return;
        }
        wrongValues(of, constraints).forEach(value -> all.add(new Wrong(type, prefix, key, value)));
    }

    private static Stream<String> wrongValues(Class<?> type, java.lang.reflect.AnnotatedElement constraints) {
        List<String> values = new ArrayList<>();
        if (WHOLE.contains(type) || DECIMAL.contains(type)) {
            values.add("many");
        }
        if (type == Duration.class) {
            values.addAll(List.of("soon", "-5s"));
        }
        if (type == boolean.class) {
            values.add("perhaps");
        }
        if (type.isEnum()) {
            values.add("nonsense");
        }
        if (type == java.net.URI.class) {
            values.add("http://[");
        }
        Min min = constraints.getAnnotation(Min.class);
        Max max = constraints.getAnnotation(Max.class);
        DecimalMin least = constraints.getAnnotation(DecimalMin.class);
        DecimalMax most = constraints.getAnnotation(DecimalMax.class);
        if (min != null) {
            values.add(Long.toString(min.value() - 1));
        }
        if (max != null) {
            values.add(Long.toString(max.value() + 1));
        }
        if (least != null) {
            values.add(Double.toString(Double.parseDouble(least.value()) - 1));
        }
        if (most != null) {
            values.add(Double.toString(Double.parseDouble(most.value()) + 1));
        }
        if (constraints.isAnnotationPresent(Pattern.class)) {
            values.add("anything else");
        }
        if (constraints.isAnnotationPresent(NotBlank.class)) {
            values.add(" ");
        }
        return values.stream();
    }

    private static List<Class<?>> properties() {
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        List<Class<?>> found = new ArrayList<>();
        scanner.findCandidateComponents("org.citestream")
                .forEach(each -> found.add(ClassUtils.resolveClassName(each.getBeanClassName(), null)));
        return found;
    }
}
