package org.citestream.client;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;

/**
 * Text for a terminal, in which what others wrote moves no cursor and changes no colour: of control characters line feeds and tabs go
 * through, the others are written as {@code \}{@code u001b}.
 */
final class VisibleControls extends FilterWriter {

    private VisibleControls(Writer out) {
        super(out);
    }

    static PrintWriter in(PrintWriter out) {
        return new PrintWriter(new VisibleControls(out), true);
    }

    @Override
    public void write(int character) throws IOException {
        if (Character.isISOControl(character) && character != '\n' && character != '\t') {
            out.write(String.format(Locale.ROOT, "\\u%04x", character));
        } else {
            out.write(character);
        }
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(characters[i]);
        }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        write(text.toCharArray(), offset, length);
    }
}
