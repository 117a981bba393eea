package org.citestream.gateway.page;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.citestream.gateway.view.PaperView;
import org.springframework.web.util.UriUtils;

/**
 * Where a source shows a paper.
 *
 * @param words what it is
 * @param address where
 */
record SourceLink(String words, String address) {

    /** By the prefix of a key, who shows what is known by it, and where, before the rest of the key. */
    private static final Map<String, SourceLink> OF_KEYS = new LinkedHashMap<>();

    static {
        OF_KEYS.put("dblp", new SourceLink("DBLP", "https://dblp.org/rec/"));
        OF_KEYS.put("openalex", new SourceLink("OpenAlex", "https://openalex.org/"));
        OF_KEYS.put("semantic-scholar", new SourceLink("Semantic Scholar", "https://www.semanticscholar.org/paper/"));
        OF_KEYS.put("arxiv", new SourceLink("arXiv", "https://arxiv.org/abs/"));
    }

    /** Those of a paper: what it says itself, then one for each source whose key it has. */
    static List<SourceLink> of(PaperView paper) {
        Map<String, SourceLink> links = new LinkedHashMap<>();
        String url = paper.url();
        if (url != null && url.matches("(?i)https?://.+")) {
            links.put("", new SourceLink("The paper at its source", url));
        }
        OF_KEYS.forEach((prefix, site) -> paper.keys().stream()
                .filter(key -> key.startsWith(prefix + ":") && key.length() > prefix.length() + 1)
                .map(key -> UriUtils.encodePath(key.substring(prefix.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .ifPresent(rest -> links.put(prefix, new SourceLink(site.words, site.address + rest))));
        return List.copyOf(links.values());
    }
}
