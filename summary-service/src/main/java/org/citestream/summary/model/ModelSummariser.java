package org.citestream.summary.model;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryFailedException;
import org.citestream.summary.writing.WrittenSummary;
import org.jspecify.annotations.Nullable;

/**
 * Asks the language models in their order until one answers; that one once more, if what it wrote does not stand; and then lets the
 * abstract speak for itself, labelled as that. What all of them refuse or fail at is for the caller to try again: there are no
 * retries in here.
 */
final class ModelSummariser implements Summariser {

    private final List<ModelClient> models;
    private final String identity;
    private final String connection;
    private final Prompt prompt;
    private final ExtractiveSummariser extractive;
    private final SummaryCheck check = new SummaryCheck();

    /**
     * @param models in the order in which they are asked; at least one
     * @param identity everything that shapes the first one's answers
     * @param connection by which way they are reached; holds no secret
     */
    ModelSummariser(
            List<ModelClient> models,
            String identity,
            String connection,
            Prompt prompt,
            ExtractiveSummariser extractive) {
        this.models = models;
        this.identity = identity;
        this.connection = connection;
        this.prompt = prompt;
        this.extractive = extractive;
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
    public Use use(PaperText paper) {
        return models.getFirst().use(prompt.of(paper));
    }

    @Override
    public WrittenSummary summarise(PaperText paper) throws SummaryFailedException {
        Bill bill = new Bill();
        if (paper.trusted().isEmpty()) {
            return extract(paper, bill);
        }
        SummaryFailedException failure = null;
        for (ModelClient model : models) {
            try {
                Answer first = ask(model, prompt.of(paper), paper, bill);
                return first.problems().isEmpty() ? generated(model, first, bill) : repaired(model, first, paper, bill);
            } catch (SummaryFailedException e) {
                failure = failure == null ? e : failure.or(e);
            }
        }
        if (failure == null) {
            throw new IllegalStateException("There is no model to ask");
        }
        throw failure;
    }

    /** What was paid for already is not paid for again because this call fails. */
    private WrittenSummary repaired(ModelClient model, Answer first, PaperText paper, Bill bill) {
        if (first.filtered()) {
            return extract(paper, bill);
        }
        try {
            Answer second = ask(model, prompt.repairing(paper, first.problems()), paper, bill);
            return second.problems().isEmpty() ? generated(model, second, bill) : extract(paper, bill);
        } catch (SummaryFailedException _) {
            return extract(paper, bill);
        }
    }

    private static WrittenSummary generated(ModelClient model, Answer answer, Bill bill) {
        return new WrittenSummary(
                answer.text(),
                model.name(),
                Method.GENERATED,
                Prompt.VERSION,
                bill.tokens(),
                bill.cost(),
                SummaryCheck.NAMES);
    }

    private WrittenSummary extract(PaperText paper, Bill bill) {
        WrittenSummary extracted = extractive.write(paper);
        return new WrittenSummary(
                extracted.text(),
                extracted.model(),
                extracted.method(),
                extracted.promptVersion(),
                bill.tokens(),
                bill.cost(),
                List.of());
    }

    private Answer ask(ModelClient model, List<ChatMessage> messages, PaperText paper, Bill bill)
            throws SummaryFailedException {
        return judged(model.ask(messages, bill), paper);
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

    private record Answer(String text, boolean filtered, List<String> problems) {}
}
