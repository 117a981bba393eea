package org.citestream.ingest.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citestream.events.ContentHash;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.submission.AuthorList;
import org.citestream.ingest.submission.IdentityKey;
import org.citestream.ingest.submission.RefusedValueException;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/**
 * One work of another collection while it is read: what it says so far, and the first thing in it that is not allowed. What makes
 * or names the paper (key, title, authors, year, DOI) must be right, or the record is refused; what only adorns it (ORCID iD,
 * address, licence, a cited work's details) is dropped where it is wrong, since the paper is worth more.
 *
 * <p>A work of no venue of the rules is given {@code outside}: it enriches, and never makes a paper.
 */
public final class WorkDraft {

    private static final Pattern RETRACTED =
            Pattern.compile("(?i)^\\W*(?:retracted|withdrawn)(?: article| chapter| paper)?\\W*:(.*)");
    private static final Pattern YEAR = Pattern.compile("(?<![0-9])(1[5-9][0-9]{2}|20[0-9]{2})(?![0-9])");

    private final SubmissionRules rules;
    private final VenueRules venues;
    private final String source;

    private final AuthorList authors = new AuthorList();
    private final List<SubmittedReference> references = new ArrayList<>();
    private final SortedSet<String> sameAs = new TreeSet<>();
    private final List<String> issns = new ArrayList<>();
    private final List<String> containers = new ArrayList<>();
    private @Nullable String key;
    private @Nullable String title;
    private @Nullable Integer year;
    private @Nullable String doi;
    private @Nullable String abstractText;
    private @Nullable String abstractLicence;
    private @Nullable String url;
    private @Nullable String volume;
    private @Nullable String number;
    private @Nullable String streamKey;
    private boolean withdrawn;
    private boolean excerpt;

    private String refusedField = "";
    private @Nullable String refusedReason;

    /**
     * Begins a record.
     *
     * @param source the source that it is of
     */
    public WorkDraft(SubmissionRules rules, VenueRules venues, String source) {
        this.rules = rules;
        this.venues = venues;
        this.source = source;
    }

    private interface Value {
        void read() throws RefusedValueException;
    }

    private void take(String field, Value value) {
        try {
            value.read();
        } catch (RefusedValueException e) {
            refuse(field, e.reason());
        }
    }

    /** Refuses the record, unless it is refused already. */
    public void refuse(String field, String reason) {
        if (refusedReason == null) {
            refusedField = field;
            refusedReason = reason;
        }
    }

    public void key(@Nullable String written) {
        if (written != null && !written.isBlank()) {
            take("key", () -> key = rules.key(written.strip()));
        }
    }

    /**
     * A key made of title, year and first author, for formats in which everybody numbers their own; asked for once all is known.
     *
     * @param otherwise where there is no title to tell it by, in which case it is left out or refused under this name
     */
    public void keyByContent(@Nullable String otherwise) {
        key(
                title == null || refusedReason != null
                        ? otherwise
                        : ContentHash.of(
                                title,
                                String.valueOf(year),
                                authors.isEmpty()
                                        ? ""
                                        : authors.toList().getFirst().name()));
    }

    /** A title with or without markup. */
    public void title(@Nullable String written) {
        String plain = SourceText.plain(written);
        if (plain != null && !plain.isBlank()) {
            take("title", () -> title = rules.title(plain));
        }
    }

    /** The next author; one without a name is passed over. */
    public void author(@Nullable String name, @Nullable String orcid) {
        String plain = SourceText.plain(name);
        if (plain == null || plain.isBlank()) {
            return;
        }
        take("author", () -> authors.add(new SubmittedAuthor(rules.name(plain), orNull(() -> rules.orcid(orcid)))));
    }

    public void year(@Nullable Long written) {
        if (written != null) {
            take("year", () -> year = rules.year(written));
        }
    }

    /** The first year in a date or a text. */
    public void yearIn(@Nullable String written) {
        year(yearOf(written));
    }

    /** A DOI in one of its spellings. */
    public void doi(@Nullable String written) {
        take("doi", () -> doi = rules.doi(written));
    }

    /** An abstract without markup. */
    public void abstractText(@Nullable String written, @Nullable String licence) {
        take("abstract", () -> {
            abstractText = rules.abstractText(SourceText.clean(written));
            abstractLicence = abstractText == null ? null : orNull(() -> rules.licence(licence));
        });
    }

    /** Where the source shows it; an address that is none is dropped. */
    public void url(@Nullable String written) {
        url = orNull(() -> rules.url(written));
    }

    /** Its key in another source; one that is none is dropped. */
    public void sameAs(String inSource, @Nullable String itsKey) {
        if (itsKey != null && !itsKey.isBlank() && sameAs.size() < SubmissionRules.MAX_SAME) {
            IdentityKey.fold(IdentityKey.of(inSource, itsKey.strip())).ifPresent(sameAs::add);
        }
    }

    /** Another ISSN of the serial that it appeared in. */
    public void issn(@Nullable String written) {
        if (written != null) {
            issns.add(written.strip().toUpperCase(Locale.ROOT));
        }
    }

    /** Another name of the serial, the proceedings or the conference that it appeared in. */
    public void container(@Nullable String written) {
        String plain = SourceText.plain(written);
        if (plain != null && !plain.isBlank()) {
            containers.add(plain.strip());
        }
    }

    public void issue(@Nullable String inVolume, @Nullable String inNumber) {
        volume = inVolume == null ? null : inVolume.strip();
        number = inNumber == null ? null : inNumber.strip();
    }

    /** Its key at DBLP, whose stream then decides alone to which venue it belongs. */
    public void streamKey(String dblpKey) {
        streamKey = dblpKey;
    }

    /** A work that it cites. */
    public void reference(SubmittedReference cited) {
        if (references.size() == SubmissionRules.MAX_REFERENCES) {
            refuse(
                    "reference",
                    String.format(
                            Locale.ROOT,
                            "is given too often: at most %,d references are allowed",
                            SubmissionRules.MAX_REFERENCES));
        } else {
            references.add(cited);
        }
    }

    /** A cited work from what is said of it; what of that is not allowed counts as not said. */
    public SubmittedReference cited(
            @Nullable String identityKey,
            @Nullable String citedTitle,
            @Nullable String citedYear,
            @Nullable String author) {
        return cited(identityKey, citedTitle, citedYear, author, null);
    }

    /** A cited work with the entry of the bibliography that names it. */
    public SubmittedReference cited(
            @Nullable String identityKey,
            @Nullable String citedTitle,
            @Nullable String citedYear,
            @Nullable String author,
            @Nullable String text) {
        Long inYear = yearOf(citedYear);
        return new SubmittedReference(
                identityKey == null ? null : IdentityKey.fold(identityKey).orElse(null),
                orNull(() -> rules.citedTitle(SourceText.plain(citedTitle))),
                inYear == null ? null : orNull(() -> rules.year(inYear)),
                orNull(() -> rules.citedAuthor(SourceText.plain(author))),
                orNull(() -> rules.citedText(SourceText.plain(text))));
    }

    /** The source tells more of the record in another form, which counts where this says nothing. */
    public void excerpt() {
        excerpt = true;
    }

    /** The source says that the work is retracted. */
    public void withdrawn() {
        withdrawn = true;
    }

    /** The work's venue by the rules, or null; asked once all is known. */
    private VenueRules.@Nullable Place place() {
        return streamKey == null
                ? venues.placeOf(new Publication(doi, issns, containers, volume, number))
                : venues.placeOfKey(streamKey, volume, number);
    }

    /**
     * Where a work of no venue of the rules appeared, which tells it from one of them with the same title: by name, by ISSN, or by who
     * registered its DOI. Null for one that lies in a repository, since that can be a copy of any, and where nothing tells.
     */
    private @Nullable String elsewhere() {
        if (containers.stream().anyMatch(venues::isRepository)) {
            return null;
        }
        if (!containers.isEmpty()) {
            return orNull(() -> rules.venue(containers.getFirst()));
        }
        if (!issns.isEmpty()) {
            return orNull(() -> rules.venue("ISSN " + issns.getFirst()));
        }
        String registrant = doi == null ? null : doi.substring(0, doi.indexOf('/'));
        return registrant == null || venues.canRegisterForAVenue(registrant)
                ? null
                : orNull(() -> rules.venue("DOI " + registrant));
    }

    /** Whether it appeared in one of the venues. */
    public boolean isOfTheVenues() {
        return place() != null;
    }

    /** Ends the record: it is accepted, left out or refused. */
    public void finish(Tally tally, String feed, Instant at) {
        String recordKey = key == null ? null : IdentityKey.of(source, key);
        if (refusedReason != null) {
            tally.refuse(recordKey, refusedField, refusedReason);
            return;
        }
        if (key == null) {
            tally.leaveOut(LeftOut.NO_KEY);
            return;
        }
        Matcher retracted = RETRACTED.matcher(title == null ? "" : title);
        if (retracted.matches()) {
            withdrawn = true;
            String bare = retracted.group(1).strip();
            title = bare.isEmpty() ? title : bare;
        }
        if (withdrawn) {
            tally.accept(retraction(key, feed, at));
            return;
        }
        if (title == null) {
            tally.leaveOut(LeftOut.NO_TITLE);
            return;
        }
        String notAPaper = venues.reasonNotAPaper(title);
        if (notAPaper != null) {
            tally.leaveOut(notAPaper);
            return;
        }
        if (year == null) {
            tally.leaveOut(LeftOut.NO_YEAR);
            return;
        }
        VenueRules.Place place = place();
        if (authors.isEmpty() && (place != null || doi == null)) {
            // With an author it could be told apart from others of its title, and with a DOI from all.
            tally.leaveOut(LeftOut.NO_AUTHOR);
            return;
        }
        SubmittedPaper paper = new SubmittedPaper(
                source,
                key,
                title,
                authors.toList(),
                place == null ? elsewhere() : place.venue(),
                place == null ? year : place.year(year),
                doi,
                abstractText,
                abstractLicence,
                url,
                references,
                place == null ? Boolean.TRUE : null,
                List.copyOf(sameAs),
                feed,
                at);
        if (excerpt) {
            tally.acceptExcerpt(paper);
        } else {
            tally.accept(paper);
        }
    }

    /**
     * Of a work of the venues, so that it stays the paper that it was, whoever else describes it; of a DOI, so that it concerns the work with
     * that DOI; or else of what this source says of it.
     */
    private Submission retraction(String ofKey, String feed, Instant at) {
        VenueRules.Place place = place();
        boolean member = place != null && title != null;
        if (year == null || (doi == null && !member)) {
            return new SubmittedWithdrawal(source, ofKey, feed, at);
        }
        return new SubmittedPaper(
                source,
                ofKey,
                title == null ? "Retracted" : title,
                authors.toList(),
                place == null ? null : place.venue(),
                place == null ? year : place.year(year),
                doi,
                null,
                null,
                url,
                List.of(),
                member ? null : Boolean.TRUE,
                Boolean.TRUE,
                List.copyOf(sameAs),
                feed,
                at);
    }

    private interface Optionally<T> {
        @Nullable
        T read() throws RefusedValueException;
    }

    private static <T> @Nullable T orNull(Optionally<T> value) {
        try {
            return value.read();
        } catch (RefusedValueException e) {
            return null; // it adorns the paper, which is worth more
        }
    }

    private static @Nullable Long yearOf(@Nullable String written) {
        if (written == null) {
            return null;
        }
        Matcher matcher = YEAR.matcher(written);
        return matcher.find() ? Long.valueOf(matcher.group(1)) : null;
    }
}
