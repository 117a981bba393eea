package org.citestream.summary.model;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.citestream.summary.text.PaperText;
import org.citestream.summary.text.UntrustedText;

/**
 * What a model is told. The texts are resources under {@code prompts}, one folder a version; a change of a text is a new
 * version.
 */
final class Prompt {

    /** The version in use. */
    static final String VERSION = "summary-1";

    private static final int LONGEST_TITLE = 500;

    private final String instructions = read("instructions.txt");
    private final String paper = read("paper.txt");
    private final String repair = read("repair.txt");
    private final int longestAbstract;

    /**
     * @param longestAbstract characters of an abstract that are sent
     */
    Prompt(int longestAbstract) {
        this.longestAbstract = longestAbstract;
    }

    List<ChatMessage> of(PaperText text) {
        return List.of(SystemMessage.from(instructions), UserMessage.from(filled(text)));
    }

    /** Asks again, with the paper, after an answer that did not stand. */
    List<ChatMessage> repairing(PaperText text, List<String> problems) {
        String complaint = repair.replace("{problems}", "- " + String.join("\n- ", problems));
        return List.of(SystemMessage.from(instructions), UserMessage.from(filled(text) + "\n" + complaint));
    }

    private String filled(PaperText text) {
        String body = text.trusted();
        String capped = body.length() <= longestAbstract ? body : body.substring(0, wholeCharacters(body));
        return paper.replace("{title}", fenced(title(text))).replace("{abstract}", fenced(capped));
    }

    /** No longer than a title is, and without what gives orders. */
    private static String title(PaperText text) {
        String trusted = UntrustedText.withoutInstructions(text.title());
        return trusted.length() <= LONGEST_TITLE
                ? trusted
                : trusted.substring(0, trusted.offsetByCodePoints(0, trusted.codePointCount(0, LONGEST_TITLE)));
    }

    private int wholeCharacters(String body) {
        return Character.isHighSurrogate(body.charAt(longestAbstract - 1)) ? longestAbstract - 1 : longestAbstract;
    }

    /** Nothing in a text can look like the tags around it, or like one of our places to fill. */
    private static String fenced(String text) {
        return text.replace('<', '‹').replace('>', '›').replace('{', '(').replace('}', ')');
    }

    private static String read(String name) {
        String resource = "/prompts/" + VERSION + "/" + name;
        try (InputStream in = Prompt.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("The prompt " + resource + " is not part of this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
