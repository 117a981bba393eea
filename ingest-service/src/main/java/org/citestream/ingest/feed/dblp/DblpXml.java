package org.citestream.ingest.feed.dblp;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLResolver;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Opens DBLP XML without trusting what it declares. The named characters (such as {@code uuml}) come from a resource of ours, which
 * stands in for every document type whose address ends in {@code dblp.dtd}; nothing else is fetched from anywhere. A document
 * that declares entities itself is refused, which is how entity bombs and readers of local files begin. So the entities that
 * are left expand to one character each, and need no limit on their number: the dump holds millions.
 */
final class DblpXml {

    private static final String ROOT = "dblp";
    private static final Pattern DECLARED_ENTITY = Pattern.compile("<!ENTITY\\s+(%\\s+)?([^\\s>]+)");

    private final XMLInputFactory factory;

    DblpXml() {
        WstxInputFactory woodstox = new WstxInputFactory();
        woodstox.configureForSpeed();
        woodstox.setProperty(XMLInputFactory.SUPPORT_DTD, true);
        woodstox.setProperty(XMLInputFactory.IS_VALIDATING, false);
        woodstox.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        woodstox.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        woodstox.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        woodstox.setProperty(WstxInputProperties.P_CACHE_DTDS, false);
        woodstox.setProperty(WstxInputProperties.P_MAX_ENTITY_COUNT, Integer.MAX_VALUE);
        woodstox.setProperty(WstxInputProperties.P_MAX_ENTITY_DEPTH, 2);
        woodstox.setProperty(WstxInputProperties.P_DTD_RESOLVER, (XMLResolver)
                (publicId, systemId, base, namespace) -> documentType(systemId));
        woodstox.setProperty(WstxInputProperties.P_ENTITY_RESOLVER, (XMLResolver) (publicId, systemId, base, name) -> {
            throw new XMLStreamException("the external entity " + systemId + " is refused: nothing is fetched");
        });
        this.factory = woodstox;
    }

    /**
     * Opens a document and goes to its root.
     *
     * @throws XMLStreamException if it is not XML, not DBLP, or declares what is refused
     */
    XMLStreamReader open(InputStream input) throws XMLStreamException {
        XMLStreamReader xml = factory.createXMLStreamReader(input);
        int event = xml.getEventType();
        while (event != XMLStreamConstants.START_ELEMENT) {
            if (event == XMLStreamConstants.DTD) {
                refuseDeclarations(xml.getText());
            }
            event = xml.next();
        }
        if (!xml.getLocalName().equals(ROOT)) {
            throw new XMLStreamException(
                    "the root element is <" + xml.getLocalName() + ">, but must be <" + ROOT + ">");
        }
        return xml;
    }

    private static void refuseDeclarations(@Nullable String declarations) throws XMLStreamException {
        if (declarations == null || declarations.isBlank()) {
            return;
        }
        Matcher entity = DECLARED_ENTITY.matcher(declarations);
        throw new XMLStreamException(
                entity.find()
                        ? "the document declares the entity " + entity.group(2) + " itself, which is refused"
                        : "the document carries declarations of its own, which are refused");
    }

    private static InputStream documentType(@Nullable String systemId) throws XMLStreamException {
        if (systemId == null || !systemId.endsWith("dblp.dtd")) {
            throw new XMLStreamException("the document type " + systemId + " is refused: only dblp.dtd is known");
        }
        return Objects.requireNonNull(DblpXml.class.getResourceAsStream("entities.dtd"), "entities.dtd");
    }

    /** What went wrong, in one line. */
    static String reason(XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
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
