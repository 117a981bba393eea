package org.citestream.summary.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.citestream.events.SummaryEvent.Method;
import org.citestream.events.SummaryEvent.Tokens;
import org.citestream.platform.store.EmbeddedStore;
import org.citestream.summary.text.PaperText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** What is open in the store, where a former owner goes on as if it were the owner. */
class WorkListTest {

    private static final long FORMER = 1;
    private static final long OWNER = 2;
    private static final EmbeddedStore store = EmbeddedStore.inMemory();
    private static final MongoClient client = MongoClients.create(store.connectionString());

    private final MongoTemplate mongo = new MongoTemplate(client, "summaries");
    private final WorkList workList = new WorkList(mongo);

    @BeforeEach
    void empty() {
        mongo.getDb().drop();
    }

    @AfterAll
    static void stop() {
        client.close();
        store.close();
    }

    @Test
    void aFormerOwnerPutsNothingInPlaceOfWhatTheOwnerOpened() {
        workList.open(WorkKind.SUMMARY, List.of(work(1, "new")), OWNER);

        workList.open(WorkKind.SUMMARY, List.of(work(1, "old"), work(2, "old")), FORMER);

        assertThat(keys()).isEqualTo(Map.of(1, "new", 2, "old"));
    }

    @Test
    void theOwnerPutsItsOwnInPlaceOfWhatAFormerOneOpened() {
        workList.open(WorkKind.SUMMARY, List.of(work(1, "old")), FORMER);

        workList.open(WorkKind.SUMMARY, List.of(work(1, "new")), OWNER);
        workList.open(WorkKind.SUMMARY, List.of(work(1, "newer")), OWNER);

        assertThat(keys()).isEqualTo(Map.of(1, "newer"));
    }

    @Test
    void aFormerOwnerClosesNothingThatTheOwnerOpened() {
        workList.open(WorkKind.SUMMARY, List.of(work(1, "same"), work(2, "same")), OWNER);

        workList.close(WorkKind.SUMMARY, List.of(work(1, "same").item()), _ -> FORMER);
        workList.closeAll(WorkKind.SUMMARY, List.of(2), FORMER);

        assertThat(keys()).hasSize(2);
        workList.close(WorkKind.SUMMARY, List.of(work(1, "same").item()), _ -> OWNER);
        workList.closeAll(WorkKind.SUMMARY, List.of(2), OWNER);
        assertThat(keys()).isEmpty();
    }

    @Test
    void whatIsDoneClosesNothingThatWasOpenedMeanwhile() {
        workList.open(WorkKind.SUMMARY, List.of(work(1, "new")), OWNER);

        workList.close(WorkKind.SUMMARY, List.of(work(1, "old").item()), _ -> OWNER);

        assertThat(keys()).isEqualTo(Map.of(1, "new"));
    }

    @Test
    void whatWasWrittenIsKeptWithTheWorkThatItIsOfAndWithNoOther() {
        WrittenSummary full = new WrittenSummary(
                "It says so.",
                "a-model",
                Method.GENERATED,
                "p3",
                new Tokens(7, 5),
                new BigDecimal("0.00052"),
                List.of("length"),
                "a reason");
        WrittenSummary bare =
                new WrittenSummary("It says so.", "a-model", Method.EXTRACTIVE, "p3", null, null, List.of(), null);
        workList.open(WorkKind.SUMMARY, List.of(work(1, "new"), work(2, "same"), work(3, "same")), OWNER);

        workList.keep(Map.of(work(1, "old").item(), full, work(2, "same").item(), full), _ -> OWNER);
        workList.keep(Map.of(work(3, "same").item(), full), _ -> FORMER);
        assertThat(written()).containsExactlyInAnyOrderEntriesOf(Map.of(2, full));

        workList.keep(Map.of(work(3, "same").item(), bare), _ -> OWNER);
        workList.open(WorkKind.SUMMARY, List.of(work(2, "other")), OWNER);
        assertThat(written()).containsExactlyInAnyOrderEntriesOf(Map.of(3, bare));
    }

    private Map<Integer, WrittenSummary> written() {
        Map<Integer, WrittenSummary> written = new HashMap<>();
        workList.read(WorkKind.SUMMARY, List.of(1, 2, 3)).forEach((id, each) -> {
            if (each.written() != null) {
                written.put(id, each.written());
            }
        });
        return written;
    }

    private Map<Integer, String> keys() {
        return workList.items(WorkKind.SUMMARY, _ -> true).stream()
                .collect(Collectors.toMap(WorkItem::id, WorkItem::key));
    }

    private static OpenWork work(int id, String key) {
        return new OpenWork(new WorkItem(id, 0, key, 2024, Instant.EPOCH, 0), new PaperText("A title", "Says it."));
    }
}
