package org.citestream.system;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code docs/limits.md}, made of what the code says: each number and time that can be set, and each constant that is a time, or whose name says that it is
 * a limit. What they mean is taken from the comments in the source.
 */
final class LimitsPage {

    static final Path FILE = Path.of(System.getProperty("citestream.home")).resolve("docs/limits.md");

    private static final Set<Class<?>> COUNTED = Set.of(
            short.class,
            int.class,
            long.class,
            double.class,
            Integer.class,
            Long.class,
            Double.class,
            BigDecimal.class,
            Duration.class);
    private static final Pattern A_LIMIT = Pattern.compile(
            "(ALWAYS_ALLOWED|KEPT|HELD|STALLED|TO_HEADERS|SILENT)(_.*)?|(MAX|MOST|LONGEST|LARGEST|SLOWEST)(_.*)?|(.*_)?(LIMIT|SILENT_MILLIS|BUFFER_BYTES)");
    private static final List<String> NOT_THE_PRODUCT = List.of("org.citestream.benchmarks", "org.citestream.system");

    private static final String BEFORE = """
            # Limits

            Every size, count and time that is bounded, with what holds unless it is set otherwise. Generated from the code by `LimitsTest` (`-Dcitestream.limits.write=true`), which fails where this
            page says something else.

            Where a limit is met, the answer says which: 413 for a body, 400 or 422 for a record with its field, 429 and 503 with `Retry-After`, 410 for a cursor. Connections are cut without a word.
            gzip is undone wherever bodies and files are read, and ends where it becomes %,d times as long. XML declares no entities of its own and fetches nothing.

            ## What can be set

            As a property, or in the environment in capitals with underscores (`CITESTREAM_HTTP_IDLE`). `NAME` is a name of the operator's choice, `N` the place in a list.

            | property | default | allowed | what |
            |---|---|---|---|
            """;

    private static final String BETWEEN = """

            ## What is fixed

            | where | limit | is |
            |---|---|---|
            """;

    private LimitsPage() {}

    static String text() throws IOException {
        Javadocs comments = Javadocs.ofAllModules();
        List<String> settings = new ArrayList<>();
        Map<String, String> constants = new TreeMap<>();
        for (JavaClass each : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.citestream")) {
            if (NOT_THE_PRODUCT.stream().anyMatch(each.getPackageName()::startsWith)) {
                continue;
            }
            if (each.isAnnotatedWith(ConfigurationProperties.class)) {
                Class<?> type = each.reflect();
                add(settings, type.getAnnotation(ConfigurationProperties.class).value(), type, comments);
            }
            for (JavaField field : each.getFields()) {
                if (isLimit(field)) {
                    String where =
                            each.getName().substring("org.citestream.".length()).replace('$', '.');
                    constants.put(where + " " + field.getName(), constant(where, field, comments));
                }
            }
        }
        settings.sort(null);
        return BEFORE.formatted(org.citestream.ingest.feed.Decompression.MAX_EXPANSION)
                + String.join("", settings)
                + BETWEEN
                + String.join("", constants.values());
    }

    private static void add(List<String> rows, String prefix, Class<?> record, Javadocs comments) {
        for (RecordComponent each : record.getRecordComponents()) {
            String key =
                    prefix + "." + each.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            add(rows, key, each.getGenericType(), each.getAccessor().getAnnotatedReturnType(), each, record, comments);
        }
    }

    private static void add(
            List<String> rows,
            String key,
            Type generic,
            AnnotatedType annotated,
            RecordComponent component,
            Class<?> record,
            Javadocs comments) {
        if (generic instanceof ParameterizedType parameterized) {
            Type[] of = parameterized.getActualTypeArguments();
            if (parameterized.getRawType() == Map.class) {
                add(rows, key + ".NAME", of[1], annotated, component, record, comments);
            } else if (Collection.class.isAssignableFrom((Class<?>) parameterized.getRawType())) {
                add(rows, key + "[N]", of[0], annotated, component, record, comments);
            }
            return;
        }
        Class<?> type = (Class<?>) generic;
        if (type.isRecord()) {
            add(rows, key, type, comments);
        } else if (COUNTED.contains(type)) {
            DefaultValue value = component.getAccessor().getAnnotation(DefaultValue.class);
            if (value == null) {
                value = ofConstructor(record, component);
            }
            rows.add("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            key,
                            value == null || value.value().length == 0 ? "none" : value.value()[0],
                            Bounds.inWords(record, component),
                            comments.parameter(record.getName(), component.getName())));
        }
    }

    private static DefaultValue ofConstructor(Class<?> record, RecordComponent component) {
        return Bounds.parameter(record, component).getAnnotation(DefaultValue.class);
    }

    private static boolean isLimit(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC)
                && field.getModifiers().contains(JavaModifier.FINAL)
                && (field.getRawType().isEquivalentTo(Duration.class)
                        || (A_LIMIT.matcher(field.getName()).matches()
                                && COUNTED.contains(field.reflect().getType())));
    }

    private static String constant(String where, JavaField field, Javadocs comments) {
        String said = comments.field(field.getOwner().getName(), field.getName());
        String words = field.getName().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| `%s` | %s%s | %s |\n"
                .formatted(where, words, said.isEmpty() ? "" : ": " + said, value(field.reflect()));
    }

    private static String value(Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(null);
            return value instanceof Duration duration
                    ? duration.toString().substring(2).toLowerCase(Locale.ROOT)
                    : value instanceof Double
                            ? value.toString()
                            : String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
