package org.citestream.ingest.feed.oaipmh;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.function.Consumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.citestream.ingest.feed.FeedReader;
import org.citestream.ingest.feed.FileFormat;
import org.citestream.ingest.feed.ReadingReport;
import org.citestream.ingest.feed.Tally;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.submission.Reading;
import org.citestream.ingest.submission.SubmissionRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of a repository that speaks OAI-PMH, with records in arXiv's formats ({@code arXiv}, {@code arXivRaw}) or in Dublin
 * Core and what is made after it. The source of a record is {@code arxiv}, or the repository named in its identifier
 * ({@code oai:pos.sissa.it:…} is of {@code pos-sissa-it}); its key is the local part of the identifier. A record that is deleted
 * withdraws what was said.
 *
 * <p>A document type is refused, so that there are no entities but the five of XML. Text is held no further than a limit.
 */
public final class OaiPmhReader implements FeedReader {

    private static final String ROOT = "OAI-PMH";
    private static final int MAX_DEPTH = 64;

    private final InstantSource time;
    private final VenueRules venues;
    private final SubmissionRules rules;
    private final XMLInputFactory factory;

    public OaiPmhReader(InstantSource time, VenueRules venues) {
        this.time = time;
        this.venues = venues;
        this.rules = new SubmissionRules(time);
        WstxInputFactory woodstox = new WstxInputFactory();
        woodstox.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        woodstox.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        // The recorded answers of arXiv use prefixes that they do not declare.
        woodstox.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        woodstox.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, MAX_DEPTH);
        woodstox.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 100_000);
        this.factory = woodstox;
    }

    @Override
    public FileFormat format() {
        return FileFormat.OAI_PMH;
    }

    @Override
    public ReadingReport read(InputStream input, String feed, Consumer<? super Reading> to) throws IOException {
        Tally tally = new Tally(to);
        OaiPage page = readPage(input, feed, tally);
        if (page.errorCode() != null && !page.errorCode().equals("noRecordsMatch")) {
            throw new IOException("the answer is an error of the repository: " + page.errorCode() + " " + page.error());
        }
        return tally.report();
    }

    /**
     * Reads an answer to its end.
     *
     * @throws IOException if it is no answer of this protocol or can be made sense of no further
     */
    public OaiPage readPage(InputStream input, String feed, Tally tally) throws IOException {
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(input);
            OaiPage page = readAll(xml, feed, tally);
            xml.close();
            return page;
        } catch (XMLStreamException e) {
            throw tally.brokenOff(reason(e), e);
        } catch (WstxLazyException e) {
            // Woodstox parses text when it is asked for, where no checked exception may be thrown.
            if (e.getCause() instanceof XMLStreamException cause) {
                throw tally.brokenOff(reason(cause), e);
            }
            throw e;
        }
    }

    private OaiPage readAll(XMLStreamReader xml, String feed, Tally tally) throws XMLStreamException {
        String responseDate = null;
        String token = null;
        String errorCode = null;
        String error = null;
        boolean root = true;
        ElementText text = new ElementText(xml);
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XMLStreamException("the document declares a type, which is refused");
            }
            if (event != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            String name = localName(xml);
            if (root && !name.equals(ROOT)) {
                throw new XMLStreamException("the root element is <" + name + ">, but must be <" + ROOT + ">");
            }
            root = false;
            switch (name) {
                case "record" -> new OaiRecord(rules, venues, text).read(xml, tally, feed, time.instant());
                case "responseDate" -> responseDate = text.read().strip();
                case "resumptionToken" -> {
                    String written = text.read().strip();
                    token = written.isEmpty() ? null : written;
                }
                case "error" -> {
                    errorCode = xml.getAttributeValue(null, "code");
                    error = text.read().strip();
                }
                default -> {}
            }
        }
        return new OaiPage(responseDate, token, errorCode, error);
    }

    /** The name without its prefix. */
    static String localName(XMLStreamReader xml) {
        String name = xml.getLocalName();
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(colon + 1);
    }

    private static String reason(XMLStreamException e) {
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return String.valueOf(cause.getMessage());
            }
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return e.getLocation() == null || e.getLocation().getLineNumber() < 1
                ? message
                : message + " (line " + e.getLocation().getLineNumber() + ")";
    }
}
