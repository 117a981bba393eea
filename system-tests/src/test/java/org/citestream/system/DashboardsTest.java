package org.citestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The dashboards keep to the rules by which others can use them with a Prometheus of their own. */
class DashboardsTest {

    static Stream<Map.Entry<String, JsonNode>> dashboards() throws IOException {
        return List.copyOf(Dashboards.all().entrySet()).stream();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void aDashboardIsFoundByItsNameAndAsksTheSourceThatItsReaderChooses(Map.Entry<String, JsonNode> file) {
        JsonNode dashboard = file.getValue();
        assertThat(file.getKey()).isEqualTo(dashboard.path("uid").asString() + ".json");
        assertThat(dashboard.path("title").asString()).startsWith("Citestream / ");
        assertThat(dashboard.path("description").asString()).isNotBlank();
        JsonNode variable = dashboard.path("templating").path("list").path(0);
        assertThat(variable.path("name").asString()).isEqualTo("datasource");
        assertThat(variable.path("type").asString()).isEqualTo("datasource");
        assertThat(variable.path("query").asString()).isEqualTo("prometheus");
        assertThat(Dashboards.panels(dashboard))
                .isNotEmpty()
                .allSatisfy(
                        panel -> assertThat(panel.path("datasource").path("uid").asString())
                                .isEqualTo("${datasource}"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShowsAndInWhichUnit(Map.Entry<String, JsonNode> file) {
        Set<String> titles = new HashSet<>();
        assertThat(Dashboards.panels(file.getValue())).allSatisfy(panel -> {
            String title = panel.path("title").asString();
            assertThat(title).isNotBlank();
            assertThat(titles.add(title))
                    .as("another panel is titled %s", title)
                    .isTrue();
            assertThat(panel.path("description").asString()).as(title).isNotBlank();
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asString())
                    .as(title)
                    .isNotBlank();
            assertThat(panel.path("targets").size()).as(title).isPositive();
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void ratesAreTakenOverTheIntervalThatFitsTheScrapes(Map.Entry<String, JsonNode> file) {
        assertThat(Dashboards.panels(file.getValue()).stream()
                        .flatMap(panel -> panel.path("targets").valueStream())
                        .map(target -> target.path("expr").asString()))
                .allSatisfy(
                        expression -> assertThat(expression).doesNotContainPattern("\\birate\\(|rate\\([^\\[]*\\[\\d"));
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void whatShowsHowFreshPapersAreLeadsToTheirTraces(Map.Entry<String, JsonNode> file) {
        assertThat(Dashboards.panels(file.getValue()).stream()
                        .flatMap(panel -> panel.path("targets").valueStream())
                        .filter(target ->
                                target.path("expr").asString().matches("histogram_quantile.*citestream_freshness.*")))
                .allSatisfy(target ->
                        assertThat(target.path("exemplar").asBoolean(false)).isTrue());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsLieBesideEachOther(Map.Entry<String, JsonNode> file) {
        Set<String> taken = new HashSet<>();
        file.getValue().path("panels").valueStream().forEach(panel -> {
            JsonNode at = panel.path("gridPos");
            int right = at.path("x").asInt() + at.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = at.path("x").asInt(); x < right; x++) {
                for (int y = at.path("y").asInt();
                        y < at.path("y").asInt() + at.path("h").asInt();
                        y++) {
                    assertThat(taken.add(x + "/" + y))
                            .as("%s lies on another panel", panel.path("title"))
                            .isTrue();
                }
            }
        });
    }
}
