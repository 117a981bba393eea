package org.citestream.summary.model;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.summary.spending.Budget;
import org.citestream.summary.spending.BudgetSpentException;
import org.citestream.summary.spending.Spending;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one language model, once a call: not while its provider wants to be left alone, not while its circuit is open, and not
 * without money. Says of each failure whether it passes.
 */
final class ModelClient {

    private static final int TOO_EARLY_OR_LATE = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;
    private static final List<Integer> WRONG_SETTINGS = List.of(401, 402, 403, 404);
    private static final int LONGEST_REASON = 300;
    private static final int USUAL_ANSWER = 70;

    private final ChatModel model;
    private final String name;
    private final int longestAnswer;
    private final Prices prices;
    private final CircuitBreaker circuit;
    private final Duration circuitPause;
    private final Duration longestPause;
    private final Budget budget;
    private final CallMeter meter;
    private final InstantSource clock;
    private final AtomicReference<Instant> leaveAloneUntil = new AtomicReference<>(Instant.MIN);
    /** What was spent on this model when that was last asked for; its usual answer does not change. */
    private volatile @Nullable Spending soFar;

    /**
     * @param model makes one call when asked once
     * @param settings of the model, which has a name
     * @param circuit its own
     * @param circuitPause how long it stays open
     * @param longestPause longest that a wish to be left alone is followed
     */
    ModelClient(
            ChatModel model,
            ModelProperties settings,
            CircuitBreaker circuit,
            Duration circuitPause,
            Duration longestPause,
            Budget budget,
            CallMeter meter,
            InstantSource clock) {
        this.model = model;
        this.name = String.valueOf(settings.name());
        this.longestAnswer = settings.maxTokens();
        this.prices = new Prices(settings.inputPrice(), settings.outputPrice());
        this.circuit = circuit;
        this.circuitPause = circuitPause;
        this.longestPause = longestPause;
        this.budget = budget;
        this.meter = meter;
        this.clock = clock;
        meter.circuit(() -> switch (circuit.getState()) {
            case CLOSED, METRICS_ONLY, DISABLED -> 0;
            case HALF_OPEN -> 1;
            case OPEN, FORCED_OPEN -> 2;
        });
    }

    String name() {
        return name;
    }

    /** What a call uses, about: an answer as long as those so far were. */
    Summariser.Use use(List<ChatMessage> messages) {
        Spending before = soFar;
        if (before == null) {
            before = budget.ofModel(name);
            soFar = before.calls() == 0 ? null : before;
        }
        int answer = before.calls() == 0
                ? USUAL_ANSWER
                : Math.toIntExact(Math.ceilDiv(before.outputTokens(), before.calls()));
        Tokens tokens = new Tokens(Prices.about(text(messages), "").input(), answer);
        return new Summariser.Use(tokens, prices.of(tokens));
    }

    private static String text(List<ChatMessage> messages) {
        return messages.stream().map(ChatMessage::toString).collect(Collectors.joining());
    }

    /**
     * Makes one call.
     *
     * @param bill gets what it used
     * @throws SummaryFailedException if it was not made, or not answered
     */
    ChatResponse ask(List<ChatMessage> messages, Bill bill) throws SummaryFailedException {
        Duration alone = Duration.between(clock.instant(), leaveAloneUntil.get());
        if (alone.isPositive()) {
            throw SummaryFailedException.forNow(name + " asks to be left alone", null, alone);
        }
        String asked = text(messages);
        BigDecimal most = prices.of(Prices.most(asked, longestAnswer));
        try (Budget.Hold money = budget.hold(most == null ? BigDecimal.ZERO : most)) {
            if (!circuit.tryAcquirePermission()) {
                throw SummaryFailedException.unavailable(
                        name + " failed too often and is left alone for a while", circuitPause);
            }
            return call(messages, asked, money, bill);
        } catch (BudgetSpentException e) {
            throw SummaryFailedException.unavailable(String.valueOf(e.getMessage()), e.pause());
        }
    }

    private ChatResponse call(List<ChatMessage> messages, String asked, Budget.Hold money, Bill bill)
            throws SummaryFailedException {
        CallMeter.Call call = meter.begin();
        long start = System.nanoTime();
        boolean told = false;
        try {
            ChatResponse response = model.chat(messages);
            call.answered(CallMeter.tokens(response), settle(response, asked, money, bill));
            circuit.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            told = true;
            return response;
        } catch (RuntimeException e) {
            call.failed(e, settle(e, money, bill));
            SummaryFailedException failure = classified(e);
            // A request that this provider refuses tells nothing about the next one.
            if (failure.passing() || isWrongSetting(e)) {
                circuit.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, e);
                told = true;
            }
            throw failure;
        } finally {
            if (!told) {
                circuit.releasePermission();
            }
        }
    }

    /** A model that does not count is billed for about what it must have read and written. */
    private @Nullable BigDecimal settle(ChatResponse response, String asked, Budget.Hold money, Bill bill) {
        Tokens used = CallMeter.tokens(response);
        BigDecimal cost;
        if (used == null) {
            String text =
                    response.aiMessage() == null ? null : response.aiMessage().text();
            Tokens charged = Prices.about(asked, text == null ? "" : text);
            cost = prices.of(charged);
            money.settleEstimate(name, charged.input(), charged.output(), cost);
        } else {
            cost = prices.of(used);
            money.settle(name, used.input(), used.output(), cost);
        }
        bill.add(used, cost);
        return cost;
    }

    private @Nullable BigDecimal settle(RuntimeException failure, Budget.Hold money, Bill bill) {
        if (!FailedCall.mayBeBilled(failure)) {
            return null;
        }
        BigDecimal cost = money.settleUnanswered(name);
        if (cost.signum() == 0) {
            return null;
        }
        bill.add(null, cost);
        return cost;
    }

    private SummaryFailedException classified(RuntimeException e) {
        HttpException http = http(e);
        if (http == null) {
            return SummaryFailedException.forNow(name + " could not be asked: " + inWords(e), e, null);
        }
        int status = http.statusCode();
        String reason = name + " answered " + status + ": " + inWords(http);
        boolean passes = status >= SERVER || status == TOO_MANY || status == TOO_EARLY_OR_LATE || status == CONFLICT;
        @Nullable Duration wait = http instanceof ProviderException provider ? provider.retryAfter() : null;
        if (passes && wait != null) {
            Instant until = clock.instant().plus(wait.compareTo(longestPause) < 0 ? wait : longestPause);
            leaveAloneUntil.accumulateAndGet(until, (one, other) -> one.isAfter(other) ? one : other);
        }
        return passes ? SummaryFailedException.forNow(reason, e, wait) : SummaryFailedException.forGood(reason, e);
    }

    private static boolean isWrongSetting(RuntimeException e) {
        HttpException http = http(e);
        return http != null && WRONG_SETTINGS.contains(http.statusCode());
    }

    private static @Nullable HttpException http(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException http) {
                return http;
            }
        }
        return null;
    }

    private static String inWords(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "…" : line;
    }
}
