package org.citestream.ingest.feed.oaipmh;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.citestream.events.SubmittedWithdrawal;
import org.citestream.ingest.feed.LeftOut;
import org.citestream.ingest.feed.PersonName;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.WorkDraft;
import org.citestream.ingest.submission.Doi;
import org.citestream.ingest.submission.RefusedValueException;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/** One record, of which the header comes first; the metadata are told by the names of their elements. */
final class OaiRecord {

    private static final Pattern YEAR = Pattern.compile("(?<![0-9])(1[5-9][0-9]{2}|20[0-9]{2})(?![0-9])");
    private static final Pattern BRACKETS = Pattern.compile("\\([^()]{0,1000}\\)");
    private static final int SHORTEST_ABSTRACT = 150;
    private static final int MAX_VALUES = 200;
    private static final int LONGEST_AUTHORS = 100_000;

    private final SubmissionRules rules;
    private final VenueRules venues;
    private final ElementText text;

    private @Nullable String identifier;
    private boolean deleted;
    private boolean hasMetadata;
    private @Nullable String title;
    private final List<String> authors = new ArrayList<>();
    private @Nullable Long year;
    private @Nullable String doi;
    private @Nullable String abstractText;
    private @Nullable String licence;
    private @Nullable String url;
    private final List<String> containers = new ArrayList<>();
    private boolean isOfArxiv;
    private boolean tooLong;
    private boolean tooMany;

    OaiRecord(SubmissionRules rules, VenueRules venues, ElementText text) {
        this.rules = rules;
        this.venues = venues;
        this.text = text;
    }

    void read(XMLStreamReader xml, Tally tally, String feed, Instant at) throws XMLStreamException {
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (OaiPmhReader.localName(xml)) {
                case "header" -> readHeader(xml);
                case "metadata" -> {
                    hasMetadata = true;
                    readMetadata(xml);
                }
                default -> text.read();
            }
        }
        finish(tally, feed, at);
    }

    private void readHeader(XMLStreamReader xml) throws XMLStreamException {
        deleted = "deleted".equals(xml.getAttributeValue(null, "status"));
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = OaiPmhReader.localName(xml);
                String value = text.read().strip();
                if (name.equals("identifier")) {
                    identifier = value;
                }
            }
        }
    }

    /** The metadata hold one element of their format, whose children are the fields. */
    private void readMetadata(XMLStreamReader xml) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                if (depth == 1) {
                    isOfArxiv = OaiPmhReader.localName(xml).startsWith("arXiv");
                    depth++;
                } else {
                    readField(xml);
                }
            }
        }
    }

    private void readField(XMLStreamReader xml) throws XMLStreamException {
        String field = OaiPmhReader.localName(xml);
        switch (field) {
            case "authors" -> readAuthors(xml);
            case "creator" -> addAuthor(PersonName.inOrder(nameInside(xml)));
            case "version" -> addYear(text.read()); // the raw format of arXiv dates each
            default -> {
                String value = text.read().strip();
                tooLong |= text.wasCut();
                take(field, value);
            }
        }
    }

    private void take(String field, String value) {
        if (value.isEmpty()) {
            return;
        }
        switch (field) {
            case "title" -> title = title == null ? value : title;
            case "created", "date", "issued" -> addYear(value);
            case "doi" -> addDoi(value.split("[,;\\s]+", 2)[0]);
            case "abstract" -> abstractText = value;
            case "description" -> {
                // Repositories put numbers of pages and names of events here as well.
                if (value.length() >= SHORTEST_ABSTRACT && abstractText == null) {
                    abstractText = value;
                }
            }
            case "license", "rights" -> licence = licence == null ? value : licence;
            case "journal-ref", "source", "bibliographicCitation", "isPartOf" -> addContainer(value);
            case "identifier" -> addIdentifier(value);
            default -> {}
        }
    }

    /** A list of elements in arXiv's format, a line of text in its raw one. */
    private void readAuthors(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder line = new StringBuilder();
        boolean any = false;
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                any = true;
                addAuthor(arxivName(xml));
            } else if (event == XMLStreamConstants.CHARACTERS && line.length() < LONGEST_AUTHORS) {
                line.append(xml.getText());
            }
        }
        if (!any) {
            // Affiliations stand in brackets, and their numbers in brackets inside of these.
            String plain =
                    BRACKETS.matcher(BRACKETS.matcher(line).replaceAll(" ")).replaceAll(" ");
            for (String name : plain.split(",\\s+and\\s+|\\s+and\\s+|,", -1)) {
                addAuthor(name);
            }
        }
    }

    private String arxivName(XMLStreamReader xml) throws XMLStreamException {
        String family = "";
        String given = "";
        String suffix = "";
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (OaiPmhReader.localName(xml)) {
                    case "keyname" -> family = text.read().strip();
                    case "forenames" -> given = text.read().strip();
                    case "suffix" -> suffix = text.read().strip();
                    default -> text.read();
                }
            }
        }
        return (given + " " + family + " " + suffix).strip();
    }

    /** The text of an element, or of the element {@code name} inside it. */
    private String nameInside(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder own = new StringBuilder();
        String name = null;
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                boolean isName = OaiPmhReader.localName(xml).equals("name");
                String inside = text.read().strip();
                name = isName && name == null ? inside : name;
            } else if (event == XMLStreamConstants.CHARACTERS && own.length() < SubmissionRules.MAX_NAME * 2) {
                own.append(xml.getText());
            }
        }
        return name == null ? own.toString() : name;
    }

    private void addAuthor(String name) {
        if (name.isBlank()) {
            return;
        }
        if (authors.size() > SubmissionRules.MAX_AUTHORS) {
            tooMany = true;
        } else {
            authors.add(name);
        }
    }

    /** Of several dates the first in time is that of the work; the others are the repository's. */
    private void addYear(String date) {
        Matcher matcher = YEAR.matcher(date);
        if (matcher.find()) {
            long found = Long.parseLong(matcher.group(1));
            year = year == null ? found : Math.min(year, found);
        }
    }

    private void addDoi(String written) {
        doi = doi == null ? Doi.fold(written).orElse(null) : doi;
    }

    private void addIdentifier(String value) {
        addDoi(value.startsWith("info:doi/") ? value.substring("info:doi/".length()) : value);
        if (url == null && value.startsWith("http")) {
            url = value;
        }
    }

    private void addContainer(String value) {
        if (containers.size() < MAX_VALUES) {
            containers.add(value);
        }
    }

    private void finish(Tally tally, String feed, Instant at) {
        if (identifier == null || identifier.isEmpty()) {
            tally.leaveOut(LeftOut.NO_KEY);
            return;
        }
        String source = sourceOf(identifier);
        String key = keyOf(identifier);
        try {
            source = rules.source(source);
            key = rules.key(key);
        } catch (RefusedValueException e) {
            tally.refuse(null, "identifier", e.reason());
            return;
        }
        if (deleted) {
            tally.accept(new SubmittedWithdrawal(source, key, feed, at));
            return;
        }
        if (!hasMetadata) {
            tally.leaveOut("a header without metadata");
            return;
        }
        WorkDraft draft = new WorkDraft(rules, venues, source);
        draft.key(key);
        if (tooLong) {
            draft.refuse("metadata", "hold a text that is too long");
        }
        if (tooMany) {
            draft.refuse("author", "is given too often: at most 10,000 authors are allowed");
        }
        draft.title(title);
        authors.forEach(name -> draft.author(name, null));
        draft.year(year);
        draft.doi(doi);
        draft.abstractText(abstractText, licence);
        draft.url(url == null && isOfArxiv ? "https://arxiv.org/abs/" + key : url);
        if (!isOfArxiv) {
            // A preprint that names where it was published is still the preprint.
            containers.forEach(draft::container);
        }
        draft.finish(tally, feed, at);
    }

    /** The repository in {@code oai:REPOSITORY:KEY} as the name of a source. */
    private static String sourceOf(String identifier) {
        String[] parts = identifier.split(":", 3);
        String repository = parts.length == 3 && parts[0].equals("oai") ? parts[1] : "oai-pmh";
        String source = repository.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return source.equals("arxiv-org")
                ? "arxiv"
                : source.substring(0, Math.min(source.length(), SubmissionRules.MAX_SOURCE));
    }

    private static String keyOf(String identifier) {
        String[] parts = identifier.split(":", 3);
        return parts.length == 3 && parts[0].equals("oai") ? parts[2] : identifier;
    }
}
