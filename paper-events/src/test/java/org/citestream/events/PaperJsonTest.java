package org.citestream.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The quick form of a submitted paper. */
class PaperJsonTest {

    private static final String[] PIECES = {
        "plain words of some length",
        " ",
        "\"",
        "\\",
        "/",
        "\n",
        "\t",
        "\u0001",
        "\u007f",
        "é",
        "李",
        "\uD83C\uDF0A",
        "\u2028",
        "…",
        "a",
        "x~"
    };

    private final EventCodec codec = new EventCodec();
    private final Random random = new Random(7);

    @Test
    void isByteForByteTheGeneralOne() {
        for (int i = 0; i < 3_000; i++) {
            SubmittedPaper paper = paper("feed", Instant.ofEpochMilli(random.nextLong(1L << 42)));
            assertThat(new String(codec.encode(Topics.SUBMISSIONS, paper), StandardCharsets.UTF_8))
                    .isEqualTo(new String(codec.encodeGenerally(Topics.SUBMISSIONS, paper), StandardCharsets.UTF_8));
        }
    }

    @Test
    void hasTheIdThatThePaperHas() {
        SubmittedPaper paper = paper("feed", Instant.EPOCH);
        assertThat(codec.encodeWithId(Topics.SUBMISSIONS, paper).eventId()).isEqualTo(paper.eventId());
    }

    @Test
    void equalContentOfAnotherFeedAtAnotherTimeHasTheSameHashAndOtherContentAnother() {
        SubmittedPaper paper = paper("feed", Instant.EPOCH);
        assertThat(with(paper, paper.title(), "other", Instant.MAX).contentHash())
                .isEqualTo(paper.contentHash());
        assertThat(with(paper, paper.title() + "x", "feed", Instant.EPOCH).contentHash())
                .isNotEqualTo(paper.contentHash());
    }

    private SubmittedPaper paper(String feed, Instant at) {
        return new SubmittedPaper(
                text(),
                text(),
                text(),
                list().mapToObj(_ -> new SubmittedAuthor(text(), maybe())).toList(),
                maybe(),
                1000 + random.nextInt(2000),
                maybe(),
                maybe(),
                maybe(),
                maybe(),
                list().mapToObj(_ -> new SubmittedReference(
                                maybe(), maybe(), random.nextBoolean() ? null : random.nextInt(3000), maybe(), maybe()))
                        .toList(),
                random.nextBoolean(),
                list().mapToObj(_ -> text()).toList(),
                feed,
                at);
    }

    private static SubmittedPaper with(SubmittedPaper paper, String title, String feed, Instant at) {
        return new SubmittedPaper(
                paper.source(),
                paper.key(),
                title,
                paper.authors(),
                paper.venue(),
                paper.year(),
                paper.doi(),
                paper.abstractText(),
                paper.abstractLicence(),
                paper.url(),
                paper.references(),
                paper.outside(),
                paper.retracted(),
                paper.sameAs(),
                feed,
                at);
    }

    private IntStream list() {
        return IntStream.range(0, random.nextInt(4));
    }

    private @Nullable String maybe() {
        return random.nextBoolean() ? null : text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @Test
    void listsOfAnyLengthFit() {
        List<SubmittedReference> many = IntStream.range(0, 100_000)
                .mapToObj(i -> SubmittedReference.toKey("dblp:conf/vldb/" + i))
                .toList();
        SubmittedPaper paper = new SubmittedPaper(
                "s", "k", "T", List.of(), null, 2000, null, null, null, null, many, null, "f", Instant.EPOCH);
        assertThat(codec.decode(Topics.SUBMISSIONS, codec.encode(Topics.SUBMISSIONS, paper)))
                .isEqualTo(paper);
    }
}
