package org.citestream.ingest.feed.dblp;

import com.fasterxml.aalto.UncheckedStreamException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.VenueRules.StreamRule;
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.IdentityKey;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.RefusedValueException;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads the XML dump of DBLP, or a part of it. A record of type {@code article} or {@code inproceedings} in a stream of the
 * collection becomes a submission of source {@code dblp} under its DBLP key:
 *
 * <ul>
 *   <li>the title as text, without markup inside and without its closing full stop;
 *   <li>the authors with their homonym numbers and ORCID iDs; an iD with a wrong check digit is dropped;
 *   <li>the venue after the {@linkplain VenueRules venue rules}, and its year, which for a serial may be the one after the record's;
 *   <li>the first {@code ee} as address, and the first that leads to a DOI resolver as DOI;
 *   <li>each {@code cite} as a reference, unnamed where DBLP never resolved it.
 * </ul>
 *
 * <p>Records without author, title or year are left out and counted, as are those of other types and streams. Whatever names an author
 * is a paper here, whatever its title. What is not
 * allowed in a record refuses that record; XML that is malformed ends the reading.
 */
public final class DblpReader implements FeedReader {

    private static final String PARSER = "com.fasterxml.aalto.";

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;
    private final DblpXml documents = new DblpXml();

    public DblpReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
    }

    @Override
    public FileFormat format() {
        return FileFormat.DBLP_XML;
    }

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        Run run = new Run(feed, to);
        try {
            XMLStreamReader xml = documents.open(input);
            run.readAll(xml);
            xml.close();
        } catch (XMLStreamException e) {
            throw run.brokenOff(e);
        } catch (UncheckedStreamException e) {
            // The parser reads text when it is asked for, where no checked exception may be thrown.
            if (e.getCause() instanceof XMLStreamException cause) {
                throw run.brokenOff(cause);
            }
            throw e;
        } catch (RuntimeException e) {
            if (run.handing || !canBeOfTheParser(e)) {
                throw e;
            }
            // It loses its way in some documents that no parser could read.
            throw run.brokenOff(new XMLStreamException("the XML can be made no sense of: " + e.getMessage(), e));
        }
        return run.report();
    }

    /** Whether it says so itself; or says nothing, as what is thrown very often does in compiled code. */
    private static boolean canBeOfTheParser(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 || trace[0].getClassName().startsWith(PARSER);
    }

    /** One reading of one document. */
    private final class Run {

        private static final Pattern WITHDRAWN = Pattern.compile("\\bwithdrawn\\b");
        private static final int LONGEST_TEXT = 100_000;
        private static final int DEEPEST = 1_000;

        private final String feed;
        private final Consumer<? super Reading> to;
        private final StringBuilder text = new StringBuilder();
        private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
        private boolean textCut;
        private long read;
        private long accepted;
        private long refused;
        private String lastKey = "";
        /** Whether it is the receiver's turn, whose failures are none of the document. */
        private boolean handing;

        Run(String feed, Consumer<? super Reading> to) {
            this.feed = feed;
            this.to = to;
        }

        void readAll(XMLStreamReader xml) throws XMLStreamException {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    readRecord(xml);
                }
            }
        }

        private void readRecord(XMLStreamReader xml) throws XMLStreamException {
            String type = xml.getLocalName();
            String key = xml.getAttributeValue(null, "key");
            StreamRule stream = key == null ? null : venues.ruleFor(key);
            LeftOut cause = reasonToPassOver(type, key, stream);
            if (cause != null) {
                skip(xml);
                finish(key);
                leaveOut(cause);
                return;
            }
            String checkedKey;
            try {
                checkedKey = rules.key(key);
            } catch (RefusedValueException e) {
                skip(xml);
                finish(key);
                hand(new Reading.Refused(read, null, "key", e.reason()));
                return;
            }
            if (stream == null) {
                throw new IllegalStateException("A record of no stream was not passed over: " + key);
            }
            String publication = xml.getAttributeValue(null, "publtype");
            boolean withdrawn =
                    publication != null && WITHDRAWN.matcher(publication).find();
            DblpRecord record = new DblpRecord(rules, checkedKey, stream, withdrawn);
            readFields(xml, record);
            finish(key);
            LeftOut lacking = record.lacking();
            if (lacking != null) {
                leaveOut(lacking);
            } else {
                hand(record.reading(read, feed, time.instant()));
            }
        }

        /** A record without a key is not passed over, but refused for it. */
        private static @Nullable LeftOut reasonToPassOver(
                String type, @Nullable String key, @Nullable StreamRule stream) {
            if (key != null && stream == null) {
                return LeftOut.OTHER_STREAM;
            }
            return switch (type) {
                case "article", "inproceedings" -> null;
                case "proceedings" -> LeftOut.PROCEEDINGS;
                default -> LeftOut.OTHER_TYPE;
            };
        }

        private void readFields(XMLStreamReader xml, DblpRecord record) throws XMLStreamException {
            for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
                if (event != XMLStreamConstants.START_ELEMENT) {
                    continue;
                }
                DblpRecord.Field field = DblpRecord.field(xml.getLocalName());
                if (field != null) {
                    String orcid = xml.getAttributeCount() > 0 && field == DblpRecord.Field.AUTHOR
                            ? xml.getAttributeValue(null, "orcid")
                            : null;
                    String content = readText(xml);
                    if (textCut) {
                        record.refuse(field, "is too long");
                    }
                    record.add(field, content, orcid);
                } else {
                    skip(xml);
                }
            }
        }

        /** The text of an element with that of the elements inside; cut, and held no further, where it is out of all measure. */
        private String readText(XMLStreamReader xml) throws XMLStreamException {
            textCut = false;
            int event = xml.next();
            if (event == XMLStreamConstants.CHARACTERS) {
                // Nearly always there is one piece of text and nothing else, which then needs no copy.
                String only = xml.getText();
                event = xml.next();
                if (event == XMLStreamConstants.END_ELEMENT && only.length() <= LONGEST_TEXT) {
                    return only;
                }
                text.setLength(0);
                textCut = only.length() > LONGEST_TEXT;
                text.append(only, 0, Math.min(only.length(), LONGEST_TEXT));
            } else {
                text.setLength(0);
            }
            int depth = 1;
            for (; ; event = xml.next()) {
                switch (event) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        checkDepth(depth);
                    }
                    case XMLStreamConstants.END_ELEMENT -> depth--;
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.SPACE -> {
                        if (text.length() < LONGEST_TEXT) {
                            text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                        } else {
                            textCut = true;
                        }
                    }
                    case XMLStreamConstants.ENTITY_REFERENCE -> text.append(documents.character(xml));
                    case XMLStreamConstants.CDATA ->
                        throw new XMLStreamException("a CDATA section stands where DBLP has none", xml.getLocation());
                    default -> {}
                }
                if (depth == 0) {
                    return text.toString();
                }
            }
        }

        private void skip(XMLStreamReader xml) throws XMLStreamException {
            int depth = 1;
            while (depth > 0) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    depth++;
                    checkDepth(depth);
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                }
            }
        }

        private static void checkDepth(int depth) throws XMLStreamException {
            if (depth > DEEPEST) {
                throw new XMLStreamException("elements are nested more than " + DEEPEST + " deep");
            }
        }

        /** A record counts as read when its end was reached. */
        private void finish(@Nullable String key) {
            read++;
            lastKey = key == null ? "" : IdentityKey.of(DblpRecord.SOURCE, key);
        }

        private void hand(Reading reading) {
            handing = true;
            to.accept(reading);
            handing = false;
            switch (reading) {
                case Reading.Accepted _ -> accepted++;
                case Reading.Refused _ -> refused++;
                case Reading.LeftOut _ -> {
                    // is counted by its cause
                }
            }
        }

        private void leaveOut(LeftOut cause) {
            leftOut.merge(cause, 1L, Long::sum);
            hand(new Reading.LeftOut(read, cause.reason()));
        }

        private BrokenOffException brokenOff(XMLStreamException e) {
            return new BrokenOffException(read, lastKey, DblpXml.reason(e), e);
        }

        private ReadingReport report() {
            Map<String, Long> byReason = new TreeMap<>();
            leftOut.forEach((cause, count) -> byReason.put(cause.reason(), count));
            return new ReadingReport(read, accepted, new TreeMap<>(byReason), refused);
        }
    }
}
