package org.citestream.gateway.projection;

import java.time.Instant;
import org.bson.Document;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Status;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code summary} of a view.
 *
 * @param origin the record it was made of
 * @param status what to make of the text
 * @param text the summary, or null
 * @param model who wrote it, or null
 * @param method how, or null
 * @param date when, or null
 * @param reason why there is none, or none of the present abstract; or null
 */
public record SummarySection(
        Origin origin,
        Status status,
        @Nullable String text,
        @Nullable String model,
        @Nullable Method method,
        @Nullable Instant date,
        @Nullable String reason) {

    static final String NAME = "summary";

    static SummarySection of(Origin origin, SummaryEvent event) {
        return new SummarySection(
                origin, event.status(), event.text(), event.model(), event.method(), event.date(), event.reason());
    }

    Document document() {
        return origin.section()
                .append("status", status.name())
                .append("text", text)
                .append("model", model)
                .append("method", method == null ? null : method.name())
                .append("date", date == null ? null : date.toString())
                .append("reason", reason);
    }

    static SummarySection of(Document section) {
        String method = section.getString("method");
        String date = section.getString("date");
        return new SummarySection(
                Origin.of(section),
                Status.valueOf(section.getString("status")),
                section.getString("text"),
                section.getString("model"),
                method == null ? null : Method.valueOf(method),
                date == null ? null : Instant.parse(date),
                section.getString("reason"));
    }
}
