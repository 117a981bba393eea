package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_SUMMARY;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.model.ProviderStub.Answer;
import org.citestream.summary.model.ProviderStub.End;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.Budgets;
import org.citestream.summary.spending.Spending;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.WrittenSummary;
import org.citestream.summary.writing.SummaryFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every provider, over its own protocol. */
abstract class ChatModelContract {

    static final PaperText PAPER = new PaperText(TIDEMARK_TITLE, TIDEMARK_ABSTRACT);
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);

    private final Wires wire;
    private final ProviderStub stub;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Budget budget = Budgets.of(null, null, meters, CLOCK);

    ChatModelContract(Wires wire) {
        this.wire = wire;
        this.stub = new ProviderStub(wire);
    }

    @AfterEach
    void closeStub() {
        stub.close();
    }

    @Test
    void aPaperIsSentByTheProvidersProtocolAndItsSummaryComesWithTokensAndCost() throws Exception {
        stub.answers(Answer.says(TIDEMARK_SUMMARY));

        WrittenSummary written = summariser().summarise(PAPER);

        assertThat(written)
                .isEqualTo(new WrittenSummary(
                        TIDEMARK_SUMMARY,
                        "stub-model",
                        Method.GENERATED,
                        Prompt.VERSION,
                        new Tokens(100, 40),
                        written.cost(),
                        SummaryCheck.NAMES,
                        null));
        assertThat(written.cost()).isEqualByComparingTo("0.00052");
        assertThat(budget.report().total().dollars()).isEqualByComparingTo("0.00052");
        ProviderStub.Request request = stub.requests().getFirst();
        assertThat(request.path()).isEqualTo(wire.path("stub-model"));
        assertThat(request.key()).isEqualTo(wire.key("secret"));
        assertThat(request.body().toString())
                .contains(TIDEMARK_TITLE)
                .contains("recovers 4.5x faster")
                .contains("exactly two sentences");
        assertThat(meters.get("gen_ai.client.token.usage")
                        .tag("gen_ai.provider.name", wire.provider().label())
                        .tag("gen_ai.token.type", "output")
                        .summary()
                        .totalAmount())
                .isEqualTo(40);
    }

    @Test
    void aSummaryWithoutACountOfTokensIsASummaryAndIsChargedByItsLength() throws Exception {
        stub.answers(new Answer.Says(TIDEMARK_SUMMARY, End.STOP, false));

        WrittenSummary written = summariser().summarise(PAPER);

        assertThat(written.method()).isEqualTo(Method.GENERATED);
        Spending total = budget.report().total();
        assertThat(total.inputTokens()).isBetween(200L, 1000L);
        assertThat(total.dollars()).isPositive();
        assertThat(total.estimated()).as("nobody told").isEqualByComparingTo(total.dollars());
    }

    @Test
    void anEmptyAnswerIsAskedForOnceMoreWithThePaper() throws Exception {
        stub.answers(Answer.says(null), Answer.says(TIDEMARK_SUMMARY));

        WrittenSummary written = summariser().summarise(PAPER);

        assertThat(written.method()).isEqualTo(Method.GENERATED);
        assertThat(written.tokens()).isEqualTo(new Tokens(200, 80));
        assertThat(stub.requests().get(1).body().toString())
                .contains("it was empty")
                .contains("recovers 4.5x faster");
    }

    @Test
    void aCutOffAnswerIsNotPublished() throws Exception {
        stub.answers(new Answer.Says("Tidemark places barriers by the measured cost of replay, and", End.LENGTH, true));

        WrittenSummary written = summariser().summarise(PAPER);

        assertThat(written.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(written.reason())
                .contains("stub-model")
                .contains("did not stand")
                .contains("cut off");
        assertThat(written.tokens()).isEqualTo(new Tokens(200, 80));
        assertThat(stub.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 400})
    void whereTheModelFailsWhenItIsAskedOnceMoreThatIsSaidWithWhatWasPaid(int status) {
        stub.answers(Answer.says(null), Answer.fails(status));

        SummaryFailedException failure = failure(summariser());

        assertThat(failure.isCostly()).isEqualTo(status == 500);
        assertThat(failure.passing()).isEqualTo(status == 500);
        assertThat(failure).hasMessageContaining("did not stand").hasMessageContaining("answered " + status);
        assertThat(failure.tokens()).isEqualTo(new Tokens(100, 40));
        assertThat(failure.cost()).isEqualByComparingTo("0.00052");
        assertThat(stub.requests()).hasSize(2);
    }

    @Test
    void aWithheldAnswerGivesWayWithoutASecondCall() throws Exception {
        Assumptions.assumeTrue(wire != Wires.OLLAMA, "a model of one's own withholds nothing");
        stub.answers(new Answer.Says(null, End.FILTER, true));

        WrittenSummary written = summariser().summarise(PAPER);

        assertThat(written.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(stub.requests()).hasSizeBetween(1, wire == Wires.ANTHROPIC || wire == Wires.MISTRAL ? 2 : 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I'm sorry, but I cannot help with summarizing this text for you.",
                "Borealis replicates operators across data centres through quorum logs. Halves the latency of joins on TPC-H.",
                "Tidemark plant die Sicherungspunkte von Stromsystemen anhand der gemessenen Kosten. Ist 4.5x schneller auf 32."
            })
    void aRefusalAnotherPapersSummaryAndAnotherLanguageAreNotPublished(String text) throws Exception {
        stub.answers(Answer.says(text));

        assertThat(summariser().summarise(PAPER).method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(stub.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "Mon, 23 Nov 2026 10:00:07 GMT"})
    void aProviderThatAsksToBeLeftAloneSaysForHowLongInEitherForm(String retryAfter) {
        stub.answers(
                new Answer.Sends(429, Map.of("Retry-After", retryAfter), "{\"error\": {\"message\": \"slow down\"}}"));
        ModelSummariser summariser = summariser();

        SummaryFailedException first = failure(summariser);
        SummaryFailedException second = failure(summariser);

        assertThat(first.passing()).isTrue();
        assertThat(first.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(second.retryAfter()).as("and is left alone").isEqualTo(Duration.ofSeconds(7));
        assertThat(stub.requests()).hasSize(1);
    }

    @Test
    void aProviderThatAsksToBeLeftAloneForADayIsAskedAgainAfterTheLongestPause() {
        stub.answers(
                new Answer.Sends(429, Map.of("Retry-After", "86400"), "{\"error\": {\"message\": \"slow down\"}}"));
        ModelSummariser summariser = summariser();

        assertThat(failure(summariser).retryAfter()).isEqualTo(Duration.ofDays(1));
        assertThat(failure(summariser).retryAfter()).isEqualTo(Duration.ofMinutes(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503, 529})
    void passingTroublesPass(int status) {
        stub.answers(Answer.fails(status));

        SummaryFailedException failure = failure(summariser());

        assertThat(failure.passing()).isTrue();
        assertThat(failure).hasMessageContaining(String.valueOf(status));
        assertThat(budget.report().total()).isEqualTo(Spending.NONE);
        assertThat(stub.requests())
                .as("retries are made in one place, elsewhere")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404})
    void aBadRequestAWrongKeyAndAnUnknownModelNeverPass(int status) {
        stub.answers(Answer.fails(status));

        SummaryFailedException failure = failure(summariser());

        assertThat(failure.passing()).isFalse();
        assertThat(failure).hasMessageContaining(String.valueOf(status)).hasMessageContaining("the stub says no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>busy</html>", "{\"half\": ", ""})
    void aMalformedBodyPasses(String body) {
        stub.answers(new Answer.Sends(200, Map.of(), body));

        assertThat(failure(summariser()).passing()).isTrue();
        assertThatTheMostThatItCanHaveCostIsSpent();
    }

    @Test
    void aResetPasses() {
        stub.answers(new Answer.Resets());

        assertThat(failure(summariser()).passing()).isTrue();
        assertThatTheMostThatItCanHaveCostIsSpent();
    }

    @Test
    void aProviderThatIsNotThereCostsNothing() {
        SummaryFailedException failure = failure(summariser("http://127.0.0.1:1" + wire.base()));

        assertThat(failure.passing()).isTrue();
        assertThat(budget.report().total()).isEqualTo(Spending.NONE);
    }

    @Test
    void aProviderThatHangsIsGivenUp() {
        stub.answers(new Answer.Hangs());

        SummaryFailedException failure = failure(summariser(stub.url(), Duration.ofMillis(700)));

        assertThat(failure.passing()).isTrue();
        assertThat(failure).hasMessageContaining("no whole answer within 700 ms");
        assertThatTheMostThatItCanHaveCostIsSpent();
    }

    @Test
    void anAnswerWithoutEndIsGivenUpBeforeItFillsTheMemory() {
        stub.answers(new Answer.NeverEnds());

        SummaryFailedException failure = failure(summariser(stub.url(), Duration.ofSeconds(30)));

        assertThat(failure.passing()).isTrue();
        assertThat(failure).hasMessageContaining("capacity");
        assertThatTheMostThatItCanHaveCostIsSpent();
    }

    /** The provider may bill it, and nobody tells for what. */
    private void assertThatTheMostThatItCanHaveCostIsSpent() {
        Spending total = budget.report().total();
        assertThat(total.calls()).as("answered").isZero();
        assertThat(total.dollars())
                .as("400 tokens of an answer, and what was asked")
                .isBetween(new BigDecimal("0.0040"), new BigDecimal("0.0080"));
        assertThat(total.estimated()).isEqualByComparingTo(total.dollars());
        assertThat(meters.get("citestream.summary.spent.dollars").counter().count())
                .isEqualTo(total.dollars().doubleValue());
    }

    private static SummaryFailedException failure(ModelSummariser summariser) {
        return catchThrowableOfType(SummaryFailedException.class, () -> summariser.summarise(PAPER));
    }

    final void answers(Answer... these) {
        stub.answers(these);
    }

    final List<ProviderStub.Request> requests() {
        return stub.requests();
    }

    final ModelSummariser summariser() {
        return summariser(stub.url());
    }

    private ModelSummariser summariser(String url) {
        return summariser(url, Duration.ofSeconds(20));
    }

    private ModelSummariser summariser(String url, Duration timeout) {
        ModelProperties settings = new ModelProperties(
                "stub-model",
                wire.provider(),
                url,
                "secret",
                0.0,
                null,
                400,
                timeout,
                8000,
                new BigDecimal("2"),
                new BigDecimal("8"));
        ModelClient client = new ModelClient(
                ChatModels.of(settings, CLOCK),
                settings,
                CircuitBreaker.ofDefaults("stub"),
                Duration.ofSeconds(30),
                Duration.ofMinutes(10),
                budget,
                new CallMeter(meters, wire.provider(), "stub-model"),
                CLOCK);
        return new ModelSummariser(
                List.of(client), "identity", "connection", new Prompt(8000), new ExtractiveSummariser());
    }
}
