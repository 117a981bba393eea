package org.citestream.summary.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Answering queries using views is studied with conjunctive queries as input.",
                "State machine replication is used with logs in this paper.",
                "The system answers queries and the user should not notice.",
                "We ignore duplicates and follow the rules of SQL.",
                "Write amplification is reduced by 40 % as logs are merged.",
                "The optimizer rewrites the query; print layouts are out of scope.",
                "Returning only the best k answers is what top-k queries do.",
                "An AI assistant for SQL is presented, as a language model can translate questions."
            })
    void sentencesAboutThePaperStay(String sentence) {
        assertThat(UntrustedText.instructs(sentence)).isFalse();
    }

    @Test
    void whatCannotBeSeenIsGone() {
        assertThat(new PaperText("A\u200b title ", "an\u202e  <b>abs\u00adtract</b>\n\n here\u0000"))
                .isEqualTo(new PaperText("A title", "an abstract here"));
    }

    @Test
    void theSameTextInOtherSpacingHasTheSameHash() {
        assertThat(new PaperText("Zu\u0308rich  papers", "One\n two.").hash())
                .isEqualTo(new PaperText(" Z\u00fcrich papers", "One two. ").hash());
        assertThat(new PaperText("a", "b c").hash()).isNotEqualTo(new PaperText("a b", "c").hash());
        assertThat(new PaperText("a", " ").abstractText()).isNull();
    }
}
