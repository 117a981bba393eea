package org.citestream.gateway.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.citestream.gateway.api.Parameters;
import org.citestream.gateway.catalogue.FoundPages;
import org.citestream.gateway.catalogue.PaperQuery;
import org.citestream.gateway.catalogue.SemanticSearchUnavailableException;
import org.citestream.gateway.explain.RankExplanations;
import org.citestream.gateway.index.PaperFilter;
import org.citestream.gateway.index.PaperOrder;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PageRequest;
import org.citestream.gateway.view.PaperLists;
import org.citestream.gateway.view.PaperViews;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What an agent may ask: the same answers as the API gives, as JSON in text. */
@Component
class PaperTools {

    private static final Logger log = LoggerFactory.getLogger(PaperTools.class);
    private static final Map<String, Object> PAPER =
            text("The id of the paper, or an identity key such as doi:10.14778/3570690.3570697");
    private static final Map<String, Object> PAGE = number("Number of the page of 20, from 1 on", Integer.MAX_VALUE);

    private final FoundPages pages;
    private final PaperViews views;
    private final PaperLists lists;
    private final RankExplanations explanations;
    private final JsonMapper mapper;

    PaperTools(FoundPages pages, PaperViews views, PaperLists lists, RankExplanations explanations, JsonMapper mapper) {
        this.pages = pages;
        this.views = views;
        this.lists = lists;
        this.explanations = explanations;
        this.mapper = mapper;
    }

    List<SyncToolSpecification> all() {
        return List.of(
                tool(
                        "search",
                        "Finds papers by words, or by meaning with mode semantic or combined.",
                        Map.of(
                                "query", text("Words that must all be found, phrases in quotation marks"),
                                "mode", Map.of("type", "string", "enum", List.of("text", "semantic", "combined")),
                                "venue", text("Only papers of this venue"),
                                "yearFrom", number("The first year", Parameters.LAST_YEAR),
                                "yearTo", number("The last year", Parameters.LAST_YEAR),
                                "page", PAGE),
                        "query",
                        this::search),
                tool(
                        "paper",
                        "Everything known of a paper: authors, summary, rank, citations in figures, similar papers, freshness.",
                        Map.of("paper", PAPER),
                        "paper",
                        arguments -> views.view(paper(arguments))),
                tool(
                        "citations",
                        "The papers that cite a paper, the best ranked first.",
                        Map.of("paper", PAPER, "page", PAGE),
                        "paper",
                        arguments -> lists.citing(id(arguments), PaperOrder.RANK, page(arguments))),
                tool(
                        "references",
                        "The papers that a paper cites, the best ranked first.",
                        Map.of("paper", PAPER, "page", PAGE),
                        "paper",
                        arguments -> lists.cited(id(arguments), PaperOrder.RANK, page(arguments))),
                tool(
                        "similar",
                        "The papers most like a paper, by their embeddings.",
                        Map.of("paper", PAPER),
                        "paper",
                        arguments -> views.similar(id(arguments))),
                tool(
                        "explain_rank",
                        "Why a paper has its rank: what each citing paper adds to its PageRank, and what last moved it.",
                        Map.of("paper", PAPER),
                        "paper",
                        arguments -> explanations
                                .of(id(arguments))
                                .orElseThrow(() -> new IllegalArgumentException("This paper is not ranked yet."))));
    }

    private Object search(Map<String, Object> arguments) {
        String query = String.valueOf(arguments.get("query"));
        if (query.isBlank() || query.length() > Parameters.LONGEST_SEARCH) {
            throw new IllegalArgumentException(
                    "query must be a text of 1 to " + Parameters.LONGEST_SEARCH + " characters");
        }
        PaperQuery.Mode mode = switch (String.valueOf(arguments.getOrDefault("mode", "text"))) {
            case "text" -> PaperQuery.Mode.TEXT;
            case "semantic" -> PaperQuery.Mode.SEMANTIC;
            case "combined" -> PaperQuery.Mode.COMBINED;
            default -> throw new IllegalArgumentException("mode must be one of text, semantic, combined");
        };
        PaperFilter filter = new PaperFilter(
                arguments.get("venue") instanceof String venue ? venue : null,
                arguments.get("yearFrom") instanceof Number from ? from.intValue() : null,
                arguments.get("yearTo") instanceof Number to ? to.intValue() : null,
                null,
                null,
                null,
                null);
        return pages.page(new PaperQuery(query, mode, filter, null, PaperQuery.Sort.RELEVANCE), page(arguments), false);
    }

    private static PageRequest page(Map<String, Object> arguments) {
        int page = arguments.get("page") instanceof Number number ? number.intValue() : 1;
        if (page < 1) {
            throw new IllegalArgumentException("page must be 1 or more");
        }
        return new PageRequest(page, PageRequest.USUAL_SIZE);
    }

    private int id(Map<String, Object> arguments) {
        return paper(arguments).paper().paper().id();
    }

    private StoredView paper(Map<String, Object> arguments) {
        String name = String.valueOf(arguments.get("paper"));
        OptionalInt id = OptionalInt.empty();
        if (name.indexOf(':') >= 0) {
            id = views.idOf(name);
        } else if (name.matches("[1-9][0-9]{0,8}")) {
            id = OptionalInt.of(Integer.parseInt(name));
        }
        if (id.isPresent()) {
            Lookup found = views.find(id.getAsInt());
            if (found instanceof Lookup.Merged(int into)) {
                found = views.find(into);
            }
            if (found instanceof Lookup.Found(StoredView stored)) {
                return stored;
            }
        }
        throw new IllegalArgumentException("There is no paper of this id or key in this collection.");
    }

    private SyncToolSpecification tool(
            String name,
            String description,
            Map<String, Object> properties,
            String required,
            Function<Map<String, Object>, Object> answer) {
        Map<String, Object> input = Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of(required),
                "additionalProperties",
                false);
        return SyncToolSpecification.builder()
                .tool(Tool.builder(name, input).description(description).build())
                .callHandler((_, call) -> result(name, answer, call.arguments()))
                .build();
    }

    private CallToolResult result(
            String name, Function<Map<String, Object>, Object> answer, Map<String, Object> arguments) {
        try {
            return CallToolResult.builder()
                    .addTextContent(mapper.writeValueAsString(answer.apply(arguments == null ? Map.of() : arguments)))
                    .isError(false)
                    .build();
        } catch (IllegalArgumentException | SemanticSearchUnavailableException e) {
            return failure(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("The tool {} failed", name, e);
            return failure("The question could not be answered; the service's log says why.");
        }
    }

    private static CallToolResult failure(String message) {
        return CallToolResult.builder().addTextContent(message).isError(true).build();
    }

    private static Map<String, Object> text(String description) {
        return Map.of(
                "type", "string", "minLength", 1, "maxLength", Parameters.LONGEST_SEARCH, "description", description);
    }

    private static Map<String, Object> number(String description, int most) {
        return Map.of("type", "integer", "minimum", 1, "maximum", most, "description", description);
    }
}
