package org.citestream.platform.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoWriteException;
import com.mongodb.WriteConcern;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the product asks of a document store: of MongoDB itself as of the embedded ones. */
abstract class DocumentStoreContract {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    private final String database = "contract-" + UUID.randomUUID();
    private MongoClient client = MongoClients.create("mongodb://127.0.0.1:1");
    private MongoCollection<Document> papers = client.getDatabase(database).getCollection("papers");

    abstract String connectionString();

    @BeforeEach
    void connect() {
        client.close();
        client = MongoClients.create(connectionString());
        papers = client.getDatabase(database).getCollection("papers");
    }

    @AfterEach
    void disconnect() {
        client.getDatabase(database).drop();
        client.close();
    }

    @Test
    void saysHelloToWhoeverAsksForItsHealth() {
        Document answer = client.getDatabase("admin").runCommand(new Document("hello", 1));
        assertThat(answer.getBoolean("isWritablePrimary", answer.getBoolean("ismaster", false)))
                .isTrue();
    }

    @Test
    void aDocumentComesBackAsItWasWritten() {
        Document document = new Document("_id", "dblp:conf/vldb/Bee20")
                .append("string", "Größe 數學 🦆")
                .append("int", 7)
                .append("long", 1L << 60)
                .append("double", 0.1)
                .append("decimal", Decimal128.parse("1.10"))
                .append("bool", true)
                .append("null", null)
                .append("date", new Date(1_763_848_853_123L))
                .append("objectId", new ObjectId())
                .append("bytes", new Binary(new byte[] {0, -1, 127}))
                .append("list", List.of(1, "two", new Document("three", 3), List.of()))
                .append("document", new Document("z", 1).append("a", 2));

        papers.insertOne(document);

        assertThat(byId("dblp:conf/vldb/Bee20")).isEqualTo(document);
        assertThat(String.valueOf(byId("dblp:conf/vldb/Bee20"))).isEqualTo(document.toString());
    }

    @Test
    void theHigherVersionOfASectionStaysWhateverTheOrderOfArrival() {
        List<Integer> versions =
                new ArrayList<>(IntStream.rangeClosed(1, 20).boxed().toList());
        Random random = new Random(20);
        for (int trial = 0; trial < 20; trial++) {
            Collections.shuffle(versions, random);
            for (int version : versions) {
                Number number = random.nextBoolean() ? (Number) version : (Number) (long) version;
                papers.updateOne(eq("_id", trial), Updates.max("paper", section(number, "title " + version)), UPSERT);
            }
            assertThat(byId(trial).get("paper", Document.class).getString("title"))
                    .as("after %s", versions)
                    .isEqualTo("title 20");
        }
    }

    @Test
    void aLongVersionBeyondAnIntStaysAboveAnInt() {
        papers.updateOne(eq("_id", 1), Updates.max("paper", section(1L << 40, "late")), UPSERT);
        papers.updateOne(eq("_id", 1), Updates.max("paper", section(Integer.MAX_VALUE, "early")), UPSERT);

        assertThat(byId(1).get("paper", Document.class).getString("title")).isEqualTo("late");
    }

    @Test
    void sectionsOfOneDocumentAreGuardedIndependently() {
        papers.updateOne(eq("_id", 1), Updates.max("paper", section(5, "paper")), UPSERT);
        papers.updateOne(eq("_id", 1), Updates.max("rank", section(2, "rank")), UPSERT);
        papers.updateOne(eq("_id", 1), Updates.max("paper", section(4, "old")), UPSERT);

        assertThat(byId(1))
                .isEqualTo(new Document("_id", 1)
                        .append("paper", section(5, "paper"))
                        .append("rank", section(2, "rank")));
    }

    @Test
    void everyUpdateOperatorInUseWorksInAnUpsertAndAgain() {
        for (int round = 0; round < 2; round++) {
            papers.updateOne(
                    eq("_id", "p"),
                    Updates.combine(
                            Updates.set("title", "round " + round),
                            Updates.setOnInsert("created", round),
                            Updates.max("highest", round),
                            Updates.min("lowest", -round),
                            Updates.inc("count", 2),
                            Updates.addToSet("keys", "a"),
                            Updates.addEachToSet("names", List.of("b", "c", "b")),
                            Updates.push("log", round)),
                    UPSERT);
        }
        assertThat(byId("p"))
                .containsEntry("title", "round 1")
                .containsEntry("created", 0)
                .containsEntry("highest", 1)
                .containsEntry("lowest", -1)
                .containsEntry("count", 4)
                .containsEntry("keys", List.of("a"))
                .containsEntry("names", List.of("b", "c"))
                .containsEntry("log", List.of(0, 1));

        papers.updateOne(eq("_id", "p"), Updates.combine(Updates.pull("log", 0), Updates.unset("keys")));

        assertThat(byId("p")).containsEntry("log", List.of(1)).doesNotContainKey("keys");

        papers.updateOne(
                eq("_id", "p"),
                Updates.addEachToSet(
                        "said",
                        List.of(
                                new Document("by", "a").append("at", 1L),
                                new Document("by", "b").append("at", 1L),
                                new Document("by", "a").append("at", 2L))));
        papers.updateOne(
                eq("_id", "p"),
                Updates.pullByFilter(
                        new Document("said", new Document("by", "a").append("at", new Document("$lt", 2L)))));

        assertThat(byId("p").getList("said", Document.class))
                .containsExactly(new Document("by", "b").append("at", 1L), new Document("by", "a").append("at", 2L));
    }

    @Test
    void anUnorderedBulkOfAThousandUpsertsEachOnce() {
        BulkWriteResult first = papers.bulkWrite(upserts(0, 1000, 1), UNORDERED);
        BulkWriteResult second = papers.bulkWrite(upserts(500, 1500, 2), UNORDERED);

        assertThat(first.getUpserts()).hasSize(1000);
        assertThat(second.getUpserts()).hasSize(500);
        assertThat(second.getMatchedCount()).isEqualTo(500);
        assertThat(papers.countDocuments()).isEqualTo(1500);
        assertThat(byId("paper 499").get("paper", Document.class)).containsEntry("v", 1);
        assertThat(byId("paper 500").get("paper", Document.class)).containsEntry("v", 2);
    }

    @Test
    void anUnorderedBulkDoesEverythingButItsErrors() {
        papers.insertOne(new Document("_id", 2));
        List<WriteModel<Document>> inserts = IntStream.range(0, 5)
                .<WriteModel<Document>>mapToObj(id -> new InsertOneModel<>(new Document("_id", id)))
                .toList();

        MongoBulkWriteException failure =
                catchThrowableOfType(MongoBulkWriteException.class, () -> papers.bulkWrite(inserts, UNORDERED));

        assertThat(failure.getWriteErrors()).singleElement().satisfies(error -> {
            assertThat(error.getIndex()).isEqualTo(2);
            assertThat(error.getCode()).isEqualTo(11000);
        });
        assertThat(papers.countDocuments()).isEqualTo(5);
    }

    @Test
    void aThousandIdsAreReadAtOnceAndUnknownOnesAreAbsent() {
        papers.bulkWrite(upserts(0, 1000, 1), UNORDERED);
        List<String> ids =
                IntStream.range(200, 1200).mapToObj(i -> "paper " + i).toList();

        List<Document> found = papers.find(in("_id", ids)).into(new ArrayList<>());

        assertThat(found)
                .extracting(document -> document.getString("_id"))
                .containsExactlyInAnyOrderElementsOf(ids.subList(0, 800));
    }

    @Test
    void idsAreEqualAcrossTheNumericTypes() {
        papers.insertOne(new Document("_id", 7));

        assertThat(papers.find(eq("_id", 7L)).first()).isNotNull();
        assertThat(papers.find(eq("_id", 7.0)).first()).isNotNull();
        assertThat(papers.find(eq("_id", "7")).first()).isNull();
        assertDuplicate(() -> papers.insertOne(new Document("_id", 7L)));
    }

    @Test
    void aDocumentMayBeAnIdAndTheOrderOfItsFieldsMatters() {
        Document id = new Document("topic", "papers").append("partition", 3);
        papers.insertOne(new Document("_id", id).append("offset", 12L));

        assertThat(papers.find(eq("_id", id)).first()).containsEntry("offset", 12L);
        assertThat(papers.find(eq("_id", new Document("partition", 3).append("topic", "papers")))
                        .first())
                .isNull();
    }

    @Test
    void anIdWithFurtherConditionsMatchesOnlyIfAllHold() {
        papers.insertOne(new Document("_id", "p").append("v", 3));

        assertThat(papers.find(and(eq("_id", "p"), eq("v", 3))).first()).isNotNull();
        assertThat(papers.find(and(eq("_id", "p"), eq("v", 4))).first()).isNull();
        assertThat(papers.find(and(in("_id", "p", "q"), gte("v", 3))).first()).isNotNull();
        assertThat(papers.find(and(List.of(eq("_id", "p"), eq("_id", "q")))).first())
                .isNull();
    }

    @Test
    void findOneAndUpdateAnswersBeforeOrAfter() {
        Document before = papers.findOneAndUpdate(
                eq("_id", "counter"), Updates.inc("next", 1), new FindOneAndUpdateOptions().upsert(true));
        Document after = papers.findOneAndUpdate(
                eq("_id", "counter"),
                Updates.inc("next", 1),
                new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));

        assertThat(before == null || before.isEmpty()).isTrue();
        assertThat(after).isEqualTo(new Document("_id", "counter").append("next", 2));
    }

    @Test
    void replacingKeepsNothingOfTheOldDocument() {
        papers.insertOne(new Document("_id", 1).append("old", true));

        papers.replaceOne(eq("_id", 1), new Document("new", true));
        papers.replaceOne(eq("_id", 2), new Document("new", true), new ReplaceOptions().upsert(true));

        assertThat(byId(1)).isEqualTo(new Document("_id", 1).append("new", true));
        assertThat(byId(2)).isEqualTo(new Document("_id", 2).append("new", true));
    }

    @Test
    void deletedDocumentsAreGoneAndTheirIdsAreFree() {
        papers.bulkWrite(upserts(0, 10, 1), UNORDERED);

        assertThat(papers.deleteOne(eq("_id", "paper 3")).getDeletedCount()).isEqualTo(1);
        assertThat(papers.deleteMany(in("_id", "paper 4", "paper 5", "paper 99"))
                        .getDeletedCount())
                .isEqualTo(2);
        assertThat(papers.deleteMany(eq("paper.v", 2)).getDeletedCount()).isZero();

        assertThat(papers.countDocuments()).isEqualTo(7);
        papers.insertOne(new Document("_id", "paper 3"));
        assertThat(papers.deleteMany(new Document()).getDeletedCount()).isEqualTo(8);
        assertThat(papers.countDocuments()).isZero();
    }

    @Test
    void aUniqueIndexRefusesASecondDocumentAndFindsTheFirst() {
        papers.createIndex(
                Indexes.ascending("doi"), new IndexOptions().unique(true).sparse(true));
        papers.insertOne(new Document("_id", 1).append("doi", "10.1/a"));
        papers.insertOne(new Document("_id", 2));
        papers.insertOne(new Document("_id", 3));

        assertDuplicate(() -> papers.insertOne(new Document("_id", 4).append("doi", "10.1/a")));
        assertDuplicate(() -> papers.updateOne(eq("_id", 2), Updates.set("doi", "10.1/a")));
        assertThat(papers.find(eq("doi", "10.1/a")).first()).containsEntry("_id", 1);

        papers.updateOne(eq("_id", 1), Updates.set("doi", "10.1/b"));
        papers.updateOne(eq("_id", 2), Updates.set("doi", "10.1/a"));
        papers.deleteOne(eq("_id", 1));
        papers.updateOne(eq("_id", 3), Updates.set("doi", "10.1/b"));
        assertThat(papers.find(eq("doi", "10.1/b")).first()).containsEntry("_id", 3);
        assertThat(papers.find(new Document("doi", new Document("$regex", "^10")))
                        .into(new ArrayList<>()))
                .hasSize(2);
    }

    @Test
    void aUniqueIndexOverAListHoldsForEachOfItsValues() {
        papers.createIndex(Indexes.ascending("keys"), new IndexOptions().unique(true));
        papers.insertOne(new Document("_id", 1).append("keys", List.of("doi:1", "dblp:1")));

        assertDuplicate(() -> papers.insertOne(new Document("_id", 2).append("keys", List.of("dblp:1", "dblp:2"))));
        papers.insertOne(new Document("_id", 2).append("keys", List.of("dblp:2")));

        assertThat(papers.find(eq("keys", "dblp:1")).first()).containsEntry("_id", 1);
    }

    @Test
    void aUniqueIndexOverTwoFieldsHoldsForTheirCombination() {
        papers.createIndex(Indexes.ascending("venue", "year"), new IndexOptions().unique(true));
        papers.insertOne(new Document("_id", 1).append("venue", "VLDB").append("year", 2020));
        papers.insertOne(new Document("_id", 2).append("venue", "VLDB").append("year", 2021));

        assertDuplicate(() ->
                papers.insertOne(new Document("_id", 3).append("venue", "VLDB").append("year", 2020L)));
    }

    @Test
    void aFullReadMeetsEachDocumentOnceWhileOthersWrite() {
        papers.bulkWrite(upserts(0, 1000, 1), UNORDERED);
        papers.bulkWrite(upserts(1000, 2000, 1), UNORDERED);
        papers.bulkWrite(upserts(2000, 2500, 1), UNORDERED);

        Set<String> seen = new HashSet<>();
        for (Document document : papers.find().batchSize(100)) {
            assertThat(seen.add(document.getString("_id"))).isTrue();
            if (seen.size() == 150) {
                papers.bulkWrite(upserts(0, 1000, 2), UNORDERED);
            }
        }
        assertThat(seen).hasSize(2500);
        assertThat(papers.find().into(new ArrayList<>())).hasSize(2500);
        assertThat(papers.estimatedDocumentCount()).isEqualTo(2500);
    }

    @Test
    void skipLimitSortAndProjectionWorkTogether() {
        papers.bulkWrite(upserts(0, 300, 1), UNORDERED);

        List<Document> page = papers.find()
                .sort(Sorts.descending("number"))
                .skip(10)
                .limit(5)
                .projection(Projections.include("number"))
                .into(new ArrayList<>());

        assertThat(page).extracting(document -> document.getInteger("number")).containsExactly(289, 288, 287, 286, 285);
        assertThat(page).allSatisfy(document -> assertThat(document).containsOnlyKeys("_id", "number"));
        assertThat(papers.find().skip(290).limit(20).into(new ArrayList<>())).hasSize(10);
        assertThat(papers.find(eq("number", 5))
                        .projection(Projections.excludeId())
                        .first())
                .doesNotContainKey("_id");
    }

    @Test
    void aJournaledWriteIsAcknowledged() {
        MongoCollection<Document> journaled = papers.withWriteConcern(WriteConcern.MAJORITY.withJournal(true));

        assertThat(journaled.insertOne(new Document("_id", 1)).wasAcknowledged())
                .isTrue();
        assertThat(journaled.bulkWrite(upserts(0, 100, 1), UNORDERED).getUpserts())
                .hasSize(100);
        assertDuplicate(() -> journaled.insertOne(new Document("_id", 1)));
    }

    @Test
    void aDocumentOfFifteenMegabytesIsKept() {
        String text = "x".repeat(15_000_000);

        papers.insertOne(new Document("_id", "large").append("text", text));

        assertThat(byId("large").getString("text")).isEqualTo(text);
    }

    @Test
    void anAnswerBeyondTheSizeOfAMessageComesInSeveral() {
        String text = "x".repeat(5_000_000);
        for (int id = 0; id < 11; id++) {
            papers.insertOne(new Document("_id", id).append("text", text));
        }
        List<Integer> ids = IntStream.range(0, 11).boxed().toList();

        assertThat(papers.find().into(new ArrayList<>())).hasSize(11);
        assertThat(papers.find(in("_id", ids)).into(new ArrayList<>())).hasSize(11);
        assertThat(papers.find().sort(Sorts.descending("_id")).into(new ArrayList<>()))
                .hasSize(11);
    }

    @Test
    void aDroppedCollectionIsEmptyAndCanBeUsedAgain() {
        papers.createIndex(Indexes.ascending("doi"), new IndexOptions().unique(true));
        papers.insertOne(new Document("_id", 1).append("doi", "a"));

        papers.drop();

        assertThat(papers.countDocuments()).isZero();
        papers.insertOne(new Document("_id", 1).append("doi", "a"));
        papers.insertOne(new Document("_id", 2).append("doi", "a"));
    }

    private Document byId(Object id) {
        Document found = papers.find(eq("_id", id)).first();
        assertThat(found).isNotNull();
        return found;
    }

    private static Document section(Number version, String title) {
        return new Document("v", version).append("title", title);
    }

    private static List<WriteModel<Document>> upserts(int from, int to, int version) {
        return IntStream.range(from, to)
                .<WriteModel<Document>>mapToObj(number -> new UpdateOneModel<>(
                        eq("_id", "paper " + number),
                        Updates.combine(
                                Updates.max("paper", section(version, "title " + number)),
                                Updates.setOnInsert("number", number)),
                        UPSERT))
                .toList();
    }

    private static void assertDuplicate(Runnable write) {
        MongoWriteException failure = catchThrowableOfType(MongoWriteException.class, write::run);
        assertThat(failure).as("a duplicate key error").isNotNull();
        assertThat(failure.getCode()).isEqualTo(11000);
    }
}
