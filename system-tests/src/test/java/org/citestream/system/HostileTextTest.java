package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever stands in a submission's texts comes out of every door as that text: nothing of it runs, and each form is read back the same. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostileTextTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int ALL = AttackedProduct.WEAPONS.size();
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static AttackedProduct product;
    private static Api api;
    private static int[] ids;

    @BeforeAll
    static void start() throws IOException {
        product = AttackedProduct.start(directory);
        api = product.api();
        ids = product.ids();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    @EnabledIfEnvironmentVariable(
            named = "CITESTREAM_CHROMIUM",
            matches = ".+",
            disabledReason = "no Chromium found; ./test --install fetches one")
    void nothingRunsOnAnyPageAndNothingLeavesIt() {
        List<String> problems = new ArrayList<>();
        try (Chromium chromium = new Chromium();
                BrowserContext context = chromium.browser().newContext()) {
            context.addInitScript("document.addEventListener('securitypolicyviolation',"
                    + " e => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))");
            enterAsOperator(context);
            for (String path : pages()) {
                Page page = context.newPage();
                page.onConsoleMessage(message -> {
                    if (message.text().startsWith("policy: ")) {
                        problems.add(path + ": " + message.text());
                    }
                });
                page.onDialog(dialog -> problems.add(path + ": a dialog " + dialog.message()));
                page.onPageError(error -> problems.add(path + ": " + error));
                page.onRequest(request -> {
                    if (!request.url().startsWith(product.address())) {
                        problems.add(path + ": a request to " + request.url());
                    }
                });
                page.navigate(product.address() + path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.LOAD));
                Object owned = page.evaluate("document.documentElement.dataset.owned ?? ''");
                if (!"".equals(owned)) {
                    problems.add(path + ": ran " + owned);
                }
                Object strange = page.evaluate("[...document.querySelectorAll('*')].filter(e =>"
                        + " [...e.attributes].some(a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))"
                        + " || e.localName === 'owned' || e.localName === 'img').map(e => e.outerHTML).join()");
                if (!"".equals(strange)) {
                    problems.add(path + ": holds " + strange);
                }
                page.close();
            }
            for (int i = 0; i < ALL; i++) {
                Page page = context.newPage();
                page.navigate(product.address() + "/papers/" + ids[i]);
                assertThat(page.textContent("h1").strip()).isEqualTo(AttackedProduct.title(i));
                assertThat(page.textContent(".authors")).contains(AttackedProduct.author(i));
                assertThat(
                                page.evaluate(
                                        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).name"))
                        .isEqualTo(AttackedProduct.title(i));
                assertThat(page.evaluate("document.querySelector('meta[name=citation_title]').content"))
                        .isEqualTo(AttackedProduct.title(i));
                assertThat(page.locator("[aria-labelledby=similar-heading] li a")
                                .allTextContents())
                        .contains(AttackedProduct.title(citing(i)), AttackedProduct.title(cited(i)));
                assertThat(page.locator("[aria-labelledby=why-heading] li a").allTextContents())
                        .containsExactly(AttackedProduct.title(citing(i)));
                page.close();
            }
            assertSuggestedAsText(context);
            assertShownToOperatorsAsText(context);
        }
        assertThat(problems).isEmpty();
    }

    /** What script puts into the page while somebody types. */
    private static void assertSuggestedAsText(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(product.address() + "/");
        Locator search = page.locator("[data-suggest]").first();
        Locator suggested = page.locator("datalist option");
        for (int i = 0; i < ALL; i++) {
            String title = AttackedProduct.title(i);
            search.fill(title.substring(0, title.lastIndexOf(' ')));
            page.waitForCondition(() -> suggested
                    .evaluateAll("all => all.map(each => each.value)")
                    .toString()
                    .contains(title));
        }
        assertThat(page.evaluate("document.documentElement.dataset.owned || ''"))
                .isEqualTo("");
        page.close();
    }

    /** What nobody could read, in the words of who could not. */
    private static void assertShownToOperatorsAsText(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(product.address() + "/operators");
        assertThat(page.locator("tr.more .notice").textContent())
                .startsWith(AttackedProduct.UNREADABLE_FILE + " could not be read to its end: ");
        List<String> rejections = page.locator("tr.more li").allTextContents();
        for (String weapon : AttackedProduct.WEAPONS) {
            assertThat(rejections).anyMatch(each -> each.contains("(hostile:" + weapon + "): /year is the string "));
        }
        Locator letters = page.locator("[aria-labelledby=letters-heading] tbody tr");
        assertThat(letters.locator("td:nth-child(4)").allTextContents())
                .containsExactlyInAnyOrderElementsOf(AttackedProduct.WEAPONS);
        assertThat(letters.locator("pre").allTextContents())
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ALL)
                        .mapToObj(AttackedProduct::unreadable)
                        .toList());
        List<String> reasons = letters.locator("td:nth-child(5)").allTextContents();
        for (JsonNode letter : product.deadLetters().path("letters")) {
            String why = letter.path("why").asString();
            assertThat(why).contains(letter.path("key").asString());
            assertThat(reasons).anyMatch(each -> each.startsWith("unreadable: " + why));
        }
        page.close();
    }

    /** The number of the paper that cites one. */
    private static int citing(int number) {
        return (number + ALL - 1) % ALL;
    }

    /** The number of the paper that one cites. */
    private static int cited(int number) {
        return (number + 1) % ALL;
    }

    private static void enterAsOperator(BrowserContext context) {
        Page page = context.newPage();
        page.navigate(product.address() + "/operators");
        page.locator("input[name=key]").fill(product.operatorKey());
        page.keyboard().press("Enter");
        page.waitForURL("**/operators");
        assertThat(page.textContent("h1")).isEqualTo("Feeds and system");
        page.close();
    }

    private static Set<String> pages() {
        Set<String> pages = new LinkedHashSet<>(
                List.of("/", "/?sort=newest", "/venues", "/movers", "/about", "/operators", "/api/v1/docs"));
        for (int i = 0; i < ALL; i++) {
            String weapon =
                    AttackedProduct.encoded(AttackedProduct.WEAPONS.get(i)).replace("/", "%2F");
            pages.add("/papers/" + ids[i]);
            pages.add("/papers/" + ids[i] + "/graph");
            api.ok("/api/v1/papers/" + ids[i])
                    .path("authors")
                    .forEach(author -> pages.add("/authors/" + author.path("id").asString()));
            pages.add("/?q=" + weapon);
            pages.add("/?venue=" + weapon);
            pages.add("/?author=" + weapon);
            pages.add("/papers/" + weapon);
            if (!AttackedProduct.WEAPONS.get(i).contains("/") && !weapon.contains("%5C")) {
                pages.add("/venues/" + weapon);
                pages.add("/venues/" + weapon + "/2020");
            }
        }
        return pages;
    }

    @Test
    void asJsonInEachOfItsFormsItIsTheSameText() {
        JsonNode csl = JSON.readTree(api.get("/api/v1/papers.csl?sort=id").body());
        List<JsonNode> lines = api.get("/api/v1/papers.ndjson?sort=id")
                .body()
                .lines()
                .map(JSON::readTree)
                .toList();
        JsonNode batch = JSON.readTree(api.send(java.net.http.HttpRequest.newBuilder(api.uri("/api/v1/papers/batch"))
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(ids))))
                .body());
        assertThat(lines).hasSize(ALL);
        assertThat(csl).hasSize(ALL);
        for (int i = 0; i < ALL; i++) {
            JsonNode view = api.ok("/api/v1/papers/" + ids[i]);
            for (JsonNode each : List.of(view, byId(lines, ids[i]), byId(batch, ids[i]))) {
                assertThat(each.path("title").asString()).isEqualTo(AttackedProduct.title(i));
                assertThat(each.path("venue").asString()).isEqualTo(AttackedProduct.venue(i));
                assertThat(each.path("doi").asString()).isEqualTo(AttackedProduct.doi(i));
                assertThat(each.path("authors").get(0).path("name").asString()).isEqualTo(AttackedProduct.author(i));
                assertThat(each.has("owned")).isFalse();
            }
            JsonNode item = byId(csl, ids[i]);
            assertThat(item.path("title").asString()).isEqualTo(AttackedProduct.title(i));
            assertThat(item.path("URL").asString()).isEqualTo(AttackedProduct.url(i));
            assertThat(item.has("owned")).isFalse();
        }
    }

    @Test
    void inEveryOtherAnswerItIsAValueAndNeverAField() {
        for (int i = 0; i < ALL; i++) {
            String begun = AttackedProduct.encoded(AttackedProduct.title(i).split(" ")[0]);
            for (String path : List.of(
                    "/api/v1/papers/" + ids[i] + "/why",
                    "/api/v1/papers/" + ids[i] + "/citations",
                    "/api/v1/papers/" + ids[i] + "/references",
                    "/api/v1/papers/" + ids[i] + "/similar",
                    "/api/v1/papers/" + ids[i] + "/history",
                    "/api/v1/papers?facets=true&q=" + begun,
                    "/suggestions?q=" + begun,
                    "/api/v1/movers")) {
                HttpResponse<String> answer = api.get(path);
                assertThat(answer.headers().firstValue("Content-Type"))
                        .as(path)
                        .hasValueSatisfying(type -> assertThat(type).contains("json"));
                assertThat(JSON.readTree(answer.body()).findValue("owned"))
                        .as("%s: %s", path, answer.body())
                        .isNull();
            }
        }
    }

    @Test
    void asASimilarPaperItIsTheSameText() {
        for (int i = 0; i < ALL; i++) {
            for (JsonNode similar : List.of(
                    api.ok("/api/v1/papers/" + ids[i] + "/similar"),
                    api.ok("/api/v1/papers/" + ids[i]).path("similar"))) {
                assertThat(titles(similar)).contains(AttackedProduct.title(citing(i)), AttackedProduct.title(cited(i)));
            }
        }
    }

    private static List<String> titles(JsonNode papers) {
        return papers.valueStream().map(each -> each.path("title").asString()).toList();
    }

    /** The name of a source is no text: it is part of keys, and nothing else than a name is taken. */
    @Test
    void aSourceWhoseNameIsNoneIsRefusedByWhatIsAllowed() {
        for (String weapon : AttackedProduct.WEAPONS) {
            HttpResponse<String> answer = api.post(
                    "/api/v1/submissions",
                    AttackedProduct.FEED_KEY,
                    JSON.createObjectNode()
                            .put("source", weapon)
                            .put("key", "one")
                            .put("title", "One")
                            .put("year", 2001)
                            .toString());
            assertThat(answer.statusCode()).as(weapon).isEqualTo(422);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
            JsonNode receipt = JSON.readTree(answer.body()).path("receipts").path(0);
            assertThat(receipt.path("field").asString()).isEqualTo("/source");
            assertThat(receipt.path("reason").asString())
                    .endsWith("allowed are 1 to 40 lower-case letters, digits and hyphens, such as dblp");
            assertThat(receipt.has("owned")).isFalse();
        }
    }

    private static JsonNode byId(Iterable<JsonNode> nodes, int id) {
        for (JsonNode each : nodes) {
            if (each.path("id").asString().equals(Integer.toString(id))) {
                return each;
            }
        }
        throw new AssertionError("no paper " + id);
    }

    @Test
    void asCsvItIsTheSameTextAndNoFormula() {
        List<List<String>> rows = Csv.rows(api.get("/api/v1/papers.csv?sort=id").body());
        assertThat(rows).hasSize(ALL + 1).allSatisfy(row -> assertThat(row).hasSameSizeAs(rows.getFirst()));
        List<String> titles = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            assertThat(row).allSatisfy(cell -> assertThat(cell).doesNotContainPattern("^\\s*[=+@\\t\\r-]"));
            titles.add(row.get(4).replaceFirst("^'(?=\\s*[=+@-])", ""));
        }
        assertThat(titles)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ALL).mapToObj(AttackedProduct::title).toList());
    }

    @Test
    void asBibTexAndRisItIsReadBackAsTheSameTextInFieldsOfItsOwn() {
        for (int i = 0; i < ALL; i++) {
            Map<String, String> entry = Bibliography.ofBibTex(
                    api.get("/api/v1/papers/" + ids[i] + ".bib").body());
            assertThat(entry.keySet()).containsExactly("author", "title", "booktitle", "year", "doi", "url");
            assertThat(entry.get("title")).isEqualTo(AttackedProduct.title(i));
            assertThat(entry.get("booktitle")).isEqualTo(AttackedProduct.venue(i));
            assertThat(entry.get("author"))
                    .isEqualTo(AttackedProduct.author(i) + " and " + AttackedProduct.coauthor(i));

            Map<String, List<String>> record = Bibliography.ofRis(
                    api.get("/api/v1/papers/" + ids[i] + ".ris").body());
            assertThat(record.get("TY")).containsExactly("CPAPER");
            assertThat(record.get("TI")).containsExactly(AttackedProduct.title(i));
            assertThat(record.get("AU")).containsExactly(AttackedProduct.author(i), AttackedProduct.coauthor(i));
            assertThat(record.get("T2")).containsExactly(AttackedProduct.venue(i));
            assertThat(record.get("DO")).containsExactly(AttackedProduct.doi(i));
            assertThat(record.get("UR")).containsExactly(AttackedProduct.url(i));
            assertThat(record.get("ER")).containsExactly("");
        }
        assertThat(Bibliography.entries(api.get("/api/v1/papers.bib").body())).isEqualTo(ALL);
    }

    @Test
    void asAtomAndGraphMlItIsTextInOrderlyXmlAndTheEdgesAreNumbers() throws Exception {
        Document feed = xml(api.get("/api/v1/papers.atom").body());
        List<String> titles = texts(feed.getElementsByTagName("title"));
        assertThat(titles)
                .containsAll(
                        IntStream.range(0, ALL).mapToObj(AttackedProduct::title).toList());
        assertThat(texts(feed.getElementsByTagName("name")))
                .containsAll(IntStream.range(0, ALL)
                        .mapToObj(AttackedProduct::author)
                        .toList());
        assertThat(feed.getElementsByTagName("owned").getLength()).isZero();
        for (int i = 0; i < ALL; i++) {
            HttpResponse<String> narrowed =
                    api.get("/api/v1/papers.atom?venue=" + AttackedProduct.encoded(AttackedProduct.venue(i)));
            assertThat(texts(xml(narrowed.body()).getElementsByTagName("title")))
                    .contains(AttackedProduct.title(i));
        }
        for (int i = 0; i < ALL; i++) {
            Document citing =
                    xml(api.get("/api/v1/papers/" + ids[i] + "/citations.atom").body());
            assertThat(texts(citing.getElementsByTagName("title"))).contains(AttackedProduct.title(citing(i)));
            assertThat(citing.getElementsByTagName("owned").getLength()).isZero();
        }
        Document graph = xml(api.get("/api/v1/graph.graphml").body());
        assertThat(graph.getElementsByTagName("node").getLength()).isEqualTo(ALL);
        assertThat(graph.getElementsByTagName("edge").getLength()).isEqualTo(ALL);
        assertThat(api.get("/api/v1/graph.tsv").body().lines())
                .hasSize(ALL)
                .allMatch(line -> line.matches("[0-9]+\t[0-9]+"));
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
    }

    private static List<String> texts(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    /** The last one, since it submits more. */
    @Test
    @Order(Integer.MAX_VALUE)
    void asEventsOfTheStreamAndToWebhooksItIsTheSameTextAndWebhooksAreSigned() throws Exception {
        try (Webhooks webhooks = new Webhooks(api, product.operatorKey());
                Followed stream = new Followed(api.uri("/api/v1/stream?kinds=paper"))) {
            StringBuilder again = new StringBuilder();
            for (int i = 0; i < ALL; i++) {
                again.append(JSON.createObjectNode()
                                .put("source", "later")
                                .put("key", "k" + i)
                                .put("title", later(i))
                                .put("venue", AttackedProduct.venue(i))
                                .put("year", 2021))
                        .append('\n');
            }
            api.submit(AttackedProduct.FEED_KEY, again.toString());
            List<String> expected =
                    IntStream.range(0, ALL).mapToObj(HostileTextTest::later).toList();
            await().atMost(SOON).untilAsserted(() -> assertThat(stream.titles()).containsAll(expected));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(webhooks.titles()).containsAll(expected));
            assertThat(stream.lines()).allSatisfy(line -> assertThat(line).matches("(id:|event:|data:|:).*|"));
            assertThat(stream.lines()).noneMatch(line -> line.startsWith("event:owned") || line.startsWith("id: 1"));
            assertThat(webhooks.unsigned()).isEmpty();
        }
    }

    private static String later(int number) {
        return "Told later, as number " + number + ": " + AttackedProduct.WEAPONS.get(number);
    }

    @Test
    void asAnAnswerToAnAgentItIsDataInOrderlyJsonWhicheverToolGivesIt() throws Exception {
        try (Agent agent = new Agent(api.uri("/mcp"))) {
            assertThat(agent.tools())
                    .as("each of them is asked below")
                    .containsExactlyInAnyOrder("search", "paper", "citations", "references", "similar", "explain_rank");
            assertThat(titles(agent.ask("search", Map.of("query", "paper")).path("items")))
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, ALL)
                            .mapToObj(AttackedProduct::title)
                            .toList());
            for (int i = 0; i < ALL; i++) {
                Map<String, Object> named = Map.of("paper", Integer.toString(ids[i]));
                JsonNode found = agent.ask("search", Map.of("query", "paper", "venue", AttackedProduct.venue(i)));
                JsonNode paper = agent.ask("paper", named);
                JsonNode citations = agent.ask("citations", named);
                JsonNode references = agent.ask("references", named);
                JsonNode similar = agent.ask("similar", named);
                JsonNode explained = agent.ask("explain_rank", named);
                assertThat(titles(found.path("items"))).containsExactly(AttackedProduct.title(i));
                assertThat(paper.path("title").asString()).isEqualTo(AttackedProduct.title(i));
                assertThat(titles(citations.path("items"))).containsExactly(AttackedProduct.title(citing(i)));
                assertThat(titles(references.path("items"))).containsExactly(AttackedProduct.title(cited(i)));
                assertThat(titles(similar)).contains(AttackedProduct.title(citing(i)), AttackedProduct.title(cited(i)));
                assertThat(titles(explained.path("shares"))).containsExactly(AttackedProduct.title(citing(i)));
                assertThat(explained.path("within").path("venue").path("name").asString())
                        .isEqualTo(AttackedProduct.venue(i));
                JsonNode asked = agent.ask("search", Map.of("query", AttackedProduct.WEAPONS.get(i)));
                for (JsonNode each : List.of(found, paper, citations, references, similar, explained, asked)) {
                    assertThat(each.findValue("owned")).as("%s", each).isNull();
                }
                assertThat(highlights(found)).as("the word is marked").isNotEmpty();
                assertThat(Stream.of(found, asked).flatMap(each -> highlights(each).stream()))
                        .as("but for the marks, escaped for HTML")
                        .allMatch(text -> !text.replaceAll("</?em>", "").contains("<"));
            }
        }
    }

    private static List<String> highlights(JsonNode found) {
        return found.path("items")
                .valueStream()
                .flatMap(each -> each.path("highlight").valueStream())
                .map(JsonNode::asString)
                .toList();
    }

    @Test
    void noTextSetsAHeaderOfAnAnswer() {
        for (int i = 0; i < ALL; i++) {
            for (String path : List.of(
                    "/api/v1/papers/" + ids[i],
                    "/api/v1/papers/" + ids[i] + ".bib",
                    "/api/v1/papers?venue=" + AttackedProduct.encoded(AttackedProduct.venue(i)),
                    "/papers/" + ids[i])) {
                HttpResponse<String> answer = api.get(path);
                assertThat(answer.headers().map().keySet()).doesNotContain("owned", "set-cookie", "refresh");
                assertThat(answer.statusCode()).as(path).isEqualTo(200);
                assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                        .hasValue("nosniff");
                assertThat(answer.headers().firstValue("Content-Security-Policy"))
                        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
            }
        }
    }
}
