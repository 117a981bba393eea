package org.citestream.ingest.feed.dblp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.feed.VenueRules.StreamRule;
import org.citestream.ingest.submission.AuthorList;
import org.citestream.ingest.submission.Doi;
import org.citestream.ingest.submission.IdentityKey;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.RefusedValueException;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/** One record while it is read: what it says so far, and the first thing in it that is not allowed. */
final class DblpRecord {

    static final String SOURCE = "dblp";
    private static final String UNRESOLVED = "...";
    private static final int MAX_YEAR_DIGITS = 9;

    private final SubmissionRules rules;
    private final String key;
    private final StreamRule stream;
    private final boolean withdrawn;

    private final AuthorList authors = new AuthorList();
    private final List<SubmittedReference> references = new ArrayList<>();
    private @Nullable String title;
    private boolean yearSeen;
    private int year;
    private @Nullable String volume;
    private @Nullable String number;
    private boolean addressSeen;
    private @Nullable String url;
    private @Nullable String doi;

    private String refusedField = "";
    private @Nullable String refusedReason;

    DblpRecord(SubmissionRules rules, String key, StreamRule stream, boolean withdrawn) {
        this.rules = rules;
        this.key = key;
        this.stream = stream;
        this.withdrawn = withdrawn;
    }

    /** A child element whose text is of use. */
    enum Field {
        AUTHOR,
        TITLE,
        YEAR,
        VOLUME,
        NUMBER,
        EE,
        CITE;

        private final String element = name().toLowerCase(Locale.ROOT);

        /** The name of the element. */
        String element() {
            return element;
        }
    }

    /** The field of an element, or null where its text is of no use. */
    static @Nullable Field field(String element) {
        return switch (element) {
            case "author" -> Field.AUTHOR;
            case "title" -> Field.TITLE;
            case "year" -> Field.YEAR;
            case "volume" -> Field.VOLUME;
            case "number" -> Field.NUMBER;
            case "ee" -> Field.EE;
            case "cite" -> Field.CITE;
            default -> null;
        };
    }

    void add(Field field, String text, @Nullable String orcid) {
        try {
            switch (field) {
                case AUTHOR -> addAuthor(text, orcid);
                case TITLE -> title = text.isBlank() ? null : rules.title(withoutFullStop(text.strip()));
                case YEAR -> addYear(text.strip());
                case VOLUME -> volume = text.strip();
                case NUMBER -> number = text.strip();
                case EE -> addAddress(text.strip());
                case CITE -> addCited(text.strip());
            }
        } catch (RefusedValueException e) {
            refuse(field, e.reason());
        }
    }

    void refuse(Field field, String reason) {
        if (refusedReason == null) {
            refusedField = field.element();
            refusedReason = reason;
        }
    }

    /** What a paper must have and this lacks, or null. */
    @Nullable
    LeftOut lacking() {
        if (authors.isEmpty() && !refusedField.equals("author")) {
            return LeftOut.NO_AUTHOR;
        }
        if (title == null && !refusedField.equals("title")) {
            return LeftOut.NO_TITLE;
        }
        return yearSeen ? null : LeftOut.NO_YEAR;
    }

    Reading reading(long ordinal, String feed, Instant at) {
        String recordKey = IdentityKey.of(SOURCE, key);
        if (refusedReason != null || title == null) {
            return new Reading.Refused(ordinal, recordKey, refusedField, String.valueOf(refusedReason));
        }
        return new Reading.Accepted(
                ordinal,
                new SubmittedPaper(
                        SOURCE,
                        key,
                        title,
                        authors.toList(),
                        stream.venueOf(volume, number),
                        stream.yearOf(volume, year),
                        doi,
                        null,
                        null,
                        url,
                        references,
                        null,
                        withdrawn ? Boolean.TRUE : null,
                        List.of(),
                        feed,
                        at));
    }

    private void addAuthor(String name, @Nullable String orcid) throws RefusedValueException {
        authors.add(new SubmittedAuthor(rules.name(name), checkedOrcid(orcid)));
    }

    /** An iD that is wrong is dropped: the paper is worth more than it. */
    private @Nullable String checkedOrcid(@Nullable String orcid) {
        try {
            return rules.orcid(orcid);
        } catch (RefusedValueException e) {
            return null;
        }
    }

    private void addYear(String text) throws RefusedValueException {
        if (text.isEmpty()) {
            return;
        }
        yearSeen = true;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9' || i == MAX_YEAR_DIGITS) {
                throw new RefusedValueException(
                        "is “" + text.substring(0, Math.min(text.length(), 20)) + "”, which is no year");
            }
        }
        year = rules.year(Long.parseLong(text));
    }

    private void addAddress(String address) {
        if (doi == null) {
            doi = Doi.inLink(address).orElse(null);
        }
        if (!addressSeen) {
            addressSeen = true;
            try {
                url = rules.url(address);
            } catch (RefusedValueException e) {
                // Old records name files of a CD-ROM here, which are no web address and lead nowhere.
                url = null;
            }
        }
    }

    private void addCited(String cited) throws RefusedValueException {
        if (references.size() == SubmissionRules.MAX_REFERENCES) {
            throw new RefusedValueException("is given too often: at most 100,000 references are allowed");
        }
        references.add(
                cited.isEmpty() || cited.equals(UNRESOLVED)
                        ? SubmittedReference.unnamed()
                        : SubmittedReference.toKey(IdentityKey.of(SOURCE, rules.key(cited))));
    }

    /** DBLP closes every title with a full stop, unless it ends in an ellipsis, a question or an exclamation mark. */
    static String withoutFullStop(String title) {
        return title.endsWith(".") && !title.endsWith("...") && title.length() > 1
                ? title.substring(0, title.length() - 1).stripTrailing()
                : title;
    }
}
