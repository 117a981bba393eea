package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_SUMMARY;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.model.ProviderStub.Answer;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.Budgets;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.WrittenSummary;
import org.citestream.summary.writing.SummaryFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelChainTest {

    private static final PaperText PAPER = new PaperText(TIDEMARK_TITLE, TIDEMARK_ABSTRACT);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private final ProviderStub cheap = new ProviderStub(Wires.OLLAMA);
    private final ProviderStub dear = new ProviderStub(Wires.ANTHROPIC);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Budget budget = Budgets.of(null, null, meters, InstantSource.system());

    @AfterEach
    void close() {
        cheap.close();
        dear.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 429, 401, 404})
    void theNextModelIsAskedWhereOneFails(int status) throws Exception {
        cheap.answers(Answer.fails(status));
        dear.answers(Answer.says(TIDEMARK_SUMMARY));

        WrittenSummary written = chain().summarise(PAPER);

        assertThat(written.model()).isEqualTo("dear");
        assertThat(written.method()).isEqualTo(Method.GENERATED);
        assertThat(written.tokens()).isEqualTo(new Tokens(100, 40));
    }

    @Test
    void theFirstModelThatAnswersIsTheLastThatIsAsked() throws Exception {
        cheap.answers(Answer.says(TIDEMARK_SUMMARY));

        assertThat(chain().summarise(PAPER).model()).isEqualTo("cheap");
        assertThat(dear.requests()).isEmpty();
    }

    @Test
    void theNextModelIsAskedWhereOneFailsToMendWhatItWrote() throws Exception {
        cheap.answers(Answer.says(null), Answer.fails(500));
        dear.answers(Answer.says(TIDEMARK_SUMMARY));

        WrittenSummary written = chain().summarise(PAPER);

        assertThat(written.model()).isEqualTo("dear");
        assertThat(written.tokens()).as("of both").isEqualTo(new Tokens(200, 80));
    }

    @Test
    void whereNobodyElseCanBeAskedWhatWasPaidForIsNotPaidForAgainSoon() {
        cheap.answers(Answer.says(null), Answer.fails(500));
        dear.answers(Answer.fails(503));

        SummaryFailedException failure = failure(chain());

        assertThat(failure.isCostly()).isTrue();
        assertThat(failure).hasMessageContaining("cheap answered 500").hasMessageContaining("dear answered 503");
    }

    @Test
    void aCircuitOpensIsSkippedAndClosesAgainVisibly() throws Exception {
        cheap.answers(Answer.fails(500));
        dear.answers(Answer.says(TIDEMARK_SUMMARY));
        ModelSummariser chain = chain();
        assertThat(circuit("cheap")).isZero();

        for (int i = 0; i < 6; i++) {
            assertThat(chain.summarise(PAPER).model()).isEqualTo("dear");
        }
        assertThat(cheap.requests()).as("left alone after four failures").hasSize(4);
        assertThat(circuit("cheap")).isEqualTo(2);
        assertThat(circuit("dear")).isZero();

        cheap.answers(Answer.says(TIDEMARK_SUMMARY));
        Awaitility.await().until(() -> chain.summarise(PAPER).model().equals("cheap"));
        assertThat(chain.summarise(PAPER).model()).isEqualTo("cheap");
        assertThat(circuit("cheap")).isZero();
    }

    @Test
    void oneBadPaperOpensNoCircuit() {
        cheap.answers(Answer.fails(400));
        dear.answers(Answer.fails(400));
        ModelSummariser chain = chain();

        for (int i = 0; i < 10; i++) {
            assertThat(failure(chain).passing()).isFalse();
        }
        assertThat(cheap.requests()).hasSize(10);
    }

    @Test
    void whereEveryCircuitIsOpenNobodyIsAskedAndThatIsSaid() {
        cheap.answers(Answer.fails(500));
        dear.answers(new Answer.Resets());
        ModelSummariser chain = chain();
        for (int i = 0; i < 4; i++) {
            assertThat(failure(chain).isUnavailable()).isFalse();
        }

        SummaryFailedException failure = failure(chain);

        assertThat(failure.isUnavailable()).isTrue();
        assertThat(failure)
                .hasMessageContaining("cheap failed too often")
                .hasMessageContaining("dear failed too often");
        assertThat(failure.retryAfter()).isEqualTo(PAUSE);
    }

    @Test
    void aSpentBudgetStopsTheCallsAndSaysSo() throws Exception {
        budget = Budgets.of("0.01", null, meters, InstantSource.system());
        cheap.answers(Answer.fails(500));
        dear.answers(Answer.says(TIDEMARK_SUMMARY));
        ModelSummariser chain = chain();

        WrittenSummary paid = chain.summarise(PAPER);
        SummaryFailedException stopped = null;
        for (int i = 0; i < 20 && stopped == null; i++) {
            stopped = failure(chain);
        }

        assertThat(paid.cost()).isEqualByComparingTo("0.00052");
        assertThat(stopped).hasMessageContaining("The budget of the day, 0.01 dollars, is spent");
        assertThat(budget.report().day().dollars()).isLessThanOrEqualTo(new BigDecimal("0.01"));
        assertThat(budget.report().day().dollars())
                .isEqualByComparingTo(new BigDecimal("0.00052")
                        .multiply(BigDecimal.valueOf(dear.requests().size())));
    }

    private double circuit(String model) {
        return meters.get("citestream.summary.circuit.state")
                .tag("model", model)
                .gauge()
                .value();
    }

    private static SummaryFailedException failure(ModelSummariser summariser) {
        return catchThrowableOfType(SummaryFailedException.class, () -> summariser.summarise(PAPER));
    }

    private ModelSummariser chain() {
        List<ModelClient> models = Stream.of(
                        settings("cheap", Provider.OLLAMA, cheap, BigDecimal.ZERO, BigDecimal.ZERO),
                        settings("dear", Provider.ANTHROPIC, dear, new BigDecimal("2"), new BigDecimal("8")))
                .map(this::client)
                .toList();
        return new ModelSummariser(models, "identity", "connection", new Prompt(8000), new ExtractiveSummariser());
    }

    private ModelClient client(ModelProperties settings) {
        String name = String.valueOf(settings.name());
        CircuitBreaker circuit = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(4)
                        .minimumNumberOfCalls(4)
                        .failureRateThreshold(50)
                        .waitDurationInOpenState(PAUSE)
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .build());
        return new ModelClient(
                ChatModels.of(settings, InstantSource.system()),
                settings,
                circuit,
                PAUSE,
                Duration.ofMinutes(10),
                budget,
                new CallMeter(meters, settings.provider(), name),
                InstantSource.system());
    }

    private static ModelProperties settings(
            String name, Provider provider, ProviderStub stub, BigDecimal input, BigDecimal output) {
        return new ModelProperties(
                name, provider, stub.url(), "secret", 0.0, null, 400, Duration.ofSeconds(5), 8000, input, output);
    }
}
