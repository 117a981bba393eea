package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
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
    void everyClassThatAPaperPassesIsThere() throws IOException {
        List<String> named =
                CLASS.matcher(page()).results().map(each -> each.group(1)).toList();
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named)
                .allSatisfy(name -> assertThat(ArchitecturePageTest.class.getResource(
                                "/org/citestream/" + name.replace('.', '/') + ".class"))
                        .as(name)
                        .isNotNull());
    }

    private static String page() throws IOException {
        return Files.readString(HOME.resolve("docs/architecture.md"));
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
