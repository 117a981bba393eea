package org.citestream.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.citestream.summary.Papers.TIDEMARK_ABSTRACT;
import static org.citestream.summary.Papers.TIDEMARK_SUMMARY;
import static org.citestream.summary.Papers.TIDEMARK_TITLE;
import static org.citestream.summary.Papers.paper;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.citestream.events.SummaryEvent;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Status;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.events.Topics;
import org.citestream.summary.StubModel.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a provider may do wrong, beyond what {@link GeneratedSummariesTest} shows: no paper is lost by any of it. */
class ProviderFaultsTest {

    private static final int AT_ONCE = 4;
    private static final int ATTEMPTS = 4;

    @RegisterExtension
    static final StubbedService service = new StubbedService(
            "citestream.summary.model.input-price=2",
            "citestream.summary.model.output-price=8",
            "citestream.summary.model.timeout=1s",
            "citestream.summary.concurrency=" + AT_ONCE,
            "citestream.summary.stand-in-after=1s",
            "citestream.summary.stand-in-retry=2s",
            "citestream.summary.rounds=2");

    private static final SummaryPlatform platform = service.platform();
    private static final StubModel stub = service.model();

    @Test
    void aConnectionThatIsResetIsTriedAgain() {
        stub.script("(reset)", Answer.resets(), Answer.says(TIDEMARK_SUMMARY));

        assertThat(summaryOf(1, "(reset)", Status.CURRENT).method()).isEqualTo(Method.GENERATED);
        assertThat(stub.calls("(reset)")).isEqualTo(2);
    }

    @Test
    void aProviderThatHangsIsGivenUpAndAskedAgain() {
        stub.script("(hanging)", Answer.hangs(), Answer.says(TIDEMARK_SUMMARY));

        assertThat(summaryOf(2, "(hanging)", Status.CURRENT).method()).isEqualTo(Method.GENERATED);
        assertThat(stub.calls("(hanging)")).isEqualTo(2);
    }

    @Test
    void aProviderThatNeverAnswersLeavesAReason() {
        stub.script("(silent)", Answer.hangs());

        SummaryEvent summary = summaryOf(3, "(silent)", Status.CURRENT);

        assertThat(summary.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(summary.reason()).contains("no whole answer within 1000 ms");
        stub.script("(silent)", Answer.says(TIDEMARK_SUMMARY));
    }

    @Test
    void aModelThatAsksToBeLeftAloneAgainAndAgainIsStoodInForByAllAbstractsUntilItAnswers() {
        List<Integer> ids =
                IntStream.rangeClosed(101, 100 + 2 * AT_ONCE).boxed().toList();
        stub.script("(limited for ever)", Answer.asksToWait("1"));
        ids.forEach(id -> platform.publish(paper(id, 1, TIDEMARK_TITLE + " (limited for ever)", TIDEMARK_ABSTRACT)));
        await().until(() -> platform.last(Topics.SUMMARIES).keySet().containsAll(ids));
        stub.script("(limited for ever)", Answer.says(TIDEMARK_SUMMARY));
        await().until(() -> {
            Map<Integer, SummaryEvent> last = platform.last(Topics.SUMMARIES);
            return ids.stream().allMatch(id -> last.get(id).method() == Method.GENERATED);
        });

        Map<Integer, SummaryEvent> first = new HashMap<>();
        platform.all(Topics.SUMMARIES).forEach(each -> first.putIfAbsent(each.id(), each));
        assertThat(ids).allSatisfy(id -> {
            assertThat(first.get(id).method()).isEqualTo(Method.EXTRACTIVE);
            assertThat(first.get(id).reason()).containsAnyOf("429", "asks to be left alone");
        });
    }

    @Test
    void whereTheSecondTryFailsAnExtractSaysSoAndTheModelIsAskedAgainLater() {
        stub.script("(mended)", Answer.says(null), Answer.fails(500), Answer.says(TIDEMARK_SUMMARY));
        platform.publish(paper(9, 1, TIDEMARK_TITLE + " (mended)", TIDEMARK_ABSTRACT));
        await().until(() -> !service.of(9).isEmpty() && service.of(9).getLast().method() == Method.GENERATED);

        SummaryEvent extract = service.of(9).getFirst();
        assertThat(extract.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(extract.reason()).contains("did not stand").contains("answered 500");
        assertThat(extract.tokens()).as("paid all the same").isEqualTo(new Tokens(100, 40));
        assertThat(service.of(9).getLast().reason()).isNull();
        assertThat(stub.calls("(mended)"))
                .as("what was paid for is not paid for again at once")
                .isEqualTo(3);
    }

    @Test
    void aPaperThatIsGivenUpAgainAndAgainWhileOthersAreAnsweredIsLeftToAnOperatorAndPaidForNoMore() {
        stub.script("(hopeless)", Answer.fails(500));
        platform.publish(paper(10, 1, TIDEMARK_TITLE + " (hopeless)", TIDEMARK_ABSTRACT));
        int others = 1000;
        for (int calls = 0; platform.deadLetters(10).isEmpty(); ) {
            if (stub.calls("(hopeless)") > calls) {
                calls = stub.calls("(hopeless)");
                int other = others++;
                assertThat(summaryOf(other, "(other)", Status.CURRENT).method()).isEqualTo(Method.GENERATED);
            }
        }
        await().until(() -> service.of(10).size() == 2);

        assertThat(service.of(10)).allSatisfy(each -> assertThat(each.method()).isEqualTo(Method.EXTRACTIVE));
        Matcher times = Pattern.compile("given up (\\d+) times while others were answered.*answered 500")
                .matcher(String.valueOf(service.of(10).getLast().reason()));
        assertThat(times.find()).isTrue();
        int rounds = Integer.parseInt(times.group(1));
        assertThat(rounds).isGreaterThanOrEqualTo(3);
        assertThat(stub.calls("(hopeless)"))
                .as("several attempts at first, and one each time after that")
                .isEqualTo(ATTEMPTS + rounds - 1);
        assertThat(platform.deadLetters(10)).hasSize(1);
    }

    @Test
    void aWrongKeyIsToldAtOnce() {
        stub.script("(locked)", Answer.fails(401));

        assertThat(summaryOf(4, "(locked)", Status.CURRENT).reason()).contains("401");
        assertThat(platform.deadLetters(4)).hasSize(1);
        assertThat(stub.calls("(locked)")).isOne();
    }

    @Test
    void anUnknownModelIsToldAtOnce() {
        stub.script("(unknown)", Answer.fails(404));

        assertThat(summaryOf(5, "(unknown)", Status.CURRENT).reason()).contains("404");
        assertThat(platform.deadLetters(5)).hasSize(1);
        assertThat(stub.calls("(unknown)")).isOne();
    }

    @Test
    void anAnswerThatCountsNoTokensIsASummaryLikeAnyOther() {
        stub.script("(uncounted)", Answer.sends("""
                {"id": "1", "object": "chat.completion", "model": "stub-model", "usage": null, "choices": [{"index": 0,
                 "message": {"role": "assistant", "content": "%s"}, "finish_reason": "stop"}]}
                """.formatted(TIDEMARK_SUMMARY)));

        SummaryEvent summary = summaryOf(6, "(uncounted)", Status.CURRENT);

        assertThat(summary.text()).isEqualTo(TIDEMARK_SUMMARY);
        assertThat(summary.method()).isEqualTo(Method.GENERATED);
    }

    @Test
    void aRefusalIsNotPublishedAsASummary() {
        stub.script("(declined)", Answer.says("I'm sorry, but I cannot help with summarizing this text for you."));

        SummaryEvent summary = summaryOf(7, "(declined)", Status.CURRENT);

        assertThat(summary.method()).isEqualTo(Method.EXTRACTIVE);
        assertThat(stub.calls("(declined)")).isEqualTo(2);
    }

    @Test
    void anAnswerWithoutChoicesIsTriedAgain() {
        stub.script("(bare)", Answer.sends("{\"id\": \"1\", \"choices\": []}"), Answer.says(TIDEMARK_SUMMARY));

        assertThat(summaryOf(8, "(bare)", Status.CURRENT).text()).isNotBlank();
    }

    private static SummaryEvent summaryOf(int id, String word, Status status) {
        platform.publish(paper(id, 1, TIDEMARK_TITLE + " " + word, TIDEMARK_ABSTRACT));
        return service.awaitLast(id, status);
    }
}
