package org.citestream.ingest.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.stream.OvertakenOwnerException;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.citestream.platform.store.EmbeddedStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.MongoTemplate;

/** Papers of which more is said than a document of the store can hold. */
class MongoPaperRegistryTest {

    private static final List<SubmittedAuthor> AUTHORS = List.of(new SubmittedAuthor("A. Moon", null));
    private static final int LARGE = 7;
    private static final int SMALL = 8;
    private static final int TITLE = 5_000;
    private static final int FIRST_IDEOGRAPH = 0x4E00;
    private static final int AFTER_IDEOGRAPHS = 0x9FA6;
    private static final EmbeddedStore store = EmbeddedStore.inMemory();
    private static final MongoClient client = MongoClients.create(store.connectionString());

    private final Random random = new Random(11);
    private final MongoTemplate mongo = new MongoTemplate(client, "ingest");
    private final MongoPaperRegistry registry = new MongoPaperRegistry(mongo);

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
    void whatIsTooMuchForADocumentIsReadAsItWasWritten() {
        PaperState large = state(LARGE, large("harbour"), large("lighthouse"));
        PaperState small = state(SMALL, small("harbour"));

        registry.save(registry.own(0), List.of(large, small));

        assertThat(registry.states(List.of(LARGE, SMALL, 9))).isEqualTo(Map.of(LARGE, large, SMALL, small));
        assertThat(parts()).as("two records of 15 MB that hardly compress").hasSizeGreaterThan(1);
    }

    @Test
    void partsGoWithTheStateThatNamedThem() {
        long token = registry.own(0);
        registry.save(token, List.of(state(LARGE, large("harbour"))));
        List<String> first = parts();
        PaperState next = state(LARGE, large("lighthouse"));
        registry.save(token, List.of(next));

        assertThat(registry.states(List.of(LARGE))).containsEntry(LARGE, next);
        assertThat(parts()).isNotEmpty().doesNotContainAnyElementsOf(first);

        PaperState little = state(LARGE, small("harbour"));
        new MongoPaperRegistry(mongo).save(registry.own(0), List.of(little));
        assertThat(registry.states(List.of(LARGE))).containsEntry(LARGE, little);
        MongoPaperRegistry reading = new MongoPaperRegistry(mongo);
        long newest = registry.own(0);
        reading.save(newest, List.of(next));
        reading.states(List.of(LARGE));
        reading.save(newest, List.of(little));
        assertThat(parts()).as("those of which it knew").noneMatch(each -> each.contains("/" + newest + "/"));
    }

    @Test
    void aFormerOwnerTakesNothingAwayThatTheStateNames() {
        long former = registry.own(0);
        PaperState first = state(LARGE, large("harbour"));
        registry.save(former, List.of(first));
        MongoPaperRegistry other = new MongoPaperRegistry(mongo);
        long owner = other.own(0);
        assertThat(other.states(List.of(LARGE))).containsEntry(LARGE, first);
        PaperState owners = state(LARGE, large("lighthouse"));
        other.save(owner, List.of(owners));

        assertThatThrownBy(() -> registry.save(former, List.of(state(LARGE, large("late")))))
                .isInstanceOf(OvertakenOwnerException.class)
                .hasMessageContaining("[7]");

        assertThat(registry.states(List.of(LARGE))).containsEntry(LARGE, owners);
        other.save(owner, List.of(first));
        assertThat(other.states(List.of(LARGE))).containsEntry(LARGE, first);
    }

    @Test
    void ofWhatAFormerOwnerNotedItCanSaveNothingOnceAnotherOwnsThePartition() {
        long former = registry.own(0);
        PaperState saved = state(SMALL, small("harbour"));
        registry.noteUnsent(0, former, new PaperRegistry.Unsent(Set.of(LARGE, SMALL, 9), Map.of("title:tides", SMALL)));
        registry.save(former, List.of(saved));
        MongoPaperRegistry other = new MongoPaperRegistry(mongo);

        long owner = other.own(0);

        assertThat(other.unsent(0).papers()).containsExactlyInAnyOrder(LARGE, SMALL, 9);
        for (int each : List.of(LARGE, SMALL, 9)) {
            assertThatThrownBy(() -> registry.save(former, List.of(state(each, small("late")))))
                    .isInstanceOf(OvertakenOwnerException.class);
        }
        assertThat(other.states(List.of(LARGE, SMALL, 9)))
                .isEqualTo(Map.of(LARGE, PaperState.unknown(LARGE), SMALL, saved, 9, PaperState.unknown(9)));
        PaperState next = state(SMALL, small("lighthouse"));
        other.save(owner, List.of(next));
        assertThat(other.states(List.of(SMALL))).containsEntry(SMALL, next);
    }

    @Test
    void aFormerOwnerNotesNothingOverTheNoteOfTheNext() {
        long former = registry.own(0);
        long owner = registry.own(0);
        PaperRegistry.Unsent note = new PaperRegistry.Unsent(Set.of(SMALL), Map.of());
        registry.noteUnsent(0, owner, note);

        assertThatThrownBy(() -> registry.noteUnsent(0, former, new PaperRegistry.Unsent(Set.of(LARGE), Map.of())))
                .isInstanceOf(OvertakenOwnerException.class)
                .hasMessageContaining("partition 0");

        assertThat(registry.unsent(0)).isEqualTo(note);
        registry.noteUnsent(1, registry.own(1), new PaperRegistry.Unsent(Set.of(9), Map.of()));
        assertThat(registry.unsent(1).papers()).containsExactly(9);
    }

    @Test
    void partsOfAClaimedStateAreStillRead() {
        long former = registry.own(0);
        PaperState large = state(LARGE, large("harbour"));
        registry.noteUnsent(0, former, new PaperRegistry.Unsent(Set.of(LARGE), Map.of()));
        registry.save(former, List.of(large));
        MongoPaperRegistry other = new MongoPaperRegistry(mongo);

        long owner = other.own(0);

        assertThat(other.states(List.of(LARGE))).containsEntry(LARGE, large);
        List<String> first = parts();
        PaperState next = state(LARGE, large("lighthouse"));
        other.save(owner, List.of(next));
        assertThat(other.states(List.of(LARGE))).containsEntry(LARGE, next);
        assertThat(parts()).isNotEmpty().doesNotContainAnyElementsOf(first);
    }

    @Test
    void whatIsFilledInYieldsToAnOwner() {
        long before = registry.ownBeforeAll();
        PaperState filled = state(SMALL, small("harbour"));
        registry.fill(before, List.of(filled));
        assertThat(registry.states(List.of(SMALL))).containsEntry(SMALL, filled);
        PaperState owners = state(SMALL, small("lighthouse"));
        registry.save(registry.own(0), List.of(owners));

        registry.fill(before, List.of(filled));

        assertThat(registry.states(List.of(SMALL))).containsEntry(SMALL, owners);
    }

    @Test
    void ofThoseWhoFillInTheLastThatBeganIsKnown() {
        long first = registry.ownBeforeAll();
        assertThat(registry.isLastBeforeAll(first)).isTrue();
        long second = registry.ownBeforeAll();
        registry.own(0);

        assertThat(registry.isLastBeforeAll(first)).isFalse();
        assertThat(registry.isLastBeforeAll(second)).isTrue();
    }

    @Test
    void partsThatAreMissingAreNamedWithWhatToDo() {
        registry.save(registry.own(0), List.of(state(LARGE, large("harbour"))));
        mongo.getCollection("parts").deleteMany(new Document());

        assertThatThrownBy(() -> registry.states(List.of(LARGE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("papers [7]")
                .hasMessageContaining("restore the database, or drop it");
    }

    @Test
    void manyAuthorsAreMuch() {
        PaperState state = state(
                LARGE,
                paper(
                        "harbour",
                        IntStream.range(0, 10_000)
                                .mapToObj(number -> new SubmittedAuthor(text(45) + number, null))
                                .toList(),
                        List.of()));

        registry.save(registry.own(0), List.of(state));

        assertThat(mongo.getCollection("papers").find().first().get("state", Document.class))
                .doesNotContainKey(Packed.SAID);
        assertThat(registry.states(List.of(LARGE))).containsEntry(LARGE, state);
    }

    private List<String> parts() {
        List<String> names = new ArrayList<>();
        mongo.getCollection("parts").find().map(each -> each.getString("_id")).into(names);
        return names;
    }

    private static PaperState state(int id, SubmittedPaper... said) {
        List<PaperState.Statement> statements = new ArrayList<>();
        for (SubmittedPaper each : said) {
            statements.add(new PaperState.Statement(each.recordKey(), statements.size(), 0, each, null));
        }
        return new PaperState(id, statements, null, null);
    }

    private SubmittedPaper large(String source) {
        return paper(
                source,
                AUTHORS,
                IntStream.range(0, 1_000)
                        .mapToObj(_ -> new SubmittedReference(null, text(TITLE), 2000, null, null))
                        .toList());
    }

    private static SubmittedPaper small(String source) {
        return paper(source, AUTHORS, List.of());
    }

    private static SubmittedPaper paper(
            String source, List<SubmittedAuthor> authors, List<SubmittedReference> references) {
        return new SubmittedPaper(
                source,
                "tides",
                "Tides",
                authors,
                null,
                2024,
                null,
                null,
                null,
                null,
                references,
                null,
                null,
                List.of(),
                "test",
                Instant.EPOCH);
    }

    /** Three bytes a letter, hardly to be compressed. */
    private String text(int length) {
        return random.ints(length, FIRST_IDEOGRAPH, AFTER_IDEOGRAPHS)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
