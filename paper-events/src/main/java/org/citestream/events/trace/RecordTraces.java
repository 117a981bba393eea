package org.citestream.events.trace;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.citestream.events.Event;
import org.citestream.events.Identified;
import org.citestream.events.PaperRecord;
import org.citestream.events.RankEpoch;
import org.citestream.events.Submission;
import org.jspecify.annotations.Nullable;

/**
 * One trace for each accepted submission, through all topics. Its context travels in the header {@code traceparent}.
 *
 * <p>Readers work in batches, so a thread has no one trace that it works for. While a batch is handled, the contexts of its records are
 * kept by what the records are about: a submission's key, a paper's id. What the handler writes on that thread meanwhile joins the
 * trace of the record about the same thing. Where several records of a batch are about one paper, the last sampled one gives
 * its trace; what is written without such a record, as when a service sends again what was not sent, belongs to none.
 */
public final class RecordTraces {

    /** The header of W3C Trace Context. */
    public static final String HEADER = "traceparent";

    private static final Pattern CONTEXT = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-9a-f]");

    private static final String NO_TRACE = "0".repeat(32);

    private final Tracer tracer;
    private final Propagator propagator;
    private final ThreadLocal<Map<String, String>> contexts = new ThreadLocal<>();
    private final ThreadLocal<Map<String, Span>> sampled = new ThreadLocal<>();

    /**
     * @param tracer {@link Tracer#NOOP} where nothing is traced
     * @param propagator reads W3C contexts
     */
    public RecordTraces(Tracer tracer, Propagator propagator) {
        this.tracer = tracer;
        this.propagator = propagator;
    }

    /**
     * Begins the handling of a batch by this thread: a span for each record of a sampled trace, until it is closed.
     *
     * @param reader names the spans
     * @param originals the records of the batch, with their headers
     * @param events what they say, in the same order
     */
    public <E extends Event> Reading reading(
            String reader, List<ConsumerRecord<byte[], byte[]>> originals, List<E> events) {
        Map<String, String> bySubject = new HashMap<>();
        Map<String, Span> bySampled = new HashMap<>();
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < originals.size(); i++) {
            ConsumerRecord<byte[], byte[]> original = originals.get(i);
            String context = contextOf(original);
            if (context == null) {
                continue;
            }
            String subject = subjectRead(events.get(i));
            if (isSampled(context)) {
                Span span = propagator
                        .extract(context, (carrier, key) -> key.equals(HEADER) ? carrier : null)
                        .kind(Span.Kind.CONSUMER)
                        .name(reader)
                        .tag("messaging.system", "kafka")
                        .tag("messaging.destination.name", original.topic())
                        .tag("messaging.kafka.message.key", subject)
                        .tag("messaging.batch.message_count", Integer.toString(originals.size()))
                        .start();
                spans.add(span);
                bySampled.put(subject, span);
                String written = written(span);
                if (written != null) {
                    bySubject.put(subject, written);
                }
            } else {
                bySubject.putIfAbsent(subject, context);
            }
        }
        contexts.set(bySubject);
        sampled.set(bySampled);
        return new Reading(spans);
    }

    /**
     * The context that a record is to carry: for a submission that of a trace that begins with it, for others that of the record which is being
     * handled and is about the same thing.
     *
     * @param event what is about to be written
     * @return the context, or null where it belongs to no trace
     */
    public @Nullable String writing(Event event) {
        if (event instanceof Submission submission) {
            return accepted(submission);
        }
        Map<String, String> bySubject = contexts.get();
        return bySubject == null ? null : bySubject.get(subjectOfCause(event));
    }

    /**
     * Does something on behalf of the record that is being handled, so that what is measured meanwhile can name its trace.
     *
     * @param read one of the records of the batch that this thread handles
     * @param work may be done in any trace, or none
     */
    public void within(Event read, Runnable work) {
        Map<String, Span> spans = sampled.get();
        Span span = spans == null ? null : spans.get(subjectRead(read));
        if (span == null) {
            work.run();
        } else {
            try (Tracer.SpanInScope _ = tracer.withSpan(span)) {
                work.run();
            }
        }
    }

    /**
     * The context that this thread has for a paper, to be kept while work on it waits for its turn.
     *
     * @return the context, or null where the paper is of no trace, or of one that is not sampled
     */
    public @Nullable String sampled(int paper) {
        Map<String, String> bySubject = contexts.get();
        String context = bySubject == null ? null : bySubject.get(paperRead(paper));
        return context == null || !isSampled(context) ? null : context;
    }

    /**
     * Goes on in a trace with work on a paper that has waited: a span until it is closed, which is also what is measured and logged meanwhile.
     *
     * @param name of the span
     * @param context as {@link #sampled} gave it
     */
    public Resumed resumed(String name, int paper, @Nullable String context) {
        if (context == null || !CONTEXT.matcher(context).matches()) {
            return new Resumed(null, null, Map.of());
        }
        Span span = propagator
                .extract(context, (carrier, key) -> key.equals(HEADER) ? carrier : null)
                .name(name)
                .tag("citestream.paper", Integer.toString(paper))
                .start();
        String written = written(span);
        return new Resumed(span, tracer.withSpan(span), written == null ? Map.of() : Map.of(paperRead(paper), written));
    }

    /**
     * Lets what is written about some papers join traces in which work on them has been resumed elsewhere.
     *
     * @param byPaper the contexts as {@link #sampled} gave them
     */
    public Resumed carrying(Map<Integer, String> byPaper) {
        Map<String, String> bySubject = new HashMap<>();
        byPaper.forEach((paper, context) -> bySubject.put(paperRead(paper), context));
        return new Resumed(null, null, bySubject);
    }

    /** Each submission has a trace of its own, linked to the request that brought it, for a request may bring a million. */
    private @Nullable String accepted(Submission submission) {
        if (tracer == Tracer.NOOP) {
            return null;
        }
        Span.Builder builder =
                tracer.spanBuilder().setNoParent().kind(Span.Kind.PRODUCER).name("accept");
        Span request = tracer.currentSpan();
        if (request != null && Boolean.TRUE.equals(request.context().sampled())) {
            builder.addLink(new Link(request.context()));
        }
        Span span = builder.start();
        if (Boolean.TRUE.equals(span.context().sampled())) {
            span.tag("citestream.feed", submission.feed()).tag("citestream.record", submission.recordKey());
        }
        span.end();
        return written(span);
    }

    /** The context of a span as W3C writes it; written here since the general way takes longer than all else that is done for a record's trace. */
    private static @Nullable String written(Span span) {
        TraceContext context = span.context();
        String trace = context.traceId();
        return trace == null || trace.equals(NO_TRACE) || trace.length() != NO_TRACE.length()
                ? null
                : "00-" + trace + "-" + context.spanId() + (Boolean.TRUE.equals(context.sampled()) ? "-01" : "-00");
    }

    /** The trace that a record belongs to, or null. */
    public static @Nullable String traceId(ConsumerRecord<byte[], byte[]> original) {
        String context = contextOf(original);
        return context == null ? null : context.substring(3, 3 + NO_TRACE.length());
    }

    private static @Nullable String contextOf(ConsumerRecord<byte[], byte[]> original) {
        Header header = original.headers().lastHeader(HEADER);
        if (header == null || header.value() == null) {
            return null;
        }
        String context = new String(header.value(), StandardCharsets.US_ASCII);
        return CONTEXT.matcher(context).matches() ? context : null;
    }

    /** The lowest bit of the flags. */
    private static boolean isSampled(String context) {
        return (Character.digit(context.charAt(context.length() - 1), 16) & 1) == 1;
    }

    /** What a record that is read is about, as those who are written because of it see it. */
    private static String subjectRead(Event event) {
        return switch (event) {
            case Submission submission -> "record " + submission.recordKey();
            case PaperRecord paper -> paperRead(paper.id());
            case RankEpoch epoch -> "epoch " + epoch.epoch();
        };
    }

    private static String paperRead(int id) {
        return "paper " + id;
    }

    /** What a record that was read must have been about to be the cause of this one. */
    private static String subjectOfCause(Event event) {
        return switch (event) {
            case Identified.Said said -> "record " + said.submission().recordKey();
            case Identified.Moved moved -> "record " + moved.record();
            case Identified.CitedChanged changed -> "paper " + changed.cited();
            case PaperRecord paper -> "paper " + paper.id();
            case Submission submission -> "record " + submission.recordKey();
            case RankEpoch epoch -> "epoch " + epoch.epoch();
        };
    }

    /** Work that goes on in traces. */
    public final class Resumed implements AutoCloseable {

        private final @Nullable Span span;
        private final Tracer.@Nullable SpanInScope scope;
        private final @Nullable Map<String, String> before;

        private Resumed(@Nullable Span span, Tracer.@Nullable SpanInScope scope, Map<String, String> bySubject) {
            this.span = span;
            this.scope = scope;
            this.before = contexts.get();
            contexts.set(bySubject);
        }

        @Override
        public void close() {
            if (before == null) {
                contexts.remove();
            } else {
                contexts.set(before);
            }
            if (scope != null) {
                scope.close();
            }
            if (span != null) {
                span.end();
            }
        }
    }

    /** The handling of one batch. */
    public final class Reading implements AutoCloseable {

        private final List<Span> spans;

        private Reading(List<Span> spans) {
            this.spans = spans;
        }

        /** Says in every trace that the batch could not be handled. */
        public void failed(Throwable why) {
            spans.forEach(span -> span.error(why));
        }

        @Override
        public void close() {
            contexts.remove();
            sampled.remove();
            spans.forEach(Span::end);
        }
    }
}
