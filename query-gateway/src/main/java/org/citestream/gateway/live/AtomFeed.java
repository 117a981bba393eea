package org.citestream.gateway.live;

import java.time.Instant;
import java.util.List;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.gateway.projection.StoredView;
import org.springframework.web.util.HtmlUtils;

/** Papers as an Atom feed (RFC 4287). All text is plain text: what stands in a title is data. */
final class AtomFeed {

    private AtomFeed() {}

    static String of(String id, String title, String self, List<StoredView> papers) {
        Instant updated = papers.stream()
                .map(each -> each.paper().origin().viewableAt())
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        StringBuilder feed = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <feed xmlns="http://www.w3.org/2005/Atom">
                """);
        element(feed, "id", id);
        element(feed, "title", title);
        element(feed, "updated", updated.toString());
        feed.append("<link rel=\"self\" href=\"").append(text(self)).append("\"/>\n");
        papers.forEach(each -> entry(feed, each));
        return feed.append("</feed>\n").toString();
    }

    private static void entry(StringBuilder feed, StoredView stored) {
        PaperEvent paper = stored.paper().paper();
        feed.append("<entry>\n");
        element(feed, "id", "urn:citestream:paper:" + paper.id());
        element(feed, "title", paper.title());
        element(feed, "updated", stored.paper().origin().viewableAt().toString());
        element(feed, "published", paper.acceptedAt().toString());
        feed.append("<link rel=\"alternate\" href=\"/papers/")
                .append(paper.id())
                .append("\"/>\n");
        for (Author each : paper.authors()) {
            feed.append("<author>");
            element(feed, "name", each.name());
            feed.append("</author>\n");
        }
        if (paper.authors().isEmpty()) {
            feed.append("<author><name>unknown</name></author>\n");
        }
        String summary = stored.summary() == null ? null : stored.summary().text();
        String venue = paper.venue() == null ? "" : paper.venue() + " ";
        element(feed, "summary", summary == null ? venue + paper.year() : summary);
        feed.append("</entry>\n");
    }

    private static void element(StringBuilder feed, String name, String text) {
        feed.append('<')
                .append(name)
                .append('>')
                .append(text(text))
                .append("</")
                .append(name)
                .append(">\n");
    }

    /** Escaped, without what XML 1.0 cannot hold. */
    private static String text(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(each -> each == '\t'
                        || each == '\n'
                        || (each >= 0x20 && each <= 0xD7FF)
                        || (each >= 0xE000 && each <= 0xFFFD)
                        || each >= 0x10000)
                .forEach(kept::appendCodePoint);
        return HtmlUtils.htmlEscapeDecimal(kept.toString(), "UTF-8");
    }
}
