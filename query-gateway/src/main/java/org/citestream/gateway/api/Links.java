package org.citestream.gateway.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.citestream.gateway.catalogue.FoundPapers;
import org.jspecify.annotations.Nullable;

/** The neighbours of a page, as headers say it (RFC 8288). */
final class Links {

    private Links() {}

    static List<String> of(HttpServletRequest request, FoundPapers found) {
        List<String> links = new ArrayList<>();
        String next = found.next();
        Integer page = found.page();
        if (next != null) {
            links.add(link(request, null, next, "next"));
        }
        if (page != null) {
            int last = Math.max(1, (int) ((found.total() + (long) found.size() - 1) / found.size()));
            links.add(link(request, 1, null, "first"));
            links.add(link(request, last, null, "last"));
            if (page > 1) {
                links.add(link(request, Math.min(last, page - 1), null, "prev"));
            }
        }
        return links;
    }

    private static String link(
            HttpServletRequest request, @Nullable Integer page, @Nullable String cursor, String relation) {
        Map<String, String> parameters = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, values[0]));
        parameters.remove("page");
        parameters.remove("cursor");
        if (page != null) {
            parameters.put("page", page.toString());
        }
        if (cursor != null) {
            parameters.put("cursor", cursor);
        }
        String query = parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return "<" + request.getRequestURI() + "?" + query + ">; rel=\"" + relation + "\"";
    }
}
