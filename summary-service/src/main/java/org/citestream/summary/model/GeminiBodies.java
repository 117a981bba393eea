package org.citestream.summary.model;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers of Gemini as LangChain4j takes them for granted. It breaks where the tokens are not counted, which an answer need not be: a
 * count without figures says the same, and does no harm. It also breaks where a prompt was blocked and there is no candidate: one that was
 * withheld says the same.
 */
final class GeminiBodies {

    private static final String COUNT = "\"usageMetadata\"";
    private static final String BLOCKED = "\"blockReason\"";

    private static final Pattern NOT_EMPTY = Pattern.compile("\\{\\s*\"");

    private GeminiBodies() {}

    static String readable(String body) {
        return withCount(body.contains(BLOCKED) ? withCandidate(body) : body);
    }

    private static String withCount(String body) {
        String json = body.strip();
        return json.contains(COUNT) || !NOT_EMPTY.matcher(json).lookingAt()
                ? body
                : "{" + COUNT + ": {}, " + json.substring(1);
    }

    private static String withCandidate(String body) {
        JsonNode json;
        try {
            json = JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            return body;
        }
        if (json instanceof ObjectNode answer
                && answer.path("promptFeedback").has("blockReason")
                && answer.path("candidates").isEmpty()) {
            answer.putArray("candidates")
                    .addObject()
                    .put("finishReason", "SAFETY")
                    .put("index", 0);
            return answer.toString();
        }
        return body;
    }
}
