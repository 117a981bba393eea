package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.stream.BatchHandler;
import org.citestream.gateway.index.RecordListener;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.yaml.snakeyaml.Yaml;

/** The page that shows the house, with its pictures, is true to the house. */
class ArchitecturePageTest {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));
    private static final Pattern EDGE = Pattern.compile("(?m)^ +([a-z-]+) --> ([a-z-]+)$");
    private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)+[A-Z][A-Za-z]+)`");
    private static final Pattern OPERATION = Pattern.compile("(.+)-(writes|reads)-(.+)");
    private static final Pattern FUNCTIONS = Pattern.compile("function\\.definition: (.+)");
    private static final String OURS = "org.citestream.";

    @Test
    void thePictureOfTheModulesIsTheBuild() throws Exception {
        Set<String> built = new TreeSet<>();
        for (String module : elements(HOME.resolve("pom.xml"), "module")) {
            if (!module.equals("system-tests")) {
                dependencies(module).forEach(of -> built.add(module + " --> " + of));
            }
        }
        assertThat(picture(0)).containsExactlyInAnyOrderElementsOf(built);
    }

    @Test
    void thePictureOfTheTopicsIsTheirDescription() throws Exception {
        Set<String> described = new TreeSet<>();
        try (InputStream in = ArchitecturePageTest.class.getResourceAsStream("/schemas/citestream.asyncapi.yaml")) {
            Map<String, Map<String, ?>> document = new Yaml().load(in);
            for (String operation : document.get("operations").keySet()) {
                MatchResult parts =
                        OPERATION.matcher(operation).results().findFirst().orElseThrow();
                described.add(
                        parts.group(2).equals("writes")
                                ? parts.group(1) + " --> " + parts.group(3)
                                : parts.group(3) + " --> " + parts.group(1));
            }
        }
        assertThat(picture(1)).containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void everyClassThatIsNamedIsThere() throws IOException {
        List<String> named = classes(page());
        assertThat(named).hasSizeGreaterThan(90);
        assertThat(named)
                .allSatisfy(name -> assertThat(ArchitecturePageTest.class.getResource(
                                "/org/citestream/" + name.replace('.', '/') + ".class"))
                        .as(name)
                        .isNotNull());
    }

    @Test
    void theWayLeadsThroughEveryModuleThatAPaperPasses() throws Exception {
        Set<String> passed = new TreeSet<>();
        Deque<String> left = new ArrayDeque<>(List.of("standalone"));
        while (!left.isEmpty()) {
            String module = left.pop();
            if (passed.add(module)) {
                left.addAll(dependencies(module));
            }
        }
        // A paper passes none of the commands of operators.
        passed.remove("operator-client");
        Set<String> led = new TreeSet<>();
        for (String name : classes(way())) {
            led.add(moduleOf(name));
        }
        assertThat(led).containsAll(passed);
    }

    @Test
    void everyTopicIsOnTheWayWithWhatItHolds() throws IOException {
        for (Topic<?> topic : Topics.all()) {
            assertThat(way())
                    .contains("**`" + topic.name() + "`**")
                    .contains("`events." + topic.type().getSimpleName() + "`");
        }
    }

    @Test
    void everyFunctionThatReadsATopicIsOnTheWay() throws IOException {
        for (String service : List.of("ingest-service", "summary-service", "ranking-service", "query-gateway")) {
            Path configuration = HOME.resolve(service).resolve("src/main/resources/" + service + ".yml");
            String functions = FUNCTIONS
                    .matcher(Files.readString(configuration))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
            for (String function : functions.split(";")) {
                assertThat(way()).as(service).contains("`" + function + "`");
            }
        }
    }

    @Test
    void everyClassThatTakesRecordsInIsOnTheWay() throws IOException {
        Set<String> taking = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(OURS + "ingest", OURS + "summary", OURS + "ranking", OURS + "gateway")
                        .stream()
                        .filter(each ->
                                each.isAssignableTo(BatchHandler.class) || each.isAssignableTo(RecordListener.class))
                        .filter(each -> !each.isInterface() && !each.isAnonymousClass())
                        .map(JavaClass::getName)
                        .map(name -> name.substring(OURS.length()))
                        .collect(Collectors.toSet());
        assertThat(taking).hasSizeGreaterThan(5);
        assertThat(classes(way())).containsAll(taking);
    }

    private static String page() throws IOException {
        return Files.readString(HOME.resolve("docs/architecture.md"));
    }

    private static String way() throws IOException {
        return page().split("\n## The way of a paper\n")[1].split("\n## ")[0];
    }

    private static List<String> classes(String text) {
        return CLASS.matcher(text).results().map(each -> each.group(1)).toList();
    }

    /** The module that a class lies in, by its source. */
    private static String moduleOf(String name) throws IOException {
        String source = "src/main/java/org/citestream/" + name.replace('.', '/') + ".java";
        try (Stream<Path> all = Files.list(HOME)) {
            return all.filter(module -> Files.exists(module.resolve(source)))
                    .map(module -> module.getFileName().toString())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no source of " + name));
        }
    }

    private static List<String> picture(int number) throws IOException {
        String mermaid = page().split("```mermaid\n")[number + 1].split("```")[0];
        return EDGE.matcher(mermaid).results().map(each -> each.group().strip()).toList();
    }

    /** On which of our own a module is built, its tests aside. */
    private static List<String> dependencies(String module) throws Exception {
        List<String> found = new ArrayList<>();
        for (Element dependency : elementsOf(HOME.resolve(module).resolve("pom.xml"), "dependency")) {
            String scope = text(dependency, "scope");
            if (text(dependency, "groupId").equals("org.citestream") && !scope.equals("test")) {
                found.add(text(dependency, "artifactId"));
            }
        }
        return found;
    }

    private static Set<String> elements(Path pom, String name) throws Exception {
        return elementsOf(pom, name).stream().map(Element::getTextContent).collect(Collectors.toSet());
    }

    private static List<Element> elementsOf(Path pom, String name) throws Exception {
        NodeList nodes = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static String text(Element of, String name) {
        NodeList found = of.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
