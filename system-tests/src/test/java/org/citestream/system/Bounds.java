package org.citestream.system;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** What may be set. */
final class Bounds {

    private Bounds() {}

    static String inWords(Class<?> record, RecordComponent component) {
        Parameter of = parameter(record, component);
        List<String> said = new ArrayList<>();
        if (of.getAnnotation(Min.class) != null) {
            said.add("from " + number(of.getAnnotation(Min.class).value()));
        }
        if (of.getAnnotation(DecimalMin.class) != null) {
            said.add("from " + of.getAnnotation(DecimalMin.class).value());
        }
        if (of.getAnnotation(Positive.class) != null) {
            said.add("more than 0");
        }
        if (of.getAnnotation(DurationMin.class) instanceof DurationMin least) {
            said.add("from " + words(length(least)));
        }
        if (of.getAnnotation(Max.class) != null) {
            said.add("to " + number(of.getAnnotation(Max.class).value()));
        }
        if (of.getAnnotation(DecimalMax.class) != null) {
            said.add("to " + of.getAnnotation(DecimalMax.class).value());
        }
        if (of.getAnnotation(DurationMax.class) instanceof DurationMax most) {
            said.add("to "
                    + words(Duration.ofDays(most.days())
                            .plusHours(most.hours())
                            .plusMinutes(most.minutes())
                            .plusSeconds(most.seconds())));
        }
        return String.join(" ", said);
    }

    /** The parameter of the constructor, where annotations of each kind are. */
    static Parameter parameter(Class<?> record, RecordComponent component) {
        RecordComponent[] all = record.getRecordComponents();
        for (int i = 0; i < all.length; i++) {
            if (all[i].getName().equals(component.getName())) {
                return canonical(record, all.length).getParameters()[i];
            }
        }
        throw new IllegalArgumentException(component.toString());
    }

    private static Constructor<?> canonical(Class<?> record, int components) {
        return Arrays.stream(record.getDeclaredConstructors())
                .filter(each -> each.getParameterCount() == components)
                .findFirst()
                .orElseThrow();
    }

    private static Duration length(DurationMin least) {
        return Duration.ofDays(least.days())
                .plusHours(least.hours())
                .plusMinutes(least.minutes())
                .plusSeconds(least.seconds())
                .plusMillis(least.millis());
    }

    private static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
