package org.citestream.gateway.projection;

import java.time.Instant;
import java.util.List;
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
 * @param reason why there is none, none of the present abstract, or none by a model; or null
 * @param promptVersion of the prompt or of the extractive method, or null
 * @param sourceHash of the title and abstract that it was made from, or null
 * @param checks what it was found to stand
 */
public record SummarySection(
        Origin origin,
        Status status,
        @Nullable String text,
        @Nullable String model,
        @Nullable Method method,
        @Nullable Instant date,
        @Nullable String reason,
        @Nullable String promptVersion,
        @Nullable String sourceHash,
        List<String> checks) {

    static final String NAME = "summary";

    static SummarySection of(Origin origin, SummaryEvent event) {
        return new SummarySection(
                origin,
                event.status(),
                event.text(),
                event.model(),
                event.method(),
                event.date(),
                event.reason(),
                event.promptVersion(),
                event.sourceHash(),
                event.checks());
    }

    Document document() {
        return origin.section()
                .append("status", status.name())
                .append("text", text)
                .append("model", model)
                .append("method", method == null ? null : method.name())
                .append("date", date == null ? null : date.toString())
                .append("reason", reason)
                .append("promptVersion", promptVersion)
                .append("sourceHash", sourceHash)
                .append("checks", checks);
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
                section.getString("reason"),
                section.getString("promptVersion"),
                section.getString("sourceHash"),
                section.getList("checks", String.class, List.of()));
    }
}
