package org.citestream.ingest.submission;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.citestream.events.EventCodec;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.Topics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionRoundTripTest {

    private static final String[] WORDS = {
        "join",
        "Über",
        "データ",
        "𝔻atabase",
        "<i>",
        "\"quoted\"",
        "a\\b",
        "{[",
        "10.1145/x",
        "naïve",
        "x\u200by",
        "ﬁ",
        "ø"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("what is read is what was written, in lines and in an array")
    void parseOfWriteIsIdentity(long seed) {
        Random random = new Random(seed);
        EventCodec codec = new EventCodec();
        List<SubmittedPaper> papers = new ArrayList<>();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        for (int i = 0; i < 500; i++) {
            SubmittedPaper paper = paper(random, i);
            papers.add(paper);
            byte[] json = codec.encode(Topics.SUBMISSIONS, paper);
            lines.writeBytes(json);
            lines.write('\n');
            array.write(i == 0 ? '[' : ',');
            array.writeBytes(json);
        }
        array.write(']');
        assertThat(read(lines)).isEqualTo(papers);
        assertThat(read(array)).isEqualTo(papers);
    }

    @Test
    @DisplayName("no bytes at all make the reader fail, and each record is numbered once")
    void survivesAnyBytes() {
        Random random = new Random(7);
        byte[] good = new EventCodec().encode(Topics.SUBMISSIONS, paper(random, 1));
        for (int run = 0; run < 1_000; run++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < 3; i++) {
                bytes.writeBytes(good);
                bytes.write(random.nextBoolean() ? '\n' : ',');
            }
            byte[] spoilt = bytes.toByteArray();
            if (random.nextBoolean()) {
                spoilt[0] = '[';
            }
            for (int i = random.nextInt(4); i >= 0; i--) {
                spoilt[random.nextInt(spoilt.length)] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "{}[]\",:\\\n".charAt(random.nextInt(9));
            }
            List<Reading> readings = Readings.of(spoilt, 4_000);
            for (int i = 0; i < readings.size(); i++) {
                assertThat(readings.get(i).number()).isEqualTo(i + 1);
            }
        }
    }

    private static List<SubmittedPaper> read(ByteArrayOutputStream json) {
        return Readings.of(json.toByteArray(), 1 << 20).stream()
                .map(Readings::paper)
                .toList();
    }

    private static SubmittedPaper paper(Random random, int number) {
        List<SubmittedAuthor> authors = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            authors.add(new SubmittedAuthor(words(random), random.nextBoolean() ? "0000-0002-1825-0097" : null));
        }
        List<SubmittedReference> references = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            references.add(
                    switch (random.nextInt(4)) {
                        case 0 -> SubmittedReference.unnamed();
                        case 1 -> SubmittedReference.toKey("doi:10.1145/" + random.nextInt(1_000));
                        case 2 -> SubmittedReference.toKey("dblp:conf/" + words(random));
                        default ->
                            new SubmittedReference(null, words(random), 1500 + random.nextInt(528), words(random));
                    });
        }
        return new SubmittedPaper(
                "lab-" + random.nextInt(3),
                "k" + number + "/" + words(random),
                words(random),
                authors,
                maybe(random, words(random)),
                1500 + random.nextInt(528),
                maybe(random, "10.1145/" + random.nextInt(1_000)),
                maybe(random, words(random)),
                maybe(random, "CC-BY-4.0"),
                maybe(random, "https://lab.example/" + number),
                references,
                random.nextInt(4) == 0 ? Boolean.TRUE : null,
                "test",
                Readings.NOW);
    }

    private static @Nullable String maybe(Random random, String text) {
        return random.nextBoolean() ? text : null;
    }

    private static String words(Random random) {
        StringBuilder words = new StringBuilder(WORDS[random.nextInt(WORDS.length)]);
        for (int i = random.nextInt(5); i > 0; i--) {
            words.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return words.toString();
    }
}
