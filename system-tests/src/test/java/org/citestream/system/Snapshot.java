package org.citestream.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Everything that a reader of the API can see, with papers named by their own keys instead of their ids.
 *
 * @param papers by identity key, what the view says
 * @param citing by identity key, the keys of those who cite it, sorted
 * @param cited by identity key, the keys of those it cites, sorted
 * @param pagerank by identity key
 */
record Snapshot(
        Map<String, String> papers,
        Map<String, List<String>> citing,
        Map<String, List<String>> cited,
        Map<String, Double> pagerank) {

    static Snapshot of(Api api) {
        Map<Integer, String> keyById = new HashMap<>();
        Map<Integer, JsonNode> viewById = new TreeMap<>();
        for (JsonNode item : api.all("/api/v1/papers?sort=rank")) {
            int id = item.path("id").asInt();
            JsonNode view = api.ok("/api/v1/papers/" + id);
            viewById.put(id, view);
            keyById.put(id, view.path("keys").get(0).asString());
        }
        Map<String, String> papers = new TreeMap<>();
        Map<String, List<String>> citing = new TreeMap<>();
        Map<String, List<String>> cited = new TreeMap<>();
        Map<String, Double> pagerank = new TreeMap<>();
        viewById.forEach((id, view) -> {
            String key = keyById.get(id);
            papers.put(key, fields(view));
            pagerank.put(key, view.path("pagerank").asDouble());
            citing.put(key, keys(api, keyById, "/api/v1/papers/" + id + "/citations"));
            cited.put(key, keys(api, keyById, "/api/v1/papers/" + id + "/references"));
        });
        return new Snapshot(papers, citing, cited, pagerank);
    }

    /** What a view says, ids, moments and neighbours aside. */
    private static String fields(JsonNode view) {
        List<String> said = new ArrayList<>();
        for (String field : List.of(
                "keys",
                "title",
                "authors",
                "venue",
                "year",
                "doi",
                "abstract",
                "summaryStatus",
                "citations",
                "references")) {
            said.add(field + "=" + view.path(field));
        }
        said.add("summary=" + view.path("summary").path("text"));
        return String.join("\n", said);
    }

    private static List<String> keys(Api api, Map<Integer, String> keyById, String path) {
        return api.all(path).stream()
                .map(item -> keyById.getOrDefault(item.path("id").asInt(), "not listed: " + item)
                        + (item.path("self").asBoolean() ? " self" : ""))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    /** Number of citations, and of those that share an author. */
    long citations() {
        return cited.values().stream().mapToLong(List::size).sum();
    }

    long selfCitations() {
        return cited.values().stream()
                .flatMap(List::stream)
                .filter(key -> key.endsWith(" self"))
                .count();
    }
}
