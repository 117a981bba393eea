package org.citestream.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What comments in the source say of parameters and fields. */
final class Javadocs {

    private static final Path HOME = Path.of(System.getProperty("citestream.home"));

    /** By the name of the class of the file. */
    private final Map<String, String> sources = new HashMap<>();

    private Javadocs() {}

    static Javadocs ofAllModules() throws IOException {
        Javadocs all = new Javadocs();
        try (Stream<Path> modules = Files.list(HOME)) {
            List<Path> roots = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(file -> all.read(root, file));
                }
            }
        }
        return all;
    }

    private void read(Path root, Path file) {
        try {
            String name = root.relativize(file).toString().replace('/', '.');
            sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said of a record's component. */
    String parameter(String record, String name) {
        Matcher said = Pattern.compile("\\* @param " + name + "\\s+(.*?)(?=\\n\\s*\\* @|\\n\\s*\\*/)", Pattern.DOTALL)
                .matcher(source(record));
        return said.find() ? plain(said.group(1)) : "";
    }

    /** What is said of a field, or nothing where nothing is. */
    String field(String type, String name) {
        Matcher said = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:[a-z]+ )*(?:static )?(?:final )?[A-Za-z]+ " + name + "\\b",
                        Pattern.DOTALL)
                .matcher(source(type));
        return said.find() ? plain(said.group(1)).replaceAll("\\.$", "") : "";
    }

    private String source(String type) {
        String source = sources.get(type.replaceAll("\\$.*", ""));
        if (source == null) {
            throw new IllegalArgumentException("no source of " + type);
        }
        return source;
    }

    private static String plain(String comment) {
        return comment.replaceAll("\\n\\s*\\*", " ")
                .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
                .replace("|", "\\|")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
