package org.citestream.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** The Python by which {@code docs/api.md} has receivers verify what a webhook is sent, as it stands there. */
final class DocumentedReceiver {

    private static final Pattern CODE = Pattern.compile("```python\n(def verified.*?)```", Pattern.DOTALL);
    private static final String BEFORE = """
            import hashlib, hmac, json, re, sys, time
            said = json.load(sys.stdin)
            time.time = lambda: said['now']
            """;
    private static final String AFTER = """

            print(verified(said['secret'].encode(), said['header'], said['body'].encode()))
            """;

    private DocumentedReceiver() {}

    /** Whether there is a Python to run it. */
    static boolean canRun() throws InterruptedException {
        try {
            return new ProcessBuilder("python3", "-c", "")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static boolean verified(String secret, String header, String body, Instant now) {
        try {
            Matcher code =
                    CODE.matcher(Files.readString(Path.of(System.getProperty("citestream.home"), "docs", "api.md")));
            if (!code.find()) {
                throw new IllegalStateException("docs/api.md has no such code");
            }
            Process python = new ProcessBuilder(List.of("python3", "-c", BEFORE + code.group(1) + AFTER))
                    .redirectErrorStream(true)
                    .start();
            try (var in = python.outputWriter(StandardCharsets.UTF_8)) {
                in.write(JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("secret", secret, "header", header, "body", body, "now", now.getEpochSecond())));
            }
            String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return switch (said) {
                case "True" -> true;
                case "False" -> false;
                default -> throw new IllegalStateException("It said: " + said);
            };
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
