package org.citestream.ingest.feed.dblp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortRunsTest {

    private static final Map<String, String> CHARACTERS = Map.of("uuml", "ü", "yen", "¥", "frac34", "¾");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 11, 64, 4096})
    @DisplayName(
            "named characters become numbers inside of tags, wherever the reads part them, and stay as they are in text")
    void attributes(int atOnce) throws IOException {
        assertThat(read(
                        "<dblp><a b='M&uuml;ll&yen;er' c='&frac34;&amp;&nosuch;&'>x&uuml;y&amp;</a><d e='&uuml'>&uuml;</d></dblp>&",
                        atOnce))
                .isEqualTo(
                        "<dblp><a b='M&#252;ll&#165;er' c='&#190;&amp;&nosuch;&'>x&uuml;y&amp;</a><d e='&uuml'>&uuml;</d></dblp>&");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4096, 100_000})
    @DisplayName("of a run that is too long the rest is passed over, and what follows is not")
    void longRun(int atOnce) throws IOException {
        String read = read("<dblp><a>" + "y".repeat(5_000_000) + "</a><b>z</b></dblp>", atOnce);
        assertThat(read.length()).isBetween(1 << 20, (1 << 20) + 200_000);
        assertThat(read).startsWith("<dblp><a>yy").endsWith("y</a><b>z</b></dblp>");
    }

    @ParameterizedTest
    @ValueSource(ints = {4096})
    @DisplayName("there is a bound to what comes before the root element")
    void prolog(int atOnce) {
        assertThatThrownBy(() -> read(ShortRuns.class.getName().repeat(40_000), atOnce, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("before the root element");
    }

    private static String read(String xml, int atOnce) throws IOException {
        return read(xml, atOnce, true);
    }

    private static String read(String xml, int atOnce, boolean rooted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = new byte[atOnce];
        try (ShortRuns runs =
                new ShortRuns(new ByteArrayInputStream(xml.getBytes(StandardCharsets.ISO_8859_1)), CHARACTERS)) {
            if (rooted) {
                runs.endProlog();
            }
            for (int read = runs.read(bytes, 0, atOnce); read >= 0; read = runs.read(bytes, 0, atOnce)) {
                out.write(bytes, 0, read);
            }
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }
}
