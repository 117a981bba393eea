package org.citestream.events.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.citestream.events.Event;
import org.citestream.events.Identified;
import org.citestream.events.RankEvent;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedWithdrawal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which records belong to one trace. */
class RecordTracesTest {

    private static final Instant NOW = Instant.parse("2026-03-14T09:26:53.589Z");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final RecordTraces traces = traces(Sampler.alwaysOn());

    @Test
    void whatFollowsFromASubmissionJoinsItsTrace() {
        Submission submission = withdrawal("a");
        Identified.Said said = Identified.Said.of(17, 3, 0, submission);
        String accepted = traces.writing(submission);
        String identified = handled("identify", submission, accepted, said);
        String assembled = handled("assemble", said, identified, new RankEvent(17, 1, 1.0));

        assertThat(List.of(traceOf(accepted), traceOf(identified), traceOf(assembled)))
                .containsOnly(traceOf(accepted));
        assertThat(spans.getFinishedSpanItems())
                .extracting(SpanData::getName)
                .containsExactly("accept", "identify", "assemble");
        SpanData identify = spans.getFinishedSpanItems().get(1);
        assertThat(identify.getParentSpanId())
                .isEqualTo(spans.getFinishedSpanItems().getFirst().getSpanId());
    }

    @Test
    void everySubmissionHasATraceOfItsOwn() {
        assertThat(traceOf(traces.writing(withdrawal("a")))).isNotEqualTo(traceOf(traces.writing(withdrawal("b"))));
    }

    @Test
    void aNoticeToACitingPaperJoinsTheTraceOfTheCitedOne() {
        Identified.Said cited = Identified.Said.of(17, 3, 0, withdrawal("a"));
        String accepted = traces.writing(cited.submission());
        assertThat(traceOf(handled("assemble", cited, accepted, new Identified.CitedChanged(4, 17, 1, NOW))))
                .isEqualTo(traceOf(accepted));
    }

    @Test
    void whatIsAboutAnotherPaperOrIsWrittenAfterTheBatchBelongsToNoTrace() {
        Identified.Said said = Identified.Said.of(17, 3, 0, withdrawal("a"));
        assertThat(handled("assemble", said, traces.writing(said.submission()), new RankEvent(18, 1, 1.0)))
                .isNull();
        assertThat(traces.writing(new RankEvent(17, 1, 1.0))).isNull();
    }

    @Test
    void workThatHasWaitedGoesOnInTheTraceOfItsPaperAndSoDoesWhatOthersWriteForIt() {
        Identified.Said said = Identified.Said.of(17, 3, 0, withdrawal("a"));
        String accepted = traces.writing(said.submission());
        RankEvent written = new RankEvent(17, 1, 1.0);
        String kept;
        try (RecordTraces.Reading _ = traces.reading("papers", List.of(sent(accepted)), List.of(written))) {
            kept = traces.sampled(17);
            assertThat(traces.sampled(18)).isNull();
        }
        String ofWorker;
        try (RecordTraces.Resumed _ = traces.resumed("summarise", 17, kept)) {
            ofWorker = traces.sampled(17);
            assertThat(traceOf(traces.writing(written))).isEqualTo(traceOf(accepted));
        }
        try (RecordTraces.Resumed _ = traces.resumed("another", 18, null)) {
            try (RecordTraces.Resumed _ = traces.carrying(Map.of(17, Objects.requireNonNull(ofWorker)))) {
                assertThat(traces.writing(written)).isEqualTo(ofWorker);
            }
            assertThat(traces.writing(written)).isNull();
        }
        assertThat(traces.writing(written)).isNull();

        SpanData read = spans.getFinishedSpanItems().get(1);
        SpanData summarise = spans.getFinishedSpanItems().get(2);
        assertThat(summarise.getName()).isEqualTo("summarise");
        assertThat(summarise.getTraceId()).isEqualTo(traceOf(accepted));
        assertThat(summarise.getParentSpanId()).isEqualTo(read.getSpanId());
        assertThat(spans.getFinishedSpanItems()).hasSize(3);
    }

    @Test
    void anUnsampledTraceIsCarriedOnWithoutSpans() {
        Submission submission = withdrawal("a");
        String unsampled = traces(Sampler.alwaysOff()).writing(submission);
        assertThat(unsampled).isNotNull().matches(".*-0[02]");
        assertThat(handled("identify", submission, unsampled, Identified.Said.of(17, 3, 0, submission)))
                .isEqualTo(unsampled);
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void aBatchThatCouldNotBeHandledSaysWhyInItsTraces() {
        Submission submission = withdrawal("a");
        String accepted = traces.writing(submission);
        try (RecordTraces.Reading reading = traces.reading("identify", List.of(sent(accepted)), List.of(submission))) {
            reading.failed(new IllegalStateException("the store is away"));
        }
        assertThat(spans.getFinishedSpanItems().getLast().getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
    }

    @Test
    void aRecordWithoutAContextOrWithOneThatIsNoContextIsHandledUntraced() {
        Submission submission = withdrawal("a");
        Identified.Said said = Identified.Said.of(17, 3, 0, submission);
        assertThat(handled("identify", submission, null, said)).isNull();
        assertThat(handled("identify", submission, "nonsense", said)).isNull();
        assertThat(handled("identify", submission, "00-nonsense-01", said)).isNull();
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    private @Nullable String handled(String reader, Event read, @Nullable String context, Event written) {
        try (RecordTraces.Reading _ = traces.reading(reader, List.of(sent(context)), List.of(read))) {
            return traces.writing(written);
        }
    }

    private RecordTraces traces(Sampler sampler) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(sampler))
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build();
        io.opentelemetry.api.trace.Tracer tracer = provider.get("test");
        return new RecordTraces(
                new OtelTracer(tracer, new OtelCurrentTraceContext(), _ -> {}),
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), tracer));
    }

    private static ConsumerRecord<byte[], byte[]> sent(@Nullable String context) {
        ConsumerRecord<byte[], byte[]> sent = new ConsumerRecord<>("topic", 0, 0, null, new byte[0]);
        if (context != null) {
            sent.headers().add(RecordTraces.HEADER, context.getBytes(StandardCharsets.US_ASCII));
        }
        return sent;
    }

    private static String traceOf(@Nullable String context) {
        return Objects.requireNonNull(context).split("-")[1];
    }

    private static SubmittedWithdrawal withdrawal(String key) {
        return new SubmittedWithdrawal("harbour-list", key, "api", NOW);
    }
}
