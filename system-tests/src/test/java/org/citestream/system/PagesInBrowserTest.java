package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citestream.standalone.Standalone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The pages in a real browser, over the sample corpus and papers that are hard to show: ten thousand citations, three thousand authors,
 * markup, names written from right to left, and proceedings of eight hundred papers. The pictures are in {@code target/screenshots}.
 */
@Tag("slow")
@EnabledIfEnvironmentVariable(
        named = "CITESTREAM_CHROMIUM",
        matches = ".+",
        disabledReason = "no Chromium found; ./test --install fetches one")
class PagesInBrowserTest {

    private static final String GALVATRON = "doi:10.14778/3570690.3570697";
    private static final int CITING = 10_000;
    private static final int AUTHORS = 3_000;
    private static final int[] WIDTHS = {390, 900, 1440};
    /** A page that finds no change on the stream looks every half minute. */
    private static final Duration AFTER_THE_NEXT_LOOK = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static StubbedLetters letters;
    private static Standalone product;
    private static Api api;
    private static Chromium chromium;
    private static Browser browser;
    private static int galvatron;
    /** By name, where each page is that is looked at. */
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    private final List<String> problems = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        letters = StubbedLetters.start();
        Map<String, String> properties = new HashMap<>(RunningProduct.WITHOUT_EMBEDDINGS);
        properties.put("citestream.operators.ingest-url", letters.address());
        Path inbox = Files.createDirectories(directory.resolve("inbox"));
        Files.writeString(
                inbox.resolve("refused.ndjson"), "{\"source\":\"hard\",\"key\":\"no-title\",\"year\":2020}\n");
        properties.put("citestream.ingest.feeds.inbox.source", "directory");
        properties.put("citestream.ingest.feeds.inbox.directory", inbox.toString());
        properties.put("citestream.ingest.feeds.inbox.every", "1s");
        product = RunningProduct.start(directory.resolve("data"), properties, RunningProduct.samples());
        letters.standBefore(product.address());
        api = new Api(product.address());
        api.awaitSettled(Duration.ofMinutes(2));
        submit(hardOnes());
        api.awaitSettled(Duration.ofMinutes(4));
        galvatron = id(GALVATRON);
        chromium = new Chromium();
        browser = chromium.browser();
        PAGES.put("papers", "/");
        PAGES.put("search", "/?q=transformer%20training");
        PAGES.put("search-nothing", "/?q=%22no%20such%20words%22&venue=VLDB");
        PAGES.put("search-script", "/?q=%3Cscript%3Ealert(1)%3C/script%3E");
        PAGES.put("paper", "/papers/" + galvatron);
        PAGES.put("graph", "/papers/" + galvatron + "/graph");
        PAGES.put("author", authorOf(galvatron));
        PAGES.put("venues", "/venues");
        PAGES.put("venue", "/venues/VLDB");
        PAGES.put("volume", "/venues/VLDB/2023");
        PAGES.put("movers", "/movers");
        PAGES.put("about", "/about");
        PAGES.put("api", "/api/v1/docs");
        PAGES.put("operators-door", "/operators");
        PAGES.put("not-found", "/papers/999999999");
        PAGES.put("hard-markup", "/papers/" + id("hard:markup"));
        PAGES.put("hard-right-to-left", "/papers/" + id("hard:rtl"));
        PAGES.put("hard-authors", "/papers/" + id("hard:authors"));
        PAGES.put("hard-cited", "/papers/" + id("hard:cited"));
        PAGES.put("hard-cited-graph", "/papers/" + id("hard:cited") + "/graph");
        PAGES.put("hard-one-citation", "/papers/" + id("hard:cited-once"));
        PAGES.put("hard-no-citation-no-abstract", "/papers/" + id("hard:one"));
        PAGES.put("hard-volume", "/venues/HARD/2020");
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        product.close();
        letters.close();
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(problems).isEmpty();
    }

    @Test
    void everyPageFitsEveryWidthLightAndDarkAndIsAccessible() throws IOException {
        List<String> faults = new ArrayList<>();
        Files.createDirectories(Path.of("target", "screenshots"));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : scheme == ColorScheme.LIGHT ? WIDTHS : new int[] {WIDTHS[2]}) {
                try (BrowserContext context = context(scheme, width, true)) {
                    for (Map.Entry<String, String> each : PAGES.entrySet()) {
                        Page page = open(context, each.getValue(), each.getKey().equals("not-found"));
                        String which = each.getKey() + "-" + width + "-"
                                + scheme.name().toLowerCase();
                        int wide = (int) page.evaluate("document.scrollingElement.scrollWidth");
                        if (wide > width) {
                            faults.add(which + " is " + wide + " wide");
                        }
                        page.screenshot(new Page.ScreenshotOptions()
                                .setClip(0, 0, width, Math.min(4000, height(page)))
                                .setFullPage(true)
                                .setPath(Path.of("target", "screenshots", which + ".png")));
                        if (width != WIDTHS[1]) {
                            violations(page)
                                    .forEach(rule -> faults.add(which + ": " + rule.getId() + " "
                                            + rule.getNodes().stream()
                                                    .limit(3)
                                                    .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                                    .collect(Collectors.joining("; "))));
                        }
                        page.close();
                    }
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void operatorsSeeWhatWaitsAndWhatCameInOnceTheyGiveTheirKey() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : scheme == ColorScheme.LIGHT ? WIDTHS : new int[] {WIDTHS[2]}) {
                try (BrowserContext context = context(scheme, width, true)) {
                    Page page = open(context, "/operators", false);
                    page.locator("#key").fill(product.apiKey());
                    page.keyboard().press("Enter");
                    page.locator("#stages-heading").waitFor();
                    assertThat(page.textContent("main")).contains("What waits", "Feeds", "Dead letters");
                    assertThat((int) page.evaluate("document.scrollingElement.scrollWidth"))
                            .isLessThanOrEqualTo(width);
                    page.locator("summary").all().forEach(Locator::click);
                    assertThat(page.locator("pre").first().isVisible()).isTrue();
                    assertThat(page.textContent("main"))
                            .contains("inbox", "title", "projectPapers", "a record that nobody could read");
                    assertThat(violations(page)).isEmpty();
                    page.screenshot(new Page.ScreenshotOptions()
                            .setFullPage(true)
                            .setPath(Path.of(
                                    "target",
                                    "screenshots",
                                    "operators-" + width + "-" + scheme.name().toLowerCase() + ".png")));
                    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Leave"))
                            .click();
                    assertThat(page.locator("#key").count()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void onPaperThereIsThePaperWithoutWhatCanOnlyBeClicked() {
        try (BrowserContext context = context(ColorScheme.DARK, 900, true)) {
            Page page = open(context, "/papers/" + galvatron, false);
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            for (String clicked : List.of("header.site", ".pager", ".exports", ".back")) {
                page.locator(clicked)
                        .all()
                        .forEach(
                                each -> assertThat(each.isVisible()).as(clicked).isFalse());
            }
            assertThat(page.locator("h1").isVisible()).isTrue();
            assertThat(page.locator("#citing").isVisible()).isTrue();
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(Path.of("target", "screenshots", "paper-print.png")));
        }
    }

    @Test
    void aReaderGoesFromSearchToPaperToCitingPaperToAuthorAndBack() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            Page page = open(context, "/", false);
            page.locator("#q").fill("galvatron automatic parallelism");
            page.keyboard().press("Enter");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Galvatron"))
                    .first()
                    .click();
            assertThat(page.title()).startsWith("Galvatron");
            page.locator("#citing th a").first().click();
            String citing = page.title();
            assertThat(citing).doesNotStartWith("Galvatron");
            page.locator(".authors a").first().click();
            assertThat(page.textContent("main")).contains("Sum of PageRank");
            page.goBack();
            assertThat(page.title()).isEqualTo(citing);
            page.goBack();
            assertThat(page.title()).startsWith("Galvatron");
        }
    }

    @Test
    void listsArePagedAndThePaperIsExported() throws IOException {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            Page page = open(context, "/papers/" + id("hard:cited"), false);
            assertThat(page.textContent("#citing")).contains("Showing 30 of 10,000 citing papers.", "Page 1 / 334");
            String first = page.locator("#citing th a").first().textContent();
            page.locator("#citing .pager a[rel=next]").click();
            assertThat(page.textContent("#citing")).contains("Page 2 / 334");
            assertThat(page.locator("#citing th a").first().textContent()).isNotEqualTo(first);
            Download bibtex = page.waitForDownload(
                    () -> page.locator(".exports a").first().click());
            assertThat(Files.readString(bibtex.path())).startsWith("@").contains("Cited by ten thousand");
        }
    }

    @Test
    void allOfItCanBeReadWithoutScript() {
        try (BrowserContext with = context(ColorScheme.LIGHT, 1440, true);
                BrowserContext without = context(ColorScheme.LIGHT, 1440, false)) {
            // the two are compared again where an epoch came between them
            PAGES.forEach((name, path) -> await().atMost(SOON).untilAsserted(() -> {
                Page scripted = open(with, path, name.equals("not-found"));
                Page plain = open(without, path, name.equals("not-found"));
                String words = words(scripted);
                String plainWords = words(plain);
                scripted.close();
                plain.close();
                assertThat(plainWords).as(path).isEqualTo(words.replace(" Copy BibTeX", ""));
            }));
            Page page = open(without, "/", false);
            page.locator("#q").fill("galvatron");
            page.locator("form.search button").click();
            assertThat(page.textContent("main")).contains("1 paper");
        }
    }

    @Test
    void aPageFollowsWhatHappensWithoutBeingLoadedAgain() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            int id = id("hard:followed");
            Page page = open(context, "/papers/" + id, false);
            Page list = open(context, "/?venue=HARD", false);
            Page elsewhere = open(context, "/?venue=VLDB", false);
            for (Page each : List.of(page, list, elsewhere)) {
                each.waitForResponse(answer -> answer.url().contains("/api/v1/stream"), each::reload);
            }
            String rank = page.textContent("[data-live=rank]");
            String pageRank = page.textContent("[data-live=pagerank]");
            assertThat(page.textContent("[data-live=showing]")).isEqualTo("Showing 0 of 0 citing papers.");
            assertThat(page.textContent("[data-arrivals]")).isEmpty();

            submit(
                    List.of(
                            "{\"source\":\"hard\",\"key\":\"follower\",\"title\":\"It follows\",\"year\":2024,\"venue\":\"HARD\",\"references\":[\"hard:followed\"]}"));
            await().atMost(AFTER_THE_NEXT_LOOK).untilAsserted(() -> {
                assertThat(wait(page, page.locator("[data-arrivals]")))
                        .contains("It is cited by 1 paper now, by 0 before.");
                assertThat(page.textContent("[data-live=showing]")).isEqualTo("Showing 0 of 1 citing papers.");
                assertThat(page.textContent("[data-live=rank]"))
                        .isNotEqualTo(rank)
                        .matches("[0-9,]+ \\| [0-9.]+%");
                assertThat(page.textContent("[data-live=pagerank]"))
                        .isNotEqualTo(pageRank)
                        .matches("[0-9]\\.[0-9]{7}e-[0-9]{2}");
            });
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(wait(list, list.locator("[data-arrivals]")))
                            .isEqualTo("1 paper is new. Show"));
            assertThat(elsewhere.textContent("[data-arrivals]")).isEmpty();
            list.locator("[data-arrivals] a").click();
            assertThat(list.textContent("main")).contains("papers");

            // Even where the address names a place of the page, it is loaded again.
            page.evaluate("location.hash = 'citing'");
            page.waitForNavigation(() -> page.locator("[data-arrivals] a").click());
            assertThat(page.textContent("#citing")).contains("It follows", "Showing 1 of 1 citing papers.");
        }
    }

    @Test
    void eightTabsAreOpenAtOnceAndThoseThatAreNotSeenFollowNothing() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            context.addInitScript("""
                    window.shown = 'visible';
                    Object.defineProperty(document, 'visibilityState', {get: () => window.shown});
                    window.streams = [];
                    const Source = window.EventSource;
                    window.EventSource = function (address) {
                      const stream = new Source(address);
                      window.streams.push(stream);
                      return stream;
                    };
                    """);
            List<Page> tabs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Page tab = open(context, i % 2 == 0 ? "/papers/" + galvatron : "/", false);
                tab.waitForLoadState(LoadState.LOAD);
                tab.waitForTimeout(300);
                tabs.add(tab);
            }
            assertThat(tabs.getLast().textContent("main")).contains("papers");
            // one more can be asked for by each of them
            tabs.forEach(tab -> assertThat(tab.evaluate("fetch('/api/v1/stats').then(answer => answer.status)"))
                    .isEqualTo(200));

            int open = following(tabs);
            assertThat(open).isBetween(1, 3);

            for (Page tab : tabs) {
                show(tab, "hidden");
            }
            assertThat(following(tabs)).isZero();
            show(tabs.getLast(), "visible");
            tabs.getLast().waitForTimeout(300);
            assertThat(following(List.of(tabs.getLast()))).isEqualTo(1);
        }
    }

    @Test
    void theKeyboardSkipsToTheContentAndSuggestionsComeWhileTyping() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            Page page = open(context, "/", false);
            page.keyboard().press("Tab");
            assertThat(page.evaluate("document.activeElement.className")).isEqualTo("skip");
            page.keyboard().press("Enter");
            assertThat(page.url()).endsWith("#main");
            for (String[] field : new String[][] {{"/", "q"}, {"/about", "find"}}) {
                page.navigate(product.address() + field[0]);
                page.locator("#" + field[1]).pressSequentially("galvat");
                Locator suggested = page.locator("#" + field[1] + "-suggestions option");
                page.waitForCondition(() -> suggested.count() > 0);
                assertThat(suggested.first().getAttribute("value")).startsWith("Galvatron");
            }
        }
    }

    @Test
    void theKeyboardLeadsFromSearchToPaperToCitingPaper() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            Page page = open(context, "/", false);
            tabTo(page, "#q");
            page.keyboard().type("galvatron automatic parallelism");
            page.keyboard().press("Enter");
            page.waitForURL("**/?q=galvatron*");
            tabTo(page, ".papers th a");
            page.keyboard().press("Enter");
            page.waitForURL("**/papers/" + galvatron + "-galvatron-*");
            tabTo(page, "#citing th a");
            String citing = page.locator("#citing th a").first().textContent();
            page.keyboard().press("Enter");
            page.waitForCondition(() -> page.title().startsWith(citing));
        }
    }

    @Test
    void aBarOfTheChartTellsItsValueToMouseAndKeyboard() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            Page page = open(context, "/papers/" + id("hard:cited"), false);
            Locator bar = page.locator(".chart g").first();
            Locator value = bar.locator("text");
            assertThat(value.isVisible()).isFalse();
            bar.locator("path").last().hover();
            assertThat(value.isVisible()).isTrue();
            assertThat(value.textContent()).matches("[0-9,]+");
            page.mouse().move(0, 0);
            assertThat(value.isVisible()).isFalse();
            tabTo(page, ".chart g");
            assertThat(value.isVisible()).isTrue();
            assertThat((double) page.evaluate(
                            "Math.min(...[...document.querySelectorAll('.chart .end')].map(e => e.getBBox().x))"))
                    .as("no label of the axis is cut off")
                    .isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void theCitationIsCopied() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Page page = open(context, "/papers/" + galvatron, false);
            Locator button = page.locator("[data-copy]");
            button.click();
            page.waitForCondition(() -> button.textContent().equals("Copied"));
            assertThat((String) page.evaluate("navigator.clipboard.readText()"))
                    .startsWith("@")
                    .contains("Galvatron");
        }
    }

    @Test
    void theAddressOfAPaperIsReadableWhateverLedThere() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            Page page = open(context, "/papers/" + galvatron + "-a-former-title?citing=1&cited=1#cited", false);
            page.waitForCondition(() -> page.url().contains("/papers/" + galvatron + "-galvatron-"));
            assertThat(page.url()).endsWith("?citing=1&cited=1#cited");
        }
    }

    @Test
    void whatIsHardToShowIsShown() {
        try (BrowserContext context = context(ColorScheme.LIGHT, 1440, true)) {
            Page rightToLeft = open(context, PAGES.get("hard-right-to-left"), false);
            assertThat(rightToLeft.evaluate("getComputedStyle(document.querySelector('h1')).direction"))
                    .isEqualTo("rtl");
            assertThat(rightToLeft.evaluate("getComputedStyle(document.querySelector('.authors li')).direction"))
                    .isEqualTo("rtl");

            Page authors = open(context, PAGES.get("hard-authors"), false);
            assertThat(authors.locator(".authors li").count()).isEqualTo(AUTHORS);
            assertThat(authors.locator(".authors li").last().isVisible()).isFalse();
            authors.getByText("2,950 more authors").click();
            assertThat(authors.locator(".authors li").last().isVisible()).isTrue();

            Page once = open(context, PAGES.get("hard-one-citation"), false);
            assertThat(once.textContent("#citing")).contains("Showing 1 of 1 citing papers.", "Page 1 / 1");
            assertThat(once.locator(".chart g").count()).isEqualTo(1);

            Page none = open(context, PAGES.get("hard-no-citation-no-abstract"), false);
            assertThat(none.textContent("section[aria-labelledby=chart-heading]"))
                    .contains("None yet.");
            assertThat(none.textContent("#citing")).contains("Showing 0 of 0 citing papers.");
            assertThat(none.textContent("main")).contains("No summary");

            Page volume = open(context, PAGES.get("hard-volume"), false);
            assertThat(volume.textContent("main")).contains("801", "Page 1 / 17");

            Page markup = open(context, PAGES.get("hard-markup"), false);
            assertThat(markup.textContent("h1")).isEqualTo("<script>alert('x')</script> & <b>\"bold\"</b> claims");
            assertThat(markup.textContent(".authors")).contains("<i>Ann</i> & Bo");

            Page search = open(context, PAGES.get("search-script"), false);
            assertThat(search.inputValue("#q")).isEqualTo("<script>alert(1)</script>");
            assertThat(search.textContent("main")).contains("No paper fits");
        }
    }

    private static void show(Page tab, String state) {
        tab.evaluate(
                "state => { window.shown = state; document.dispatchEvent(new Event('visibilitychange')); }", state);
    }

    /** How many of some tabs hold a stream open. */
    private static int following(List<Page> tabs) {
        return (int) tabs.stream()
                .filter(tab -> (boolean) tab.evaluate("window.streams.some(each => each.readyState < 2)"))
                .count();
    }

    /** Presses the tab key until the first element of a selector has the focus. */
    private static void tabTo(Page page, String selector) {
        for (int i = 0; i < 150; i++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("s => document.activeElement === document.querySelector(s)", selector)) {
                return;
            }
        }
        throw new AssertionError("The tab key does not lead to " + selector);
    }

    /**
     * What axe finds, with targets smaller than 24 pixels, which is not among its usual rules. The circles of the graph are left out of
     * that: each is named again in the list below them, by a link that is large enough (WCAG 2.5.8, "Equivalent").
     */
    private static List<Rule> violations(Page page) {
        List<Rule> found = new ArrayList<>(new AxeBuilder(page).analyze().getViolations());
        AxeBuilder sizes = new AxeBuilder(page).withRules(List.of("target-size"));
        if (page.locator("svg.graph").count() > 0) {
            sizes.exclude("svg.graph");
        }
        found.addAll(sizes.analyze().getViolations());
        return found;
    }

    private static String wait(Page page, Locator locator) {
        page.waitForTimeout(200);
        return locator.textContent();
    }

    private static String words(Page page) {
        return page.innerText("main").replaceAll("\\s+", " ").strip();
    }

    private static int height(Page page) {
        return (int) page.evaluate("document.scrollingElement.scrollHeight");
    }

    private static BrowserContext context(ColorScheme scheme, int width, boolean script) {
        return browser.newContext(new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setViewportSize(width, 900)
                .setJavaScriptEnabled(script));
    }

    private Page open(BrowserContext context, String path, boolean missing) {
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !missing) {
                problems.add(path + ": " + message.text());
            }
        });
        page.onPageError(error -> problems.add(path + ": " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(product.address())) {
                problems.add("external request: " + request.url());
            }
        });
        page.navigate(
                product.address() + path, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        return page;
    }

    private static int id(String key) {
        return api.ok("/api/v1/papers/" + key + "?fields=id").path("id").asInt();
    }

    private static String authorOf(int paper) {
        JsonNode author = api.ok("/api/v1/papers/" + paper).path("authors").get(0);
        return "/authors/" + author.path("id").asString();
    }

    private static void submit(List<String> lines) {
        assertThat(api.post("/api/v1/submissions", product.apiKey(), String.join("\n", lines))
                        .statusCode())
                .isEqualTo(202);
    }

    private static List<String> hardOnes() {
        List<String> lines = new ArrayList<>();
        lines.add(paper(
                "markup",
                "<script>alert('x')</script> & <b>\\\"bold\\\"</b> claims",
                "[\"<i>Ann</i> & Bo\"]",
                2021,
                ""));
        lines.add(paper("rtl", "مقدمة في قواعد البيانات: Joins בזרמים", "[\"ליאור כהן\",\"ليلى الحسن\"]", 2021, ""));
        lines.add(paper(
                "authors",
                "By three thousand",
                IntStream.range(0, AUTHORS)
                        .mapToObj(i -> "\"Given" + i + " Family" + i + "\"")
                        .collect(Collectors.joining(",", "[", "]")),
                2021,
                ""));
        lines.add(paper("cited", "Cited by ten thousand", "[\"Ada Low\"]", 2000, ""));
        lines.add(paper("followed", "Not cited yet", "[\"Bo Low\"]", 2022, ""));
        lines.add(paper("cited-once", "Cited once", "[\"Di Low\"]", 2020, ""));
        lines.add(paper("one", "It cites two", "[\"Cy Low\"]", 2022, "\"hard:markup\",\"hard:cited-once\""));
        for (int i = 0; i < CITING; i++) {
            lines.add(paper(
                    "citing" + i,
                    "On Tides, Part " + i,
                    "[\"Author Number" + i % 300 + "\"]",
                    i < 800 ? 2020 : 2001 + i % 19,
                    "\"hard:cited\""));
        }
        return lines;
    }

    private static String paper(String key, String title, String authors, int year, String references) {
        return "{\"source\":\"hard\",\"key\":\"" + key + "\",\"title\":\"" + title + "\",\"authors\":" + authors
                + ",\"year\":" + year + ",\"venue\":\"HARD\",\"references\":[" + references + "]}";
    }
}
