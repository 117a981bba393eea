package org.citestream.ingest.feed.dblp;

import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.DTDInfo;
import org.codehaus.stax2.XMLStreamReader2;
import org.jspecify.annotations.Nullable;

/**
 * Opens DBLP XML without trusting what it declares. The parser reads no document type and expands no entity: the named characters (such
 * as {@code uuml}) are looked up in a resource of ours, and nothing is fetched from anywhere. A document that declares entities itself
 * is refused, which is how entity bombs and readers of local files begin. What the parser may hold at once is {@linkplain ShortRuns bounded}.
 */
final class DblpXml {

    private static final String ROOT = "dblp";
    /** Begins the second line of a message where the first one says the place. */
    private static final String MESSAGE = "Message: ";

    private static final Pattern DECLARED_ENTITY = Pattern.compile("<!ENTITY\\s+(%\\s+)?([^\\s>]+)");
    private static final Pattern EXTERNAL = Pattern.compile("<!ENTITY\\s+(%\\s+)?([^\\s>]+)\\s+(SYSTEM|PUBLIC)\\b");
    private static final Pattern NAMED_CHARACTER = Pattern.compile("<!ENTITY\\s+(\\w+)\\s+\"&#(\\d+);\"");

    private final Map<String, String> characters = namedCharacters();
    private final XMLInputFactory factory;

    DblpXml() {
        InputFactoryImpl aalto = new InputFactoryImpl();
        aalto.configureForSpeed();
        aalto.setProperty(XMLInputFactory.IS_COALESCING, false);
        aalto.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        aalto.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        this.factory = aalto;
    }

    private static Map<String, String> namedCharacters() {
        Map<String, String> characters = new HashMap<>();
        try (InputStream in =
                Objects.requireNonNull(DblpXml.class.getResourceAsStream("entities.dtd"), "entities.dtd")) {
            Matcher each = NAMED_CHARACTER.matcher(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
            while (each.find()) {
                characters.put(each.group(1), Character.toString(Integer.parseInt(each.group(2))));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("entities.dtd cannot be read", e);
        }
        return Map.copyOf(characters);
    }

    /**
     * Opens a document and goes to its root.
     *
     * @throws XMLStreamException if it is not XML, not DBLP, or declares what is refused
     */
    XMLStreamReader open(InputStream input) throws XMLStreamException {
        ShortRuns runs = new ShortRuns(input, characters);
        XMLStreamReader2 xml = (XMLStreamReader2) factory.createXMLStreamReader(runs);
        int event = xml.getEventType();
        while (event != XMLStreamConstants.START_ELEMENT) {
            if (event == XMLStreamConstants.DTD) {
                refuseDeclarations(xml.getText());
                refuseOtherTypes(xml.getDTDInfo());
            }
            event = xml.next();
        }
        if (!xml.getLocalName().equals(ROOT)) {
            throw new XMLStreamException(
                    "the root element is <" + xml.getLocalName() + ">, but must be <" + ROOT + ">");
        }
        runs.endProlog();
        return xml;
    }

    /** What a named character stands for. */
    String character(XMLStreamReader at) throws XMLStreamException {
        String character = characters.get(at.getLocalName());
        if (character == null) {
            throw new XMLStreamException("the entity " + at.getLocalName() + " is not declared", at.getLocation());
        }
        return character;
    }

    private static void refuseDeclarations(@Nullable String declarations) throws XMLStreamException {
        if (declarations == null || declarations.isBlank()) {
            return;
        }
        Matcher external = EXTERNAL.matcher(declarations);
        if (external.find()) {
            throw new XMLStreamException("the document declares the entity " + external.group(2)
                    + " itself, which is refused: it is an external entity \"" + external.group(2) + "\"");
        }
        Matcher entity = DECLARED_ENTITY.matcher(declarations);
        throw new XMLStreamException(
                entity.find()
                        ? "the document declares the entity " + entity.group(2) + " itself, which is refused"
                        : "the document carries declarations of its own, which are refused");
    }

    private static void refuseOtherTypes(@Nullable DTDInfo type) throws XMLStreamException {
        String address = type == null ? null : type.getDTDSystemId();
        if (address != null && !address.endsWith("dblp.dtd")) {
            throw new XMLStreamException("the document type " + address + " is refused: only dblp.dtd is known");
        }
    }

    /** What went wrong, in one line. */
    static String reason(XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return String.valueOf(cause.getMessage());
            }
        }
        List<String> lines = String.valueOf(e.getMessage()).lines().toList();
        String message = lines.stream()
                .filter(line -> line.startsWith(MESSAGE))
                .map(line -> line.substring(MESSAGE.length()))
                .findFirst()
                .orElse(lines.isEmpty() ? "" : lines.getFirst());
        return e.getLocation() == null || e.getLocation().getLineNumber() < 1
                ? message
                : message + " (line " + e.getLocation().getLineNumber() + ")";
    }
}
