package org.citestream.gateway.api;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import org.citestream.gateway.export.PaperFormat;
import org.citestream.gateway.projection.StoredView;
import org.citestream.gateway.view.Lookup;
import org.citestream.gateway.view.PaperViews;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Finds the paper that a request names, and leads on from papers that became others. */
@Component
public class NamedPapers {

    private static final String PATH = "/api/v1/papers/";

    private final PaperViews views;

    NamedPapers(PaperViews views) {
        this.views = views;
    }

    /**
     * The paper that a name stands for.
     *
     * @param name an id or an identity key
     * @param maybeFormat whether the suffix of a form may follow; a key that is known with its suffix is that key
     * @throws BadParameterException if it has not the form of either
     * @throws NotFoundException if there is no such paper
     */
    public Named named(String name, boolean maybeFormat) {
        int dot = name.lastIndexOf('.');
        Optional<PaperFormat> format =
                maybeFormat && dot > 0 ? PaperFormat.ofSuffix(name.substring(dot + 1)) : Optional.empty();
        OptionalInt whole = name.indexOf(':') < 0 ? OptionalInt.empty() : views.idOf(name);
        if (whole.isPresent()) {
            return new Named(name, whole.getAsInt(), Optional.empty());
        }
        String plain = format.isPresent() ? name.substring(0, dot) : name;
        if (plain.indexOf(':') < 0) {
            return new Named(plain, Parameters.paperId(plain), format);
        }
        int id = views.idOf(plain).orElseThrow(() -> unknown(plain));
        return new Named(plain, id, format);
    }

    /** Answers with the paper, or leads to the paper that it became. */
    public ResponseEntity<?> answer(
            Named named,
            String part,
            HttpServletRequest request,
            BiFunction<Integer, StoredView, ResponseEntity<?>> body) {
        return switch (views.find(named.id)) {
            case Lookup.Found(StoredView document) -> body.apply(named.id, document);
            case Lookup.Merged(int into) -> {
                String suffix = named.format.map(each -> "." + each.suffix()).orElse("");
                String query = request.getQueryString();
                yield ResponseEntity.status(HttpStatus.PERMANENT_REDIRECT)
                        .location(URI.create(PATH + into + suffix + part + (query == null ? "" : "?" + query)))
                        .build();
            }
            case Lookup.Unknown() -> throw unknown(named.name);
        };
    }

    static NotFoundException unknown(String name) {
        return new NotFoundException("There is no paper " + name + " in this collection.");
    }

    /**
     * A paper by the name that was given.
     *
     * @param name an id or an identity key
     * @param id its id
     * @param format the form that the suffix asked for
     */
    public record Named(String name, int id, Optional<PaperFormat> format) {}
}
