package org.citestream.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;

/** Keys are rotated by changing a file. */
class KeysFileTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("keys");
    }

    @Test
    void aKeyCountsAsLongAsItIsInTheFile() throws Exception {
        Files.writeString(
                file, "# of the harbour\nfeed harbour " + hash("old") + "\n\noperator ann " + hash("hers") + "\n");
        ApiKeys keys = keys();
        assertThat(keys.feedOf(request("old"))).isEqualTo("harbour");
        assertThat(keys.operatorOf(request("hers"))).isEqualTo("ann");
        assertThat(keys.feedOf(request("hers"))).isEqualTo("ann");
        assertThatThrownBy(() -> keys.operatorOf(request("old")))
                .isInstanceOf(ApiKeys.ForbiddenException.class)
                .hasMessageContaining("harbour");

        Files.writeString(file, "feed harbour " + hash("new") + "\n");
        assertThat(keys.feedOf(request("new"))).isEqualTo("harbour");
        assertThatThrownBy(() -> keys.feedOf(request("old"))).isInstanceOf(ApiKeys.UnauthorizedException.class);
    }

    @Test
    void whileTheFileIsWrongTheKeysStayAsTheyWere() throws Exception {
        Files.writeString(file, "feed harbour " + hash("old") + "\n");
        ApiKeys keys = keys();
        Files.writeString(file, "feed harbour\n");
        assertThat(keys.feedOf(request("old"))).isEqualTo("harbour");
        Files.delete(file);
        assertThat(keys.feedOf(request("old"))).isEqualTo("harbour");
    }

    @Test
    void aWrongLineIsNamedAtTheStart() throws IOException {
        Files.writeString(file, "\nfeed harbour secret\n");
        assertThatThrownBy(this::keys)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("citestream.ingest.intake.keys-file: line 2 ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aFileThatIsNotThereIsNamedAtTheStartWithItsKeyOfTheConfiguration() {
        assertThatThrownBy(this::keys)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("citestream.ingest.intake.keys-file is '" + file + "', which cannot be read");
    }

    private ApiKeys keys() {
        return new ApiKeys(new IntakeProperties(Map.of(), Map.of(), file, 5000, 128, 100_000));
    }

    private static MockHttpServletRequest request(String key) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addHeader(ApiKeys.HEADER, key);
        return request;
    }

    private static String hash(String key) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
