package org.citestream.gateway.webhook;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.citestream.events.operations.OperatorRecord;
import org.citestream.gateway.api.BadParameterException;
import org.citestream.gateway.api.NotFoundException;
import org.citestream.gateway.api.RequestFields;
import org.citestream.gateway.live.LiveFilters;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** Manages webhooks, for operators. Each that is added or deleted is written down first. */
@RestController
@RequestMapping("/api/v1/webhooks")
@Tag(name = "webhooks")
class WebhookApi {

    private static final int MOST = 100;
    private static final int SHORTEST_SECRET = 16;
    private static final int LONGEST_SECRET = 200;
    private static final int LONGEST_URL = 2000;

    private final WebhookDocuments documents;
    private final Deliveries deliveries;
    private final Targets targets;
    private final OperatorRecord operators;
    private final InstantSource clock;

    WebhookApi(
            WebhookDocuments documents,
            Deliveries deliveries,
            Targets targets,
            OperatorRecord operators,
            InstantSource clock) {
        this.documents = documents;
        this.deliveries = deliveries;
        this.targets = targets;
        this.operators = operators;
        this.clock = clock;
    }

    @GetMapping
    @Operation(operationId = "webhooks", summary = "The webhooks, with why those that are disabled are")
    List<Shown> list(@RequestHeader(name = "X-Api-Key", required = false) @Nullable String key) {
        operators.requireOperator(key);
        return documents.all().stream().map(Shown::of).toList();
    }

    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "addWebhook",
            summary = "Has events sent to an address",
            description =
                    "Each request has the header Citestream-Signature: t=SECONDS,sha256=HEX, the HMAC-SHA-256 of SECONDS, a dot and"
                            + " the body. What is not answered with 2xx is sent again, ever more slowly; after that the webhook is disabled. It"
                            + " may come twice.")
    Shown add(
            @RequestHeader(name = "X-Api-Key", required = false) @Nullable String key,
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = Asked.class)))
                    @RequestBody
                    JsonNode body) {
        operators.requireOperator(key);
        Asked asked = Asked.of(RequestFields.of(body, Asked.FIELDS));
        String secret = asked.secret;
        String url = asked.url;
        LiveFilters.read(asked.kinds, asked.venue, asked.author, asked.paper);
        URI target;
        try {
            target = targets.check(url);
        } catch (Targets.RefusedTargetException e) {
            throw new BadParameterException(
                    "url", url, "an address of http or https that is public; " + e.getMessage());
        }
        if (documents.all().size() >= MOST) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT, "There are " + MOST + " webhooks already; delete one.");
        }
        Webhook hook = new Webhook(
                UUID.randomUUID().toString(),
                url,
                secret,
                asked.kinds,
                asked.venue,
                asked.author,
                asked.paper,
                clock.instant(),
                null,
                null);
        operators.add(key, "add webhook", Map.of("webhook", hook.id(), "host", target.getHost()), "accepted");
        documents.save(hook);
        deliveries.start(hook);
        return Shown.of(hook);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteWebhook", summary = "Sends no more to an address")
    void delete(@RequestHeader(name = "X-Api-Key", required = false) @Nullable String key, @PathVariable String id) {
        operators.requireOperator(key);
        if (documents.all().stream().noneMatch(each -> each.id().equals(id))) {
            throw new NotFoundException("There is no such webhook.");
        }
        operators.add(key, "delete webhook", Map.of("webhook", id), "accepted");
        deliveries.stop(id);
        documents.remove(id);
    }

    /**
     * A webhook that is asked for.
     *
     * @param url where requests are to go
     * @param secret with which they are to be signed, 16 characters or more
     * @param kinds which kinds of events, with commas
     * @param venue only of this venue
     * @param author only of this author
     * @param paper only of this paper
     */
    record Asked(
            @Schema(format = "uri", minLength = 1, maxLength = LONGEST_URL)
            String url,

            @Schema(minLength = SHORTEST_SECRET, maxLength = LONGEST_SECRET)
            String secret,

            @Schema(pattern = "^(paper|summary|rank)(,(paper|summary|rank))*$") @Nullable
            String kinds,

            @Schema(minLength = 1, maxLength = 200) @Nullable
            String venue,

            @Schema(minLength = 1, maxLength = 300) @Nullable
            String author,

            @Schema(
                    types = {"integer", "string"},
                    pattern = "^[0-9]{1,10}$",
                    minimum = "1",
                    maximum = "2147483647")
            @Nullable
            String paper) {

        static final Set<String> FIELDS = Set.of("url", "secret", "kinds", "venue", "author", "paper");

        static Asked of(RequestFields fields) {
            String url = fields.text("url");
            if (url == null || url.isBlank() || url.length() > LONGEST_URL) {
                throw new BadParameterException("url", url == null ? "" : url, "an address of http or https");
            }
            String secret = fields.text("secret");
            if (secret == null || secret.length() < SHORTEST_SECRET || secret.length() > LONGEST_SECRET) {
                throw new BadParameterException(
                        "secret", "…", "a text of " + SHORTEST_SECRET + " to " + LONGEST_SECRET + " characters");
            }
            return new Asked(
                    url,
                    secret,
                    fields.text("kinds"),
                    fields.text("venue"),
                    fields.text("author"),
                    fields.digits("paper"));
        }
    }

    /**
     * A webhook without its secret.
     *
     * @param id its id
     * @param url where requests go
     * @param kinds which kinds of events, or null for all
     * @param venue only of this venue, or null
     * @param author only of this author, or null
     * @param paper only of this paper, or null
     * @param createdAt when it was made
     * @param disabledAt when it was given up, or null while it works
     * @param reason why it was given up, or null
     */
    record Shown(
            String id,
            String url,
            @Nullable String kinds,
            @Nullable String venue,
            @Nullable String author,
            @Nullable String paper,
            Instant createdAt,
            @Nullable Instant disabledAt,
            @Nullable String reason) {

        static Shown of(Webhook hook) {
            return new Shown(
                    hook.id(),
                    hook.url(),
                    hook.kinds(),
                    hook.venue(),
                    hook.author(),
                    hook.paper(),
                    hook.createdAt(),
                    hook.disabledAt(),
                    hook.reason());
        }
    }
}
