package org.citestream.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VenueRulesTest {

    @ParameterizedTest
    @CsvSource({
        "conf/vldb/Omiecinski91,,,VLDB",
        "journals/pvldb/A08,1,2,VLDB",
        "conf/sigmod/A,,,SIGMOD",
        "conf/pods/A,,,PODS",
        "conf/cidr/A,,,CIDR",
        "journals/pacmmod/A,1,2,SIGMOD",
        "journals/pacmmod/A,2,2,PODS",
        "journals/pacmmod/A,2,3,SIGMOD",
        "journals/pacmmod/A,9,9,SIGMOD",
        "journals/pacmmod/A,,,SIGMOD"
    })
    @DisplayName("a record has the venue of its stream, or of its issue where the stream is shared")
    void venues(String key, @Nullable String volume, @Nullable String number, String venue) {
        VenueRules.StreamRule rule = Objects.requireNonNull(VenueRules.bundled().ruleFor(key));
        assertThat(rule.venueOf(volume, number)).isEqualTo(venue);
    }

    @ParameterizedTest
    @CsvSource({"conf/vldbj/A", "conf/vldb", "conf", "vldb/conf/A", "journals/vldb/A", "''"})
    @DisplayName("a key outside of the streams has no rule")
    void others(String key) {
        assertThat(VenueRules.bundled().ruleFor(key)).isNull();
    }

    @Test
    @DisplayName("the venues of the collection are named once each")
    void names() {
        assertThat(VenueRules.bundled().venues()).containsExactly("CIDR", "PODS", "SIGMOD", "VLDB");
    }

    @Test
    @DisplayName("rules that are not in their form say what is wrong")
    void wrongRules() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("streams is missing");
        assertThatThrownBy(() -> read("{\"streams\":[{\"stream\":\"conf/a\"}]}"))
                .hasMessageContaining("venue is missing");
        assertThatThrownBy(() -> read("{\"streams\":[{\"stream\":\"a\",\"venue\":\"A\"}]}"))
                .hasMessageContaining("not of two steps");
        assertThatThrownBy(() -> read(
                        "{\"streams\":[{\"stream\":\"c/a\",\"venue\":\"A\"},{\"stream\":\"c/a\",\"venue\":\"B\"}]}"))
                .hasMessageContaining("given twice");
        assertThatThrownBy(() -> read("{")).hasMessageStartingWith("venue rules: ");
    }

    private static VenueRules read(String json) {
        return VenueRules.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
