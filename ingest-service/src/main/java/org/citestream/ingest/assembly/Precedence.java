package org.citestream.ingest.assembly;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.citestream.events.Author;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.identity.Names;
import org.jspecify.annotations.Nullable;

/**
 * Merges what several sources say, field by field: the first source in the stated order that says anything of a field has the word;
 * sources that are not named come after, by name. So the result does not depend on the order of arrival.
 */
public final class Precedence {

    private final Comparator<SubmittedPaper> order;

    /**
     * @param sources the order, such as {@code dblp, crossref}
     */
    public Precedence(List<String> sources) {
        this.order = Comparator.<SubmittedPaper>comparingInt(description -> {
                    int place = sources.indexOf(description.source());
                    return place < 0 ? sources.size() : place;
                })
                .thenComparing(SubmittedPaper::source)
                .thenComparing(SubmittedPaper::key);
    }

    /**
     * The merged paper, with the version of the last one.
     *
     * @return null where nothing ever made it a paper of the collection
     */
    @Nullable
    PaperEvent merge(PaperState state, Instant acceptedAt) {
        List<SubmittedPaper> descriptions =
                state.descriptions().stream().sorted(order).toList();
        PaperEvent last = state.paper();
        if (descriptions.stream().noneMatch(SubmittedPaper::isMember)) {
            return last == null ? null : gone(state, last, acceptedAt);
        }
        SubmittedPaper first = descriptions.getFirst();
        return new PaperEvent(
                state.id(),
                last == null ? 0 : last.version(),
                PaperStatus.LIVE,
                null,
                List.copyOf(state.keys()),
                first.title(),
                authors(descriptions),
                first(descriptions, SubmittedPaper::venue),
                first.year(),
                first(descriptions, SubmittedPaper::doi),
                abstractOf(descriptions),
                first(descriptions, SubmittedPaper::url),
                descriptions.stream()
                        .map(SubmittedPaper::source)
                        .distinct()
                        .sorted()
                        .toList(),
                acceptedAt);
    }

    /**
     * Which record has the word for each field.
     *
     * @return keys of records by the name of the field; without those that no record says anything of
     */
    public Map<String, String> provenance(PaperState state) {
        List<SubmittedPaper> descriptions =
                state.descriptions().stream().sorted(order).toList();
        Map<String, String> provenance = new LinkedHashMap<>();
        for (SubmittedPaper each : descriptions) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("title", each.title());
            fields.put("authors", each.authors().isEmpty() ? null : each.authors());
            fields.put("venue", each.venue());
            fields.put("year", each.year());
            fields.put("doi", each.doi());
            fields.put("abstract", each.abstractText());
            fields.put("url", each.url());
            fields.forEach((field, value) -> {
                if (value != null) {
                    provenance.putIfAbsent(field, each.recordKey());
                }
            });
        }
        return provenance;
    }

    private static PaperEvent gone(PaperState state, PaperEvent last, Instant acceptedAt) {
        Integer into = state.retiredInto();
        return new PaperEvent(
                last.id(),
                last.version(),
                into == null ? PaperStatus.WITHDRAWN : PaperStatus.RETIRED,
                into,
                last.keys(),
                last.title(),
                last.authors(),
                last.venue(),
                last.year(),
                last.doi(),
                last.abstractText(),
                last.url(),
                last.sources(),
                acceptedAt);
    }

    private static List<Author> authors(List<SubmittedPaper> descriptions) {
        for (SubmittedPaper description : descriptions) {
            if (!description.authors().isEmpty()) {
                return description.authors().stream().map(Precedence::author).toList();
            }
        }
        return List.of();
    }

    private static Author author(SubmittedAuthor author) {
        String folded = Names.fold(author.name());
        return new Author(
                folded.isEmpty() ? author.name().strip() : folded,
                Names.withoutHomonymNumber(author.name()),
                author.orcid());
    }

    private static PaperEvent.@Nullable PaperAbstract abstractOf(List<SubmittedPaper> descriptions) {
        for (SubmittedPaper description : descriptions) {
            if (description.abstractText() != null) {
                return new PaperEvent.PaperAbstract(
                        description.abstractText(), description.source(), description.abstractLicence());
            }
        }
        return null;
    }

    private static <T> @Nullable T first(
            List<SubmittedPaper> descriptions, Function<SubmittedPaper, @Nullable T> field) {
        return descriptions.stream()
                .map(field)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
