package org.citestream.ingest.registry;

import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.citestream.ingest.identity.Description;
import org.citestream.ingest.identity.Entry;
import org.citestream.ingest.identity.FirstAuthor;
import org.citestream.ingest.identity.Meeting;
import org.citestream.ingest.identity.WorkTitle;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions as documents. Written out by hand, since every record of every batch is read and written so; the version comes first, by
 * which the later one counts.
 */
final class DescriptionDocuments {

    private DescriptionDocuments() {}

    static Document write(Description said) {
        Document document = new Document("version", said.version())
                .append("source", said.source())
                .append(
                        "title",
                        withoutNulls(new Document("whole", said.title().whole())
                                .append("head", said.title().head())
                                .append("tail", said.title().tail())))
                .append("year", said.year())
                .append("member", said.member())
                .append("withdrawn", said.withdrawn());
        putIfThere(document, "doi", said.doi());
        putIfThere(document, "author", writeAuthor(said.author()));
        putIfThere(document, "venue", said.venue());
        if (!said.sameAs().isEmpty()) {
            document.append("sameAs", said.sameAs().stream().sorted().toList());
        }
        if (!said.left().isEmpty()) {
            document.append(
                    "left",
                    said.left().stream()
                            .map(meeting -> withoutNulls(new Document("entry", meeting.entry())
                                    .append("author", writeAuthor(meeting.author()))))
                            .toList());
        }
        return document;
    }

    static Description read(Document document) {
        Document title = document.get("title", new Document());
        return new Description(
                document.getLong("version"),
                document.getString("source"),
                document.getString("doi"),
                new WorkTitle(title.getString("whole"), title.getString("head"), title.getString("tail")),
                readAuthor(document.get("author", Document.class)),
                Set.copyOf(document.getList("sameAs", String.class, List.of())),
                document.getString("venue"),
                document.getInteger("year"),
                document.getBoolean("member"),
                document.getBoolean("withdrawn"),
                document.getList("left", Document.class, List.of()).stream()
                        .map(each ->
                                new Meeting(each.getString("entry"), readAuthor(each.get("author", Document.class))))
                        .toList());
    }

    static Document writeMember(Entry.Member member) {
        return withoutNulls(new Document("record", member.record()).append("author", writeAuthor(member.author())));
    }

    static Entry.Member readMember(Document member) {
        return new Entry.Member(member.getString("record"), readAuthor(member.get("author", Document.class)));
    }

    private static @Nullable Document writeAuthor(@Nullable FirstAuthor author) {
        return author == null ? null : new Document("family", author.family()).append("words", author.words());
    }

    private static @Nullable FirstAuthor readAuthor(@Nullable Document author) {
        return author == null ? null : new FirstAuthor(author.getString("family"), author.getString("words"));
    }

    private static void putIfThere(Document document, String field, @Nullable Object value) {
        if (value != null) {
            document.append(field, value);
        }
    }

    private static Document withoutNulls(Document document) {
        document.values().removeIf(value -> value == null);
        return document;
    }
}
