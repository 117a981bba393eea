package org.citestream.events.operations;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys in a file, which counts as it is now: it is read again when its time or its size has changed. */
public final class KeysFile {

    private static final Logger log = LoggerFactory.getLogger(KeysFile.class);
    private static final Pattern LINE = Pattern.compile("(feed|operator) +(\\S+) +([0-9a-f]{64})");

    private final Path file;
    private String seen = "";
    private List<ApiKey> keys = List.of();

    /**
     * @param file where the keys are
     * @param named the key of the configuration that names the file
     * @throws IllegalArgumentException if it cannot be read, or a line is not of the form {@code feed NAME SHA256} or
     *     {@code operator NAME SHA256}; in a line that names the key of the configuration
     */
    public KeysFile(Path file, String named) {
        this.file = file;
        try {
            this.seen = state();
            this.keys = read();
        } catch (IOException e) {
            throw new IllegalArgumentException(named + " is '" + file + "', which cannot be read: " + e, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(named + ": " + e.getMessage(), e);
        }
    }

    /** The keys that it holds now; while it cannot be read, those that it held last. */
    public synchronized List<ApiKey> keys() {
        try {
            String now = state();
            if (!now.equals(seen)) {
                seen = now;
                keys = read();
                log.info("{} holds {} keys now", file, keys.size());
            }
        } catch (IOException | IllegalArgumentException e) {
            log.error("The keys of {} stay as they were: {}", file, e.getMessage());
        }
        return keys;
    }

    private String state() throws IOException {
        return Files.getLastModifiedTime(file) + " " + Files.size(file) + " " + file.toRealPath();
    }

    private List<ApiKey> read() throws IOException {
        List<ApiKey> read = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                Matcher parts = LINE.matcher(text);
                if (!parts.matches()) {
                    throw new IllegalArgumentException(
                            "line %d of %s is not 'feed NAME SHA256' or 'operator NAME SHA256'"
                                    .formatted(number, file));
                }
                read.add(new ApiKey(
                        parts.group(2),
                        parts.group(1).equals("operator") ? ApiKey.Scope.OPERATOR : ApiKey.Scope.FEED,
                        parts.group(3)));
            }
        }
        return List.copyOf(read);
    }
}
