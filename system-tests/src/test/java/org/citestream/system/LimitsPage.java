package org.citestream.system;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code docs/limits.md}, made of what the code says: each number and time that can be set, and each constant that is a time, or whose name says that it is
 * a limit; any other is among {@link NoLimits}. What they mean is taken from the comments in the source. The job of ranking-spark, which has a class path of
 * its own, is not read.
 */
final class LimitsPage {

    static final Path FILE = Path.of(System.getProperty("citestream.home")).resolve("docs/limits.md");

    private static final Set<Class<?>> COUNTED = Set.of(
            byte.class,
            short.class,
            int.class,
            long.class,
            float.class,
            double.class,
            Integer.class,
            Long.class,
            Double.class,
            BigDecimal.class,
            Duration.class);
    private static final Pattern A_LIMIT = Pattern.compile("(ALWAYS_ALLOWED|KEPT|HELD|STALLED|TO_HEADERS|SILENT)(_.*)?"
            + "|(MAX|MOST|LONGEST|LARGEST|SLOWEST|SHORTEST|SMALLEST|LEAST|FEWEST|DEEPEST)(_.*)?"
            + "|(FIRST|LAST)_(YEAR|PORT)|((LIST|USUAL)_)?SIZE|LOOK(ED)?_(AT|BACK|AHEAD)"
            + "|(.*_)?(LIMIT|AT_ONCE|TOGETHER|IN_FLIGHT|BATCH|BULK|SLICE|SHOWN|BUFFER_BYTES|BATCH_BYTES)"
            + "|.*_(NANOS|MILLIS|SECONDS)");
    private static final String OURS = "org.citestream.";
    private static final List<String> NOT_THE_PRODUCT = List.of(OURS + "benchmarks", OURS + "system");

    private static final String BEFORE = """
            # Limits

            Every size, count and time that is bounded, with what holds unless it is set otherwise. Generated from the code by `LimitsTest` (`-Dcitestream.limits.write=true`), which fails where this
            page says something else, and where a number in the code or in the configuration that comes with it is neither here nor known to bound nothing (`NoLimits`). What the job of `ranking-spark`
            bounds is in [past-one-machine.md](past-one-machine.md).

            Where a limit is met, the answer says which: 413 for a body, 400 or 422 for a record with its field, 429 and 503 with `Retry-After`, 410 for a cursor. Connections are cut without a word.
            gzip is undone wherever bodies and files are read, and ends where it becomes %,d times as long. XML declares no entities of its own and fetches nothing.

            ## What can be set

            As a property, or in the environment in capitals with underscores (`CITESTREAM_HTTP_IDLE`). `NAME` is a name of the operator's choice, `N` the place in a list.

            | property | default | allowed | what |
            |---|---|---|---|
            """;

    private static final String OF_LIBRARIES = """

            ## What libraries are told

            By the configuration that comes with the services; it can be set as well.

            | property | service | is | what |
            |---|---|---|---|
            """;

    private static final String FIXED = """

            ## What is fixed

            | where | limit | is |
            |---|---|---|
            """;

    private LimitsPage() {}

    static String text() throws IOException {
        Javadocs comments = Javadocs.ofAllModules();
        Set<String> settings = new TreeSet<>();
        for (JavaClass each : product()) {
            if (each.isAnnotatedWith(ConfigurationProperties.class)) {
                Class<?> type = each.reflect();
                add(settings, type.getAnnotation(ConfigurationProperties.class).value(), type, comments);
            }
        }
        return BEFORE.formatted(org.citestream.ingest.feed.Decompression.MAX_EXPANSION)
                + String.join("", settings)
                + OF_LIBRARIES
                + LibrarySettings.rows()
                + FIXED
                + constants().values().stream()
                        .filter(LimitsPage::isLimit)
                        .map(field -> constant(field, comments))
                        .collect(Collectors.joining());
    }

    /** Each constant that is no limit by its name, and of which it is not said that it is none. */
    static Set<String> undecided() {
        Set<String> undecided = new TreeSet<>();
        constants().forEach((name, field) -> {
            if (!isLimit(field) && !NoLimits.named().contains(name) && !NoLimits.isByName(field.getName())) {
                undecided.add(name);
            }
        });
        return undecided;
    }

    /** Each constant of the product that is a number or a time, by its class and its name. */
    static SortedMap<String, JavaField> constants() {
        SortedMap<String, JavaField> constants = new TreeMap<>();
        for (JavaClass each : product()) {
            for (JavaField field : each.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC)
                        && field.getModifiers().contains(JavaModifier.FINAL)
                        && COUNTED.stream().anyMatch(field.getRawType()::isEquivalentTo)) {
                    constants.put(name(field), field);
                }
            }
        }
        return constants;
    }

    private static List<JavaClass> product() {
        JavaClasses all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.citestream");
        return all.stream()
                .filter(each -> NOT_THE_PRODUCT.stream().noneMatch(each.getPackageName()::startsWith))
                .toList();
    }

    private static void add(Set<String> rows, String prefix, Class<?> record, Javadocs comments) {
        for (RecordComponent each : record.getRecordComponents()) {
            String key =
                    prefix + "." + each.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            add(rows, key, each.getGenericType(), each.getAccessor().getAnnotatedReturnType(), each, record, comments);
        }
    }

    private static void add(
            Set<String> rows,
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
        return (field.getRawType().isEquivalentTo(Duration.class)
                        || A_LIMIT.matcher(field.getName()).matches())
                && !NoLimits.named().contains(name(field));
    }

    private static String name(JavaField field) {
        return where(field) + "." + field.getName();
    }

    private static String where(JavaField field) {
        return field.getOwner().getName().substring(OURS.length()).replace('$', '.');
    }

    private static String constant(JavaField field, Javadocs comments) {
        String said = comments.field(field.getOwner().getName(), field.getName());
        String words = field.getName().toLowerCase(Locale.ROOT).replace('_', ' ');
        return "| `%s` | %s%s | %s |\n"
                .formatted(where(field), words, said.isEmpty() ? "" : ": " + said, value(field.reflect()));
    }

    private static String value(Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(null);
            return value instanceof Duration duration
                    ? duration.toString().substring(2).toLowerCase(Locale.ROOT)
                    : value instanceof Double || value instanceof Float
                            ? value.toString()
                            : String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
