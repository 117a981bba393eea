package org.citestream.gateway.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.view.PageRequest;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of requests; what is not allowed is a {@link BadParameterException}. */
public final class Parameters {

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
        if (sort == null) {
            return PaperOrder.RANK;
        }
        return Arrays.stream(PaperOrder.values())
                .filter(each -> name(each).equals(sort))
                .findFirst()
                .orElseThrow(() -> new BadParameterException(
                        "sort",
                        sort,
                        "one of "
                                + Arrays.stream(PaperOrder.values())
                                        .map(Parameters::name)
                                        .collect(Collectors.joining(", "))));
    }

    /** A paper id. */
    public static int paperId(String id) {
        return number("id", id, 1, Integer.MAX_VALUE, 1);
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

    private static String name(PaperOrder order) {
        return order.name().toLowerCase(Locale.ROOT);
    }
}
