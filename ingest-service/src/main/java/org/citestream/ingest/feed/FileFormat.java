package org.citestream.ingest.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The formats that files come in. */
public enum FileFormat {
    /** The dump of DBLP or a part of it. */
    DBLP_XML,
    /** Answers of DBLP's search for publications. */
    DBLP_SEARCH,
    /** Works of Crossref: answers of its REST API, lists of items, or one a line. */
    CROSSREF,
    /** Works of OpenAlex: answers of its API, or one a line as in its snapshot. */
    OPENALEX,
    /** Papers of Semantic Scholar: answers of its API, or one a line. */
    SEMANTIC_SCHOLAR,
    /** Answers of a repository that speaks OAI-PMH, in arXiv's formats or Dublin Core. */
    OAI_PMH,
    /** BibTeX. */
    BIBTEX,
    /** The tagged format of reference managers. */
    RIS,
    /** A table of citing and cited keys. */
    CITATION_PAIRS,
    /** The product's own form: one document, an array, or NDJSON. */
    JSON;

    private static final int LOOK_AHEAD = 1 << 16;
    private static final JsonFactory JSON_FACTORY = JsonFactory.builder().build();
    private static final Pattern OAI_ROOT = Pattern.compile("<([A-Za-z_][\\w.-]*:)?OAI-PMH[\\s>/]");
    private static final Pattern BIBTEX_ENTRY = Pattern.compile("(?m)^\\s*@\\s*[A-Za-z]+\\s*[{(]");
    private static final Pattern RIS_RECORD = Pattern.compile("(?m)^TY {1,2}- ");
    private static final Pattern PAIR = Pattern.compile(
            "(?s)\\A(#[^\\n]*+\\n)*+\\s*+(\"?citing\"?\\s*[,;\\t]|\"?(doi:|https?:|10\\.|[a-z0-9-]+:)[^,;\\t\\n]*[,;\\t]).*");
    private static final Set<String> OWN_FIELDS = Set.of("source", "key");

    /**
     * Tells the format by the beginning of the content: XML by its root, JSON by the fields of the first document.
     *
     * @param input supports {@code mark} and is left where it was
     * @throws IOException if it is none, or the input fails
     */
    public static FileFormat detect(InputStream input) throws IOException {
        input.mark(LOOK_AHEAD);
        byte[] head = input.readNBytes(LOOK_AHEAD);
        input.reset();
        int at = startsWithByteOrderMark(head) ? 3 : 0;
        while (at < head.length && (head[at] == ' ' || head[at] == '\t' || head[at] == '\r' || head[at] == '\n')) {
            at++;
        }
        if (at == head.length) {
            throw new IOException(head.length == 0 ? "the input is empty" : "the input begins with nothing but blanks");
        }
        return switch (head[at]) {
            case '<' -> OAI_ROOT.matcher(text(head, at)).find() ? OAI_PMH : DBLP_XML;
            case '{', '[' -> ofJson(head, at);
            default -> ofText(head, at);
        };
    }

    private static String text(byte[] head, int at) {
        return new String(head, at, head.length - at, StandardCharsets.UTF_8);
    }

    private static FileFormat ofText(byte[] head, int at) throws IOException {
        String text = text(head, at);
        if (RIS_RECORD.matcher(text).find()) {
            return RIS;
        }
        if (BIBTEX_ENTRY.matcher(text).find()) {
            return BIBTEX;
        }
        if (PAIR.matcher(text).matches()) {
            return CITATION_PAIRS;
        }
        throw new IOException(
                "the input is neither XML, JSON, BibTeX, RIS nor a table of citing and cited keys: it begins"
                        + " with the byte 0x" + Integer.toHexString(head[at] & 0xFF));
    }

    /** Goes over the fields of the first object until one is telling. */
    private static FileFormat ofJson(byte[] head, int at) {
        boolean own = false;
        try (JsonParser json = JSON_FACTORY.createParser(ObjectReadContext.empty(), head, at, head.length - at)) {
            JsonToken token = json.nextToken();
            while (token == JsonToken.START_ARRAY || token == JsonToken.VALUE_NULL) {
                token = json.nextToken(); // a list may begin with works that were not found
            }
            if (token != JsonToken.START_OBJECT) {
                return JSON;
            }
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                JsonToken value = json.nextToken();
                FileFormat format = switch (name) {
                    case "message-type", "message-version", "DOI", "reference-count", "references-count" -> CROSSREF;
                    case "message" -> value == JsonToken.START_OBJECT ? CROSSREF : null;
                    case "items" -> value == JsonToken.START_ARRAY ? CROSSREF : null;
                    case "meta" -> value == JsonToken.START_OBJECT ? OPENALEX : null;
                    case "id" -> isOfOpenAlex(json, value) ? OPENALEX : null;
                    case "result" -> value == JsonToken.START_OBJECT ? DBLP_SEARCH : null;
                    case "paperId", "citedPaper", "citingPaper", "corpusid", "recommendedPapers" -> SEMANTIC_SCHOLAR;
                    case "data" -> value == JsonToken.START_ARRAY ? SEMANTIC_SCHOLAR : null;
                    default -> null;
                };
                own |= OWN_FIELDS.contains(name);
                if (format != null) {
                    return own ? JSON : format;
                }
                json.skipChildren();
            }
        } catch (JacksonException e) {
            // It is cut here, or is no JSON, which the reader will say.
            return JSON;
        }
        return JSON;
    }

    private static boolean isOfOpenAlex(JsonParser json, JsonToken value) {
        return value == JsonToken.VALUE_STRING && json.getString().startsWith("https://openalex.org/");
    }

    private static boolean startsWithByteOrderMark(byte[] head) {
        return head.length >= 3 && (head[0] & 0xFF) == 0xEF && (head[1] & 0xFF) == 0xBB && (head[2] & 0xFF) == 0xBF;
    }
}
