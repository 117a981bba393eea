package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.summary.Papers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {

    /** As many tokens as vocabularies with few words of a language make: one for each byte. */
    @ParameterizedTest
    @CsvSource({
        "流处理系统在节点失败时会丢失工作, 44",
        "Потоковые системы теряют работу, 57",
        "ストリーム処理, 21",
        "$\\sum_{i=0}^{42} 3.14159^i$, 20",
        "🛰️🛰️🛰️, 21"
    })
    void whatIsSetAsideIsEnoughForAnyLanguageAndForFormulas(String text, int tokens) {
        assertThat(Prices.most(text.repeat(100), 0).input()).isGreaterThanOrEqualTo(100 * tokens);
    }

    @Test
    void whatIsSetAsideForEnglishIsNoMoreThanSomeTimesWhatItTakes() {
        String text = Papers.TIDEMARK_ABSTRACT.repeat(10);

        int about = Prices.about(text, "").input();

        assertThat(about).isBetween(text.length() / 5, text.length() / 3);
        assertThat(Prices.most(text, 400)).satisfies(most -> {
            assertThat(most.input()).isBetween(2 * about, 3 * about);
            assertThat(most.output()).isEqualTo(400);
        });
    }

    @Test
    void anEstimateCountsEachCharacterThatIsNotAscii() {
        assertThat(Prices.about("流处理系统", "abcd efgh")).isEqualTo(new Tokens(5, 3));
        assertThat(new Prices(new BigDecimal("2"), new BigDecimal("8")).of(new Tokens(5, 3)))
                .isEqualByComparingTo("0.000034");
    }
}
