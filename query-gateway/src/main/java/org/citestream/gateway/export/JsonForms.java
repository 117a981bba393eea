package org.citestream.gateway.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.citestream.events.PaperEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Papers as lines of JSON and as CSL-JSON. */
final class JsonForms {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private JsonForms() {}

    static String line(ExportedPaper exported) {
        PaperEvent paper = exported.paper();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", paper.id());
        line.put("keys", paper.keys());
        line.put("title", paper.title());
        line.put("authors", paper.authors());
        put(line, "venue", paper.venue());
        line.put("year", paper.year());
        put(line, "doi", paper.doi());
        put(line, "url", paper.url());
        put(line, "abstract", exported.abstractText());
        put(line, "pagerank", exported.pagerank());
        put(line, "rank", exported.rank());
        line.put("citations", exported.citations());
        return MAPPER.writeValueAsString(line) + "\n";
    }

    static String csl(ExportedPaper exported) {
        PaperEvent paper = exported.paper();
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", Integer.toString(paper.id()));
        item.put("type", exported.isInJournal() ? "article-journal" : "paper-conference");
        item.put("title", paper.title());
        List<Map<String, String>> authors = new ArrayList<>();
        for (String name : exported.authors()) {
            int space = name.lastIndexOf(' ');
            authors.add(
                    space < 0
                            ? Map.of("literal", name)
                            : Map.of("given", name.substring(0, space), "family", name.substring(space + 1)));
        }
        item.put("author", authors);
        put(item, "container-title", paper.venue());
        item.put("issued", Map.of("date-parts", List.of(List.of(paper.year()))));
        put(item, "DOI", paper.doi());
        put(item, "URL", paper.url());
        put(item, "abstract", exported.abstractText());
        return MAPPER.writeValueAsString(item);
    }

    private static void put(Map<String, Object> object, String name, @Nullable Object value) {
        if (value != null) {
            object.put(name, value);
        }
    }
}
