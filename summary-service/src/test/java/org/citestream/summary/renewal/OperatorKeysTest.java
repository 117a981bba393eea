package org.citestream.summary.renewal;

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

class OperatorKeysTest {

    @TempDir
    Path directory;

    private Path file;
    private OperatorKeys keys;

    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("keys");
        Files.writeString(file, "operator ann " + sha256("old") + "\nfeed harbour " + sha256("feed"));
        keys = new OperatorKeys(new OperatorKeyProperties(Map.of(), file));
        assertThat(keys.operatorOf("old")).isEqualTo("ann");
    }

    @Test
    void aKeyThatTakesThePlaceOfAnotherCountsAtOnce() throws Exception {
        Files.writeString(file, "operator ann " + sha256("new"));

        assertThat(keys.operatorOf("new")).isEqualTo("ann");
        refused("old");
    }

    @Test
    void aFeedsKeyIsNoOperators() {
        refused("feed");
    }

    @Test
    void whileTheFileCannotBeReadItsKeysStayAsTheyWere() throws IOException {
        Files.delete(file);

        assertThat(keys.operatorOf("old")).isEqualTo("ann");
        refused("another");
    }

    private void refused(String key) {
        assertThatThrownBy(() -> keys.operatorOf(key)).hasMessageContaining("not that of an operator");
    }

    private static String sha256(String key) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    }
}
