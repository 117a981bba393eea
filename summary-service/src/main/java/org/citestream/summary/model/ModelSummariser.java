package org.citestream.summary.model;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.util.List;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.summary.extractive.ExtractiveSummariser;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.work.WrittenSummary;
import org.citestream.summary.writing.Summariser;
import org.citestream.summary.writing.SummaryFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the language models in their order until one answers; that one once more, if what it wrote does not stand, or the next where that
 * fails; and then lets the abstract speak for itself, labelled as that and with the reason. What all of them refuse or fail at is for the
 * caller to try again: there are no retries in here.
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
    public boolean writes(String model, String promptVersion) {
        return promptVersion.equals(Prompt.VERSION)
                && models.stream().anyMatch(each -> each.name().equals(model));
    }

    @Override
    public boolean asksModel() {
        return true;
    }

    @Override
    public Use use(PaperText paper) {
        return models.getFirst().use(prompt.of(paper));
    }

    @Override
    public WrittenSummary summarise(PaperText paper) throws SummaryFailedException {
        Bill bill = new Bill();
        if (paper.trusted().isEmpty()) {
            return extract(paper, bill, "Nothing of the abstract can be shown to a language model");
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
        throw failure.having(bill.tokens(), bill.cost());
    }

    /** What was paid for already is not paid for again soon because this call fails. */
    private WrittenSummary repaired(ModelClient model, Answer first, PaperText paper, Bill bill)
            throws SummaryFailedException {
        if (first.filtered()) {
            return extract(paper, bill, "What " + model.name() + " wrote was withheld by its provider");
        }
        try {
            Answer second = ask(model, prompt.repairing(paper, first.problems()), paper, bill);
            return second.problems().isEmpty()
                    ? generated(model, second, bill)
                    : extract(
                            paper,
                            bill,
                            "What %s wrote did not stand, nor did its second try: %s"
                                    .formatted(model.name(), String.join("; ", second.problems())));
        } catch (SummaryFailedException e) {
            String reason =
                    "What %s wrote did not stand, and asked once more: %s".formatted(model.name(), e.getMessage());
            throw e.passing() ? SummaryFailedException.costly(reason, e) : SummaryFailedException.forGood(reason, e);
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
                SummaryCheck.NAMES,
                null);
    }

    /**
     * @param reason why there is no better one
     */
    private WrittenSummary extract(PaperText paper, Bill bill, String reason) {
        WrittenSummary extracted = extractive.write(paper);
        return new WrittenSummary(
                extracted.text(),
                extracted.model(),
                extracted.method(),
                extracted.promptVersion(),
                bill.tokens(),
                bill.cost(),
                List.of(),
                reason);
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
