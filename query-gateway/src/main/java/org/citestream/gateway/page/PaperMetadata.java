package org.citestream.gateway.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.citestream.gateway.view.PaperView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a page tells of its paper to programs: the {@code citation_*} fields that Google Scholar and Zotero read, and schema.org's
 * {@code ScholarlyArticle} as JSON-LD.
 */
final class PaperMetadata {

    /** More names than these tell no program who wrote it, and would be most of the page. */
    private static final int MOST_AUTHORS = 100;

    private static final JsonMapper JSON = JsonMapper.shared();

    private PaperMetadata() {}

    /** The fields in their order; one for each of the first authors. */
    static List<Map.Entry<String, String>> fields(PaperView paper, String address) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        fields.add(Map.entry("citation_title", paper.title()));
        paper.authors().stream()
                .limit(MOST_AUTHORS)
                .forEach(author -> fields.add(Map.entry("citation_author", author.name())));
        fields.add(Map.entry("citation_publication_date", String.format(Locale.ROOT, "%d", paper.year())));
        if (paper.venue() != null) {
            fields.add(Map.entry("citation_conference_title", paper.venue()));
        }
        if (paper.doi() != null) {
            fields.add(Map.entry("citation_doi", paper.doi()));
        }
        fields.add(Map.entry("citation_abstract_html_url", address));
        return fields;
    }

    /** JSON-LD that ends no script element, whatever stands in the paper's texts. */
    static String jsonLd(PaperView paper, String address) {
        ObjectNode article = JSON.createObjectNode()
                .put("@context", "https://schema.org")
                .put("@type", "ScholarlyArticle")
                .put("name", paper.title())
                .put("headline", paper.title())
                .put("url", address)
                .put("datePublished", Integer.toString(paper.year()));
        ArrayNode authors = article.putArray("author");
        paper.authors().stream()
                .limit(MOST_AUTHORS)
                .forEach(author -> authors.addObject().put("@type", "Person").put("name", author.name()));
        if (paper.venue() != null) {
            article.putObject("isPartOf").put("@type", "PublicationIssue").put("name", paper.venue());
        }
        if (paper.abstractText() != null && !PaperPage.isDescription(paper.abstractSource())) {
            article.put("abstract", paper.abstractText());
        }
        String doi = doiLink(paper);
        if (doi != null) {
            article.put("identifier", doi).put("sameAs", doi);
        }
        return JSON.writeValueAsString(article).replace("<", "\\u003c").replace("&", "\\u0026");
    }

    private static @Nullable String doiLink(PaperView paper) {
        return paper.doi() == null ? null : Wording.doiLink(paper.doi());
    }
}
