package org.citestream.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.citestream.events.operations.KnownKeys;

/**
 * The API key of this installation: made at the first start, and kept in a file that its owner alone can read.
 *
 * @param key as it is sent
 */
record ApiKeyFile(String key) {

    static ApiKeyFile in(Path directory) throws IOException {
        Path file = directory.resolve("api-key");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, "cs_" + HexFormat.of().formatHex(random) + "\n");
        }
        return new ApiKeyFile(Files.readString(file).strip());
    }

    /** What the ingest service is told of it. */
    String sha256() {
        return KnownKeys.sha256(key);
    }
}
