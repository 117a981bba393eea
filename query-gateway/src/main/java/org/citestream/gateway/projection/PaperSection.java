package org.citestream.gateway.projection;

import java.time.Instant;
import java.util.Locale;
import org.bson.Document;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperEvent.PaperAbstract;
import org.citestream.events.PaperStatus;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code paper} of a view.
 *
 * @param origin the record it was made of
 * @param paper what the record said
 */
public record PaperSection(Origin origin, PaperEvent paper) {

    static final String NAME = "paper";

    Document document() {
        return origin.section()
                .append("status", paper.status().name().toLowerCase(Locale.ROOT))
                .append("mergedInto", paper.mergedInto())
                .append("keys", paper.keys())
                .append("title", paper.title())
                .append(
                        "authors",
                        paper.authors().stream()
                                .map(each -> new Document("id", each.id())
                                        .append("name", each.name())
                                        .append("orcid", each.orcid())
                                        .append("alias", each.alias()))
                                .toList())
                .append("venue", paper.venue())
                .append("year", paper.year())
                .append("doi", paper.doi())
                .append("abstract", document(paper.abstractText()))
                .append("url", paper.url())
                .append("sources", paper.sources())
                .append("acceptedAt", paper.acceptedAt().toString())
                .append("feed", paper.feed());
    }

    static PaperSection of(int id, Document section) {
        Origin origin = Origin.of(section);
        return new PaperSection(
                origin,
                new PaperEvent(
                        id,
                        origin.version(),
                        PaperStatus.valueOf(section.getString("status").toUpperCase(Locale.ROOT)),
                        section.getInteger("mergedInto"),
                        section.getList("keys", String.class),
                        section.getString("title"),
                        section.getList("authors", Document.class).stream()
                                .map(each -> new Author(
                                        each.getString("id"),
                                        each.getString("name"),
                                        each.getString("orcid"),
                                        each.getString("alias")))
                                .toList(),
                        section.getString("venue"),
                        section.getInteger("year"),
                        section.getString("doi"),
                        abstractOf(section.get("abstract", Document.class)),
                        section.getString("url"),
                        section.getList("sources", String.class),
                        Instant.parse(section.getString("acceptedAt")),
                        section.getString("feed")));
    }

    private static @Nullable Document document(@Nullable PaperAbstract text) {
        return text == null
                ? null
                : new Document("text", text.text())
                        .append("source", text.source())
                        .append("licence", text.licence())
                        .append("show", text.show());
    }

    private static @Nullable PaperAbstract abstractOf(@Nullable Document text) {
        return text == null
                ? null
                : new PaperAbstract(
                        text.getString("text"),
                        text.getString("source"),
                        text.getString("licence"),
                        text.getBoolean("show"));
    }
}
