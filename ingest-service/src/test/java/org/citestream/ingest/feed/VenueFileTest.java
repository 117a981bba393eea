package org.citestream.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenueFileTest {

    @TempDir
    Path directory;

    @Test
    @DisplayName("another community is another file")
    void otherCommunity() throws IOException {
        Path file = directory.resolve("venues.json");
        Files.writeString(file, """
            {"streams": [{"venue": "IR", "issns": ["1234-567X"], "containers": ["retrieval"], "volumeZero": 2000,
                          "issues": [{"volume": "3", "number": "1", "venue": "IR-SHORT"}]}]}
            """);
        VenueRules rules = new VenueProperties(file).rules();
        assertThat(rules.venues()).containsExactly("IR", "IR-SHORT");
        assertThat(venue(rules, "1234-567X", "x", "3", "1")).isEqualTo("IR-SHORT");
        assertThat(venue(rules, "0000-0000", "On RETRIEVAL", null, null)).isEqualTo("IR");
        assertThat(venue(rules, "0000-0000", "VLDB", null, null)).isNull();
        assertThat(rules.ruleFor("conf/vldb/X")).isNull();
        assertThat(rules.reasonNotAPaper("Front Matter")).isNull();
    }

    @Test
    @DisplayName("the product's rules hold without a file; one that is missing or wrong is named")
    void files() throws IOException {
        assertThat(new VenueProperties(null).rules().venues()).contains("VLDB");
        Path file = directory.resolve("wrong.json");
        assertThatThrownBy(() -> new VenueProperties(file).rules())
                .hasMessageContaining("citestream.ingest.venues.file is " + file);
        Files.writeString(file, "{\"streams\":[{\"venue\":\"A\",\"issns\":[\"1\"]}]}");
        assertThatThrownBy(() -> new VenueProperties(file).rules())
                .hasMessageContaining("the ISSN 1 is not of the form");
        Files.writeString(file, "{\"streams\":[{\"venue\":\"A\",\"containers\":[\"(\"]}]}");
        assertThatThrownBy(() -> new VenueProperties(file).rules()).hasMessageContaining("venue rules");
    }

    @ParameterizedTest
    @CsvSource({"16,2022,2023", "16,2023,2023", "1,2008,2008", "16,2010,2010", "x,2022,2022", ",2022,2022"})
    @DisplayName("the year of a volume is the venue's, unless it is far from the record's")
    void years(@Nullable String volume, int given, int year) {
        Publication publication = new Publication("10.14778/1", List.of(), List.of(), volume, null);
        assertThat(VenueRules.bundled().placeOf(publication).year(given)).isEqualTo(year);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Front Matter",
                "Preface",
                "Foreword to the Special Issue.",
                "Editorial: Volume 3",
                "Table of Contents (pdf)",
                "Letter from the the Associate Editors",
                "Welcome Message from the VLDB 2012 General Chairs",
                "Session details: Graphs",
                "Program Committee",
                "Author Index",
                "Proceedings of the Third International Conference on Very Large Data Bases",
                "Corrigendum to \"On Joins\"",
                "Erratum",
                "Introduction",
                "Keynote",
                "Acknowledgements",
                "Preface to the Special Issue",
                "Corrections to \"On Joins\"",
                "Correction to On Joins",
                "Proceedings of the 2004 ACM SIGMOD International Conference on Management of Data"
            })
    @DisplayName("titles of front matter, whole proceedings and corrections are known")
    void notPapers(String title) {
        assertThat(VenueRules.bundled().reasonNotAPaper(title)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Preference Queries",
                "Prefaced Joins",
                "Error Correction in Databases",
                "Correction of Spelling by Joins",
                "Index Structures for Files",
                "Indexing",
                "Covering Indexes",
                "Message Passing from the Edge",
                "Content-Based Routing",
                "Welcome Mats in Peer Review Data",
                "Letter Frequencies",
                "Retractions in Belief Databases",
                "Corrections to Dirty Data",
                "Preface to Probabilistic Data",
                "Proceedings of the Future",
                "Introduction to Joins"
            })
    @DisplayName("titles of papers that begin like them are not taken for them")
    void papers(String title) {
        assertThat(VenueRules.bundled().reasonNotAPaper(title)).isNull();
    }

    private static @Nullable String venue(
            VenueRules rules, String issn, String container, @Nullable String volume, @Nullable String number) {
        VenueRules.Place place =
                rules.placeOf(new Publication(null, List.of(issn), List.of(container), volume, number));
        return place == null ? null : place.venue();
    }

    @Test
    @DisplayName("rules that say nothing of what they are about are refused")
    void empty() {
        assertThatThrownBy(() -> VenueRules.read(
                        new ByteArrayInputStream("{\"streams\":[{\"venue\":\"A\"}]}".getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("stream is missing");
    }
}
