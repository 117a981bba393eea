package org.citestream.gateway.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.view.PageRequest;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of requests; what is not allowed is a {@link BadParameterException}. */
public final class Parameters {

    public static final int LONGEST_SEARCH = 1000;
    public static final int LONGEST_VENUE = 200;
    /** Of an id, which is made of a name. */
    public static final int LONGEST_AUTHOR = 300;

    public static final int LAST_YEAR = 9999;

    private Parameters() {}

    /** The page asked for; null stands for what is usual. */
    public static PageRequest page(@Nullable String page, @Nullable String size) {
        return page("page", page, size);
    }

    /** The page asked for by a parameter of another name. */
    public static PageRequest page(String name, @Nullable String page, @Nullable String size) {
        return new PageRequest(
                number(name, page, 1, Integer.MAX_VALUE, 1),
                number("size", size, 1, PageRequest.LARGEST_SIZE, PageRequest.USUAL_SIZE));
    }

    /** The order asked for; by rank unless asked otherwise. */
    public static PaperOrder order(@Nullable String sort) {
        return oneOf("sort", sort, PaperOrder.RANK);
    }

    /** A paper id. */
    public static int paperId(String id) {
        return number("id", id, 1, Integer.MAX_VALUE, 1);
    }

    /** A whole number, or null where none is given. */
    public static @Nullable Integer wholeNumber(String name, @Nullable String value, int least, int most) {
        return value == null ? null : Integer.valueOf(number(name, value, least, most, least));
    }

    /** How many are asked for. */
    public static int size(@Nullable String size, int most, int usual) {
        return number("size", size, 1, most, usual);
    }

    /** {@code true} or {@code false}, or null where nothing is given. */
    public static @Nullable Boolean yesOrNo(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new BadParameterException(name, value, "true or false");
        };
    }

    /** A text of some length, or null where none is given. */
    public static @Nullable String text(String name, @Nullable String value, int longest) {
        if (value != null && (value.isBlank() || value.length() > longest)) {
            throw new BadParameterException(name, value, "a text of 1 to " + longest + " characters");
        }
        return value;
    }

    /** One of the values of an enumeration, in lower case. */
    public static <E extends Enum<E>> E oneOf(String name, @Nullable String value, E usual) {
        if (value == null) {
            return usual;
        }
        E[] all = usual.getDeclaringClass().getEnumConstants();
        return Arrays.stream(all)
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new BadParameterException(
                        name,
                        value,
                        "one of "
                                + Arrays.stream(all)
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }

    /** The names in a list with commas; empty where nothing is given. */
    public static Set<String> names(String name, @Nullable String value, Collection<String> allowed) {
        if (value == null) {
            return Set.of();
        }
        Set<String> names = new LinkedHashSet<>();
        for (String each : value.split(",", -1)) {
            if (!allowed.contains(each)) {
                throw new BadParameterException(name, value, "a list, with commas, of " + String.join(", ", allowed));
            }
            names.add(each);
        }
        return names;
    }

    /** A moment such as {@code 2026-02-09T10:00:00Z}, or null where none is given. */
    public static @Nullable Instant moment(String name, @Nullable String value) {
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new BadParameterException(name, value, "a moment in UTC such as 2026-02-09T10:00:00Z");
        }
    }

    private static int number(String name, @Nullable String value, int least, int most, int usual) {
        if (value == null) {
            return usual;
        }
        boolean digits =
                !value.isEmpty() && value.length() <= 10 && value.chars().allMatch(each -> each >= '0' && each <= '9');
        long number = digits ? Long.parseLong(value) : -1;
        if (number < least || number > most) {
            throw new BadParameterException(name, value, "a whole number from " + least + " to " + most);
        }
        return (int) number;
    }
}
