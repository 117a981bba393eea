package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text that is long enough to be looked at eight characters at a time is normalised like any other. */
class TextTest {

    private static final String ODD = "  ?~\u007f\u0080é李\n\t\u0001";
    private final Random random = new Random(3);

    @Test
    void oneOddCharacterAnywhereInALongTextIsSeen() throws RefusedValueException {
        for (int round = 0; round < 20_000; round++) {
            StringBuilder raw = new StringBuilder("x".repeat(60 + random.nextInt(20)));
            for (int odd = random.nextInt(3); odd > 0; odd--) {
                raw.setCharAt(random.nextInt(raw.length()), ODD.charAt(random.nextInt(ODD.length())));
            }
            String text = raw.toString();
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c))) {
                assertThatThrownBy(() -> Text.normalise(text, 1000)).isInstanceOf(RefusedValueException.class);
            } else {
                assertThat(Text.normalise(text, 1000))
                        .isEqualTo(text.replaceAll("\\s+", " ").strip());
            }
        }
    }
}
