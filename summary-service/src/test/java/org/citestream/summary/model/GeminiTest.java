package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.summary.model.ProviderStub.Answer;
import org.citestream.summary.work.WrittenSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiTest extends ChatModelContract {

    GeminiTest() {
        super(Wires.GEMINI);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"candidates\": [], "})
    void aPromptThatIsBlockedIsAWithheldAnswer(String candidates) throws Exception {
        answers(new Answer.Sends(200, Map.of(), """
                {%s"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "modelVersion": "stub-model-2026",
                 "usageMetadata": {"promptTokenCount": 100, "totalTokenCount": 100}}
                """.formatted(candidates)));

        WrittenSummary written = summariser().summarise(PAPER);

        assertThat(written.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(written.reason()).contains("withheld by its provider");
        assertThat(requests()).hasSize(1);
    }

    @Test
    void whatWasThoughtIsPaidForAlsoWhereNothingIsLeftForAnAnswer() throws Exception {
        answers(new Answer.Sends(200, Map.of(), """
                {"candidates": [{"finishReason": "MAX_TOKENS", "index": 0}], "modelVersion": "stub-model-2026",
                 "usageMetadata": {"promptTokenCount": 100, "thoughtsTokenCount": 400, "totalTokenCount": 500}}
                """));

        WrittenSummary written = summariser().summarise(PAPER);

        assertThat(written.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(written.reason()).contains("cut off");
        assertThat(written.tokens()).isEqualTo(new Tokens(200, 800));
    }
}
