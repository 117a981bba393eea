package org.citestream.ingest.assembly;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.citestream.events.PaperEvent;
import org.citestream.events.PaperStatus;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.jspecify.annotations.Nullable;

/**
 * Merges what several sources say, field by field: the first source in the stated order that says anything of a field has the word;
 * sources that are not named come after, by name. So the result does not depend on the order of arrival.
 */
public final class Precedence {

    private final Comparator<SubmittedPaper> order;
    private final AbstractTerms terms;

    /**
     * @param sources the order, such as {@code dblp, crossref}
     * @param terms whose abstracts may be shown
     */
    public Precedence(List<String> sources, AbstractTerms terms) {
        this.terms = terms;
        this.order = Comparator.<SubmittedPaper>comparingInt(description -> {
                    int place = sources.indexOf(description.source());
                    return place < 0 ? sources.size() : place;
                })
                .thenComparing(SubmittedPaper::source)
                .thenComparing(SubmittedPaper::key);
    }

    /** The authors of a paper as its sources name them; empty where nothing makes it a paper of the collection (any more). */
    List<SubmittedAuthor> authors(PaperState state) {
        return isMember(state.descriptions()) ? People.authors(ordered(state)) : List.of();
    }

    private List<SubmittedPaper> ordered(PaperState state) {
        return state.descriptions().stream().sorted(order).toList();
    }

    /** Whether a record that makes this a paper is retracted, or a source says so of the DOI of one. */
    private static boolean isRetracted(List<SubmittedPaper> descriptions) {
        return descriptions.stream()
                .filter(SubmittedPaper::isRetraction)
                .anyMatch(retraction -> retraction.isMember()
                        || members(descriptions).stream()
                                .anyMatch(member -> Objects.equals(member.doi(), retraction.doi())));
    }

    /** Title, venue, year and DOI of a paper are those of the records that make it one; outside ones may be of a preprint. */
    private static List<SubmittedPaper> members(List<SubmittedPaper> descriptions) {
        return descriptions.stream().filter(SubmittedPaper::isMember).toList();
    }

    private static boolean isMember(List<SubmittedPaper> descriptions) {
        return descriptions.stream().anyMatch(SubmittedPaper::isMember);
    }

    /**
     * The merged paper, with the version of the last one.
     *
     * @param orcids the ORCID iDs that any papers state for the names of its authors
     * @return null where nothing ever made it a paper of the collection
     */
    @Nullable
    PaperEvent merge(PaperState state, Map<String, Set<String>> orcids, Cause cause) {
        List<SubmittedPaper> descriptions = ordered(state);
        PaperEvent last = state.paper();
        if (!isMember(descriptions)) {
            return last == null ? null : gone(state, last, cause);
        }
        SubmittedPaper first = members(descriptions).getFirst();
        boolean hidden = first.source().equals(PaperEvent.CANARY_SOURCE) || isRetracted(descriptions);
        return new PaperEvent(
                state.id(),
                last == null ? 0 : last.version(),
                hidden ? PaperStatus.WITHDRAWN : PaperStatus.LIVE,
                null,
                List.copyOf(state.keys()),
                first.title(),
                People.identified(People.authors(descriptions), orcids),
                first(members(descriptions), SubmittedPaper::venue),
                first.year(),
                first(members(descriptions), SubmittedPaper::doi),
                abstractOf(descriptions),
                first(descriptions, SubmittedPaper::url),
                descriptions.stream()
                        .map(SubmittedPaper::source)
                        .distinct()
                        .sorted()
                        .toList(),
                cause.at(),
                cause.feed());
    }

    /**
     * Which record has the word for each field.
     *
     * @return keys of records by the name of the field; without those that no record says anything of
     */
    public Map<String, String> provenance(PaperState state) {
        List<SubmittedPaper> descriptions = ordered(state);
        Map<String, String> provenance = new LinkedHashMap<>();
        for (SubmittedPaper each : descriptions) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            if (each.isMember()) {
                fields.put("title", each.title());
                fields.put("venue", each.venue());
                fields.put("year", each.year());
                fields.put("doi", each.doi());
            }
            fields.put("authors", each.authors().isEmpty() ? null : each.authors());
            fields.put("url", each.url());
            fields.forEach((field, value) -> {
                if (value != null) {
                    provenance.putIfAbsent(field, each.recordKey());
                }
            });
        }
        PaperEvent.PaperAbstract found = abstractOf(descriptions);
        descriptions.stream()
                .filter(each -> found != null
                        && found.text().equals(each.abstractText())
                        && found.source().equals(each.source()))
                .findFirst()
                .ifPresent(each -> provenance.put("abstract", each.recordKey()));
        return provenance;
    }

    private static PaperEvent gone(PaperState state, PaperEvent last, Cause cause) {
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
                cause.at(),
                cause.feed());
    }

    /** The abstract of the first source that has one and lets it be shown, or else of the first that has one. */
    private PaperEvent.@Nullable PaperAbstract abstractOf(List<SubmittedPaper> descriptions) {
        PaperEvent.PaperAbstract notShown = null;
        for (SubmittedPaper description : descriptions) {
            if (description.abstractText() == null) {
                continue;
            }
            boolean show = terms.allow(description.source(), description.abstractLicence());
            PaperEvent.PaperAbstract found = new PaperEvent.PaperAbstract(
                    description.abstractText(), description.source(), description.abstractLicence(), show);
            if (show) {
                return found;
            }
            notShown = notShown == null ? found : notShown;
        }
        return notShown;
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
