package org.citestream.ingest.feed.oaipmh;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the text of an element with that of the elements inside, and holds it no further than a limit. */
final class ElementText {

    private static final int LONGEST = 200_000;

    private final XMLStreamReader xml;
    private final StringBuilder text = new StringBuilder();
    private boolean cut;

    ElementText(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** From the start of an element to its end. */
    String read() throws XMLStreamException {
        text.setLength(0);
        cut = false;
        int depth = 1;
        while (depth > 0) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (text.length() < LONGEST) {
                        text.append(xml.getTextCharacters(), xml.getTextStart(), xml.getTextLength());
                    } else {
                        cut = true;
                    }
                }
                default -> {}
            }
        }
        return text.toString();
    }

    /** Whether the last text was longer than what is held of it. */
    boolean wasCut() {
        return cut;
    }
}
