package org.citestream.summary.model;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.time.Duration;
import java.util.List;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryFailedException;
import org.citestream.summary.writing.WrittenSummary;
import org.jspecify.annotations.Nullable;

/**
 * Asks a language model once; once more, if what it wrote does not stand; and then lets the abstract speak for itself, labelled as
 * that. What the far side refuses or fails at is for the caller to try again: there are no retries in here.
 */
final class ModelSummariser implements Summariser {

    private static final int TOO_EARLY_OR_LATE = 408;
    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final ChatModel model;
    private final String name;
    private final String identity;
    private final String connection;
    private final Prompt prompt;
    private final ExtractiveSummariser fallback;
    private final CallMeter meter;
    private final SummaryCheck check = new SummaryCheck();

    /**
     * @param model makes one call when asked once
     * @param name the model's
     * @param identity everything that shapes its answers
     * @param connection by which way it is reached; holds no secret
     */
    ModelSummariser(
            ChatModel model,
            String name,
            String identity,
            String connection,
            Prompt prompt,
            ExtractiveSummariser fallback,
            CallMeter meter) {
        this.model = model;
        this.name = name;
        this.identity = identity;
        this.connection = connection;
        this.prompt = prompt;
        this.fallback = fallback;
        this.meter = meter;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String connection() {
        return connection;
    }

    @Override
    public WrittenSummary summarise(PaperText paper) throws SummaryFailedException {
        Bill bill = new Bill();
        if (paper.trusted().isEmpty()) {
            return extract(paper, bill);
        }
        Answer first = ask(prompt.of(paper), paper, bill);
        if (first.problems().isEmpty()) {
            return generated(first, bill);
        }
        if (!first.filtered()) {
            Answer second = ask(prompt.repairing(paper, first.problems()), paper, bill);
            if (second.problems().isEmpty()) {
                return generated(second, bill);
            }
        }
        return extract(paper, bill);
    }

    private WrittenSummary generated(Answer answer, Bill bill) {
        return new WrittenSummary(
                answer.text(), name, Method.GENERATED, Prompt.VERSION, bill.tokens(), meter.cost(bill.tokens()));
    }

    private WrittenSummary extract(PaperText paper, Bill bill) {
        WrittenSummary extracted = fallback.write(paper);
        return new WrittenSummary(
                extracted.text(),
                extracted.model(),
                extracted.method(),
                extracted.promptVersion(),
                bill.tokens(),
                meter.cost(bill.tokens()));
    }

    private Answer ask(List<ChatMessage> messages, PaperText paper, Bill bill) throws SummaryFailedException {
        ChatResponse response;
        CallMeter.Call call = meter.begin();
        try {
            response = model.chat(messages);
        } catch (RuntimeException e) {
            SummaryFailedException failure = classified(e);
            call.failed(e);
            throw failure;
        }
        call.answered(response);
        bill.add(response.tokenUsage());
        return judged(response, paper);
    }

    private Answer judged(ChatResponse response, PaperText paper) {
        @Nullable
        String raw = response.aiMessage() == null ? null : response.aiMessage().text();
        String text = raw == null ? "" : raw.strip();
        if (response.finishReason() == FinishReason.CONTENT_FILTER) {
            return new Answer(text, true, List.of("the provider withheld it"));
        }
        if (response.finishReason() == FinishReason.LENGTH) {
            return new Answer(text, false, List.of("it was too long and was cut off"));
        }
        if (text.isEmpty()) {
            return new Answer(text, false, List.of("it was empty"));
        }
        return new Answer(text, false, check.problems(text, paper));
    }

    private static SummaryFailedException classified(RuntimeException e) {
        @Nullable Throwable cause = e;
        while (cause != null && !(cause instanceof HttpException)) {
            cause = cause.getCause();
        }
        if (!(cause instanceof HttpException http)) {
            return SummaryFailedException.forNow("the model could not be asked: " + inWords(e), e, null);
        }
        int status = http.statusCode();
        String reason = "the model answered " + status + ": " + inWords(http);
        boolean passes = status >= SERVER || status == TOO_MANY || status == TOO_EARLY_OR_LATE || status == CONFLICT;
        @Nullable Duration wait = http instanceof ProviderException provider ? provider.retryAfter() : null;
        return passes ? SummaryFailedException.forNow(reason, e, wait) : SummaryFailedException.forGood(reason, e);
    }

    private static String inWords(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.replaceAll("\\s+", " ").strip();
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }

    private record Answer(String text, boolean filtered, List<String> problems) {}
}
