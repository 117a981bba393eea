package org.citestream.ingest.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.assembly.PaperState;
import org.jspecify.annotations.Nullable;

/** What the sources say of a paper, compressed where that is much. */
final class Packed {

    static final String SAID = "said";

    /** From so many characters on. */
    private static final long MUCH = 500_000;

    /** What a document takes beside what it says: names of fields and the like. */
    private static final int AROUND = 100;

    private static final DocumentCodec CODEC = new DocumentCodec();

    private Packed() {}

    static boolean isWorthIt(PaperState state) {
        long characters = 0;
        for (PaperState.Statement statement : state.said()) {
            characters += AROUND + characters(statement.submission());
        }
        return characters >= MUCH;
    }

    private static long characters(@Nullable Submission submission) {
        if (!(submission instanceof SubmittedPaper paper)) {
            return 0;
        }
        long characters = length(paper.title()) + length(paper.abstractText());
        for (SubmittedAuthor author : paper.authors()) {
            characters += AROUND + length(author.name());
        }
        for (SubmittedReference reference : paper.references()) {
            characters += AROUND + length(reference.title()) + length(reference.text());
        }
        return characters;
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** Takes what is said out of a state. */
    static byte[] pack(Document state) {
        RawBsonDocument said = new RawBsonDocument(new Document(SAID, state.remove(SAID)), CODEC);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            byte[] bytes = new byte[said.getByteBuffer().remaining()];
            said.getByteBuffer().get(bytes);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** Puts what is said back into the state that it was taken out of. */
    static void unpack(byte[] packed, Document state) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            state.append(
                    SAID, new RawBsonDocument(in.readAllBytes()).decode(CODEC).get(SAID));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
