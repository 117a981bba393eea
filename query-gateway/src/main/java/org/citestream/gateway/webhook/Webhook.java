package org.citestream.gateway.webhook;

import java.time.Instant;
import org.bson.Document;
import org.citestream.gateway.live.LiveFilter;
import org.citestream.gateway.live.LiveFilters;
import org.jspecify.annotations.Nullable;

/**
 * Where events are sent.
 *
 * @param id its id
 * @param url where requests go
 * @param secret with which they are signed; never shown again
 * @param kinds which kinds of events, with commas, or null for all
 * @param venue only of this venue, or null
 * @param author only of this author, or null
 * @param paper only of this paper, or null
 * @param createdAt when it was made
 * @param disabledAt when it was given up, or null while it works
 * @param reason why it was given up, or null
 */
record Webhook(
        String id,
        String url,
        String secret,
        @Nullable String kinds,
        @Nullable String venue,
        @Nullable String author,
        @Nullable String paper,
        Instant createdAt,
        @Nullable Instant disabledAt,
        @Nullable String reason) {

    LiveFilter filter() {
        return LiveFilters.read(kinds, venue, author, paper);
    }

    Webhook disabled(Instant now, String why) {
        return new Webhook(id, url, secret, kinds, venue, author, paper, createdAt, now, why);
    }

    Document document() {
        return new Document("url", url)
                .append("secret", secret)
                .append("kinds", kinds)
                .append("venue", venue)
                .append("author", author)
                .append("paper", paper)
                .append("createdAt", createdAt.toString())
                .append("disabledAt", disabledAt == null ? null : disabledAt.toString())
                .append("reason", reason);
    }

    static Webhook of(String id, Document stored) {
        String disabledAt = stored.getString("disabledAt");
        return new Webhook(
                id,
                stored.getString("url"),
                stored.getString("secret"),
                stored.getString("kinds"),
                stored.getString("venue"),
                stored.getString("author"),
                stored.getString("paper"),
                Instant.parse(stored.getString("createdAt")),
                disabledAt == null ? null : Instant.parse(disabledAt),
                stored.getString("reason"));
    }
}
