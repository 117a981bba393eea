package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import org.citestream.events.SummaryEvent.Tokens;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallMeterTest {

    @Test
    void whatIsToldByHalfIsNotToldSoThatNothingIsTakenForFree() {
        assertThat(CallMeter.tokens(answer(new TokenUsage(100, 40)))).isEqualTo(new Tokens(100, 40));
        assertThat(CallMeter.tokens(answer(new TokenUsage(100, null)))).isNull();
        assertThat(CallMeter.tokens(answer(new TokenUsage(null, 40)))).isNull();
        assertThat(CallMeter.tokens(answer(null))).isNull();
        assertThat(CallMeter.tokens(new TokenUsage(100, null)))
                .as("an embedding writes nothing")
                .isEqualTo(new Tokens(100, 0));
    }

    private static ChatResponse answer(@Nullable TokenUsage usage) {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from("text"))
                .tokenUsage(usage)
                .build();
    }
}
