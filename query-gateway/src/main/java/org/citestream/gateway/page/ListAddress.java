package org.citestream.gateway.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.index.PaperFilter;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * Where a list of papers is: what is asked for, by the names of the parameters.
 *
 * @param parameters in the order in which they are written; what is as usual is left out
 */
record ListAddress(Map<String, String> parameters) {

    private static final String PATH = "/";

    static ListAddress of(PaperQuery query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        PaperFilter filter = query.filter();
        put(parameters, "q", query.text());
        put(parameters, "mode", query.mode() == PaperQuery.Mode.TEXT ? null : lower(query.mode()));
        put(parameters, "venue", filter.venue());
        put(parameters, "yearFrom", filter.yearFrom());
        put(parameters, "yearTo", filter.yearTo());
        put(parameters, "author", filter.author());
        put(parameters, "hasSummary", filter.hasSummary());
        put(parameters, "citedBy", filter.citedBy());
        put(parameters, "cites", filter.cites());
        put(parameters, "minRank", query.minRank());
        PaperQuery.Sort usual = query.text() == null ? PaperQuery.Sort.RANK : PaperQuery.Sort.RELEVANCE;
        put(parameters, "sort", query.sort() == usual ? null : lower(query.sort()));
        return new ListAddress(parameters);
    }

    /** The address with another value of a parameter; null leaves the parameter out. */
    ListAddress with(String name, @Nullable Object value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value.toString());
        }
        return new ListAddress(changed);
    }

    /** The address where a year is asked for alone. */
    ListAddress inYear(String year) {
        return with("yearFrom", year).with("yearTo", year);
    }

    String page(int number) {
        return number == 1 ? toString() : with("page", number).toString();
    }

    @Override
    public String toString() {
        return parameters.isEmpty()
                ? PATH
                : parameters.entrySet().stream()
                        .map(each -> each.getKey() + "=" + UriUtils.encode(each.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", PATH + "?", ""));
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
