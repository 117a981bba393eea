package org.citestream.summary.model;

import java.util.regex.Pattern;

/**
 * Answers of Gemini as LangChain4j takes them for granted: it breaks where the tokens are not counted, which an answer need not be. A
 * count without figures says the same, and does no harm.
 */
final class GeminiBodies {

    private static final String COUNT = "\"usageMetadata\"";

    private static final Pattern NOT_EMPTY = Pattern.compile("\\{\\s*\"");

    private GeminiBodies() {}

    static String withCount(String body) {
        String json = body.strip();
        return json.contains(COUNT) || !NOT_EMPTY.matcher(json).lookingAt()
                ? body
                : "{" + COUNT + ": {}, " + json.substring(1);
    }
}
