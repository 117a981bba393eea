package org.citestream.ingest.submission;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.submission.RecordReading.RecordParser;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/** Reads a paper or a withdrawal. Fields that are not known are passed over. */
final class PaperParser implements RecordParser {

    private static final Map<String, Field> FIELDS =
            Stream.of(Field.values()).collect(Collectors.toMap(field -> field.name, Function.identity()));

    /** The fields that a withdrawal needs; it may carry others, in whatever state. */
    private static final Set<Field> IDENTITY = EnumSet.of(Field.SOURCE, Field.KEY, Field.DELETED);

    private final InstantSource time;
    private final SubmissionRules rules;

    PaperParser(InstantSource time) {
        this.time = time;
        this.rules = new SubmissionRules(time);
    }

    private enum Field {
        SOURCE("source"),
        KEY("key"),
        DELETED("deleted"),
        TITLE("title"),
        AUTHORS("authors"),
        VENUE("venue"),
        YEAR("year"),
        DOI("doi"),
        ABSTRACT("abstract"),
        ABSTRACT_LICENCE("abstractLicence"),
        URL("url"),
        REFERENCES("references"),
        OUTSIDE("outside"),
        RETRACTED("retracted"),
        SAME_AS("sameAs");

        private final String name;

        Field(String name) {
            this.name = name;
        }
    }

    @Override
    public Reading parse(JsonParser object, long number, String feed) {
        Draft draft = new Draft();
        TokenStreamContext context = object.streamReadContext();
        Set<Field> seen = EnumSet.noneOf(Field.class);
        for (String name = object.nextName(); name != null; name = object.nextName()) {
            Field field = FIELDS.get(name);
            object.nextToken();
            if (field != null) {
                try {
                    if (!seen.add(field)) {
                        throw Json.twice();
                    }
                    read(field, object, draft);
                } catch (RefusedValueException e) {
                    draft.note(field, e);
                }
            }
            Json.finish(object, context);
        }
        return draft.reading(number, feed, time.instant());
    }

    private void read(Field field, JsonParser value, Draft draft) throws RefusedValueException {
        switch (field) {
            case SOURCE -> draft.source = rules.source(Json.string(value));
            case KEY -> draft.key = rules.key(Json.string(value));
            case DELETED -> draft.deleted = Json.truth(value);
            case TITLE -> draft.title = rules.title(Json.string(value));
            case AUTHORS -> draft.authors = authors(value);
            case VENUE -> draft.venue = rules.venue(Json.string(value));
            case YEAR -> draft.year = year(value);
            case DOI -> draft.doi = rules.doi(Json.string(value));
            case ABSTRACT -> draft.abstractText = rules.abstractText(Json.string(value));
            case ABSTRACT_LICENCE -> draft.abstractLicence = rules.licence(Json.string(value));
            case URL -> draft.url = rules.url(Json.string(value));
            case REFERENCES -> draft.references = references(value);
            case OUTSIDE -> draft.outside = Json.truth(value);
            case RETRACTED -> draft.retracted = Json.truth(value);
            case SAME_AS -> draft.sameAs = elements(value, SubmissionRules.MAX_SAME, PaperParser::keyElsewhere);
        }
    }

    private @Nullable Integer year(JsonParser value) throws RefusedValueException {
        return value.currentToken() == JsonToken.VALUE_NULL ? null : rules.year(Json.wholeNumber(value));
    }

    private List<SubmittedAuthor> authors(JsonParser value) throws RefusedValueException {
        AuthorList authors = new AuthorList();
        elements(value, SubmissionRules.MAX_AUTHORS, each -> {
            SubmittedAuthor author = author(each);
            authors.add(author);
            return author;
        });
        return authors.toList();
    }

    private SubmittedAuthor author(JsonParser value) throws RefusedValueException {
        if (value.currentToken() == JsonToken.VALUE_STRING) {
            return new SubmittedAuthor(rules.name(value.getString()), null);
        }
        if (value.currentToken() != JsonToken.START_OBJECT) {
            throw Json.mustBe("a name or an object with a name", value);
        }
        String name = null;
        String orcid = null;
        for (String field = value.nextName(); field != null; field = value.nextName()) {
            value.nextToken();
            try {
                switch (field) {
                    case "name" -> name = once(name, rules.name(Json.string(value)));
                    case "orcid" -> orcid = once(orcid, rules.orcid(Json.string(value)));
                    default -> value.skipChildren();
                }
            } catch (RefusedValueException e) {
                throw e.below(field);
            }
        }
        if (name == null) {
            throw new RefusedValueException("/name", "is missing");
        }
        return new SubmittedAuthor(name, orcid);
    }

    private static String keyElsewhere(JsonParser value) throws RefusedValueException {
        if (value.currentToken() != JsonToken.VALUE_STRING) {
            throw Json.mustBe("a key of another source, written SOURCE:KEY", value);
        }
        String key = IdentityKey.read(value.getString());
        if (IdentityKey.isDoi(key)) {
            throw new RefusedValueException("is a DOI: write it in the field doi");
        }
        return key;
    }

    private List<SubmittedReference> references(JsonParser value) throws RefusedValueException {
        return elements(value, SubmissionRules.MAX_REFERENCES, this::reference);
    }

    private SubmittedReference reference(JsonParser value) throws RefusedValueException {
        return switch (value.currentToken()) {
            case VALUE_NULL -> SubmittedReference.unnamed();
            case VALUE_STRING -> {
                String key = value.getString();
                yield key.equals("...")
                        ? SubmittedReference.unnamed()
                        : SubmittedReference.toKey(IdentityKey.read(key));
            }
            case START_OBJECT -> describedReference(value);
            default -> throw Json.mustBe("an identity key, an object or null", value);
        };
    }

    private SubmittedReference describedReference(JsonParser value) throws RefusedValueException {
        String key = null;
        String doi = null;
        String title = null;
        Integer year = null;
        String author = null;
        String text = null;
        for (String field = value.nextName(); field != null; field = value.nextName()) {
            value.nextToken();
            try {
                switch (field) {
                    case "key" -> {
                        String written = Json.string(value);
                        key = once(key, written == null ? null : IdentityKey.read(written));
                    }
                    case "doi" -> doi = once(doi, rules.doi(Json.string(value)));
                    case "title" -> title = once(title, rules.citedTitle(Json.string(value)));
                    case "year" -> year = once(year, year(value));
                    case "author" -> author = once(author, rules.citedAuthor(Json.string(value)));
                    case "text" -> text = once(text, rules.citedText(Json.string(value)));
                    default -> value.skipChildren();
                }
            } catch (RefusedValueException e) {
                throw e.below(field);
            }
        }
        return new SubmittedReference(doi == null ? key : IdentityKey.ofDoi(doi), title, year, author, text);
    }

    private static <T> @Nullable T once(@Nullable T before, @Nullable T now) throws RefusedValueException {
        if (before != null) {
            throw Json.twice();
        }
        return now;
    }

    private interface Element<T> {
        T read(JsonParser value) throws RefusedValueException;
    }

    private static <T> List<T> elements(JsonParser value, int most, Element<T> element) throws RefusedValueException {
        if (value.currentToken() == JsonToken.VALUE_NULL) {
            return List.of();
        }
        if (value.currentToken() != JsonToken.START_ARRAY) {
            throw Json.mustBe("an array", value);
        }
        List<T> elements = new ArrayList<>();
        while (value.nextToken() != JsonToken.END_ARRAY) {
            if (elements.size() == most) {
                throw new RefusedValueException(
                        String.format(Locale.ROOT, "is too long: at most %,d entries are allowed", most));
            }
            try {
                elements.add(element.read(value));
            } catch (RefusedValueException e) {
                throw e.below(elements.size());
            }
        }
        return elements;
    }

    /** What has been read of a record, and the first thing that is wrong with it. */
    private static final class Draft {

        private @Nullable String source;
        private @Nullable String key;
        private boolean deleted;
        private @Nullable String title;
        private List<SubmittedAuthor> authors = List.of();
        private @Nullable String venue;
        private @Nullable Integer year;
        private @Nullable String doi;
        private @Nullable String abstractText;
        private @Nullable String abstractLicence;
        private @Nullable String url;
        private List<SubmittedReference> references = List.of();
        private boolean outside;
        private boolean retracted;
        private List<String> sameAs = List.of();

        private @Nullable Problem ofIdentity;
        private @Nullable Problem ofContent;

        private record Problem(String field, String reason) {}

        private void note(Field field, RefusedValueException e) {
            note(field, e.path(), e.reason());
        }

        private void note(Field field, String path, String reason) {
            Problem problem = new Problem("/" + field.name + path, reason);
            if (IDENTITY.contains(field)) {
                ofIdentity = ofIdentity == null ? problem : ofIdentity;
            } else {
                ofContent = ofContent == null ? problem : ofContent;
            }
        }

        private Reading reading(long number, String feed, Instant at) {
            if (ofIdentity == null && source == null) {
                note(Field.SOURCE, "", "is missing");
            }
            if (ofIdentity == null && key == null) {
                note(Field.KEY, "", "is missing");
            }
            if (ofIdentity != null || source == null || key == null) {
                return refused(number, ofIdentity);
            }
            if (deleted) {
                return new Reading.Accepted(number, new SubmittedWithdrawal(source, key, feed, at));
            }
            if (ofContent == null && title == null) {
                note(Field.TITLE, "", "is missing");
            }
            if (ofContent == null && year == null) {
                note(Field.YEAR, "", "is missing");
            }
            if (ofContent == null && retracted && doi == null) {
                note(Field.RETRACTED, "", "is told of a DOI, which is missing");
            }
            if (ofContent != null || title == null || year == null) {
                return refused(number, ofContent);
            }
            Submission paper = new SubmittedPaper(
                    source,
                    key,
                    title,
                    authors,
                    venue,
                    year,
                    doi,
                    abstractText,
                    abstractLicence,
                    url,
                    references,
                    outside,
                    retracted,
                    elsewhere(source, key),
                    feed,
                    at);
            return new Reading.Accepted(number, paper);
        }

        private List<String> elsewhere(String ownSource, String ownKey) {
            return sameAs.isEmpty()
                    ? sameAs
                    : sameAs.stream()
                            .filter(each -> !each.equals(IdentityKey.of(ownSource, ownKey)))
                            .distinct()
                            .sorted()
                            .toList();
        }

        private Reading refused(long number, @Nullable Problem problem) {
            String recordKey = source == null || key == null ? null : IdentityKey.of(source, key);
            return problem == null
                    ? new Reading.Refused(number, recordKey, "", "is incomplete")
                    : new Reading.Refused(number, recordKey, problem.field, problem.reason);
        }
    }
}
