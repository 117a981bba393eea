package org.citestream.summary.work;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The form of the documents. A section begins with the number of the partition's owner, then its version, which is what {@code $max}
 * compares first: what a former owner still writes has no effect. Sections of before there were such numbers begin with the version, and
 * are below any other, since {@code v} is below {@code w}. Moments are strings, since a date of the store would cut them to milliseconds
 * and a record sent again must be the same record.
 */
final class WorkDocuments {

    static final String OWNER = "w";
    static final String WRITTEN = "written";

    private WorkDocuments() {}

    static Document document(OpenWork work, long owner) {
        WorkItem item = work.item();
        return new Document("_id", item.id())
                .append(OWNER, owner)
                .append("partition", item.partition())
                .append("key", item.key())
                .append("year", item.year())
                .append("acceptedAt", item.acceptedAt().toString())
                .append("offset", item.offset())
                .append("renewal", item.renewal())
                .append("score", item.score())
                .append("trace", item.trace())
                .append("title", work.text().title())
                .append("abstract", work.text().abstractText());
    }

    static WorkItem item(Document open) {
        return new WorkItem(
                open.getInteger("_id"),
                open.getInteger("partition"),
                open.getString("key"),
                open.getInteger("year"),
                Instant.parse(open.getString("acceptedAt")),
                open.get("offset", SummaryState.NOWHERE),
                open.get("renewal", false),
                open.get("score", 0.0),
                open.getString("trace"));
    }

    static Document document(WrittenSummary written) {
        Tokens tokens = written.tokens();
        BigDecimal cost = written.cost();
        return new Document("text", written.text())
                .append("model", written.model())
                .append("method", written.method().name())
                .append("promptVersion", written.promptVersion())
                .append("inputTokens", tokens == null ? null : tokens.input())
                .append("outputTokens", tokens == null ? null : tokens.output())
                .append("cost", cost == null ? null : cost.toPlainString())
                .append("checks", written.checks())
                .append("reason", written.reason());
    }

    /** What was written for open work, or null. */
    static @Nullable WrittenSummary written(Document open) {
        Document written = open.get(WRITTEN, Document.class);
        return written == null
                ? null
                : new WrittenSummary(
                        written.getString("text"),
                        written.getString("model"),
                        Method.valueOf(written.getString("method")),
                        written.getString("promptVersion"),
                        tokens(written),
                        decimal(written.getString("cost")),
                        written.getList("checks", String.class, List.of()),
                        written.getString("reason"));
    }

    static Document document(SummaryState state, long owner) {
        SummaryEvent event = state.event();
        Tokens tokens = event.tokens();
        BigDecimal cost = event.cost();
        Method method = event.method();
        Instant date = event.date();
        return new Document(OWNER, owner)
                .append("v", event.version())
                .append("key", state.key())
                .append("connection", state.connection())
                .append("paperVersion", state.paperVersion())
                .append("status", event.status().name())
                .append("text", event.text())
                .append("model", event.model())
                .append("method", method == null ? null : method.name())
                .append("promptVersion", event.promptVersion())
                .append("sourceHash", event.sourceHash())
                .append("inputTokens", tokens == null ? null : tokens.input())
                .append("outputTokens", tokens == null ? null : tokens.output())
                .append("cost", cost == null ? null : cost.toPlainString())
                .append("date", date == null ? null : date.toString())
                .append("reason", event.reason())
                .append("acceptedAt", event.acceptedAt().toString())
                .append("checks", event.checks())
                .append("offset", state.offset());
    }

    static Document document(EmbeddingState state, long owner) {
        return new Document(OWNER, owner)
                .append("v", state.version())
                .append("model", state.model())
                .append("hash", state.hash());
    }

    static Progress progress(Document work) {
        int id = work.getInteger("_id");
        Document summary = work.get("summary", Document.class);
        Document embedding = work.get("embedding", Document.class);
        return new Progress(
                work.get("paperVersion", 0L),
                summary == null ? null : summary(id, summary),
                embedding == null
                        ? null
                        : new EmbeddingState(
                                id, embedding.getLong("v"), embedding.getString("model"), embedding.getString("hash")));
    }

    private static SummaryState summary(int id, Document section) {
        String method = section.getString("method");
        SummaryEvent event = new SummaryEvent(
                id,
                section.getLong("v"),
                Status.valueOf(section.getString("status")),
                section.getString("text"),
                section.getString("model"),
                method == null ? null : Method.valueOf(method),
                section.getString("promptVersion"),
                section.getString("sourceHash"),
                tokens(section),
                decimal(section.getString("cost")),
                moment(section.getString("date")),
                section.getString("reason"),
                Instant.parse(section.getString("acceptedAt")),
                section.getList("checks", String.class, List.of()));
        return new SummaryState(
                event,
                section.getString("key"),
                section.getString("connection"),
                section.getLong("paperVersion"),
                section.get("offset", SummaryState.NOWHERE));
    }

    private static @Nullable Tokens tokens(Document section) {
        Integer input = section.getInteger("inputTokens");
        Integer output = section.getInteger("outputTokens");
        return input == null || output == null ? null : new Tokens(input, output);
    }

    private static @Nullable BigDecimal decimal(@Nullable String value) {
        return value == null ? null : new BigDecimal(value);
    }

    private static @Nullable Instant moment(@Nullable String value) {
        return value == null ? null : Instant.parse(value);
    }
}
