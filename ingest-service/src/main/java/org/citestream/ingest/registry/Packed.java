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
import org.bson.types.Binary;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.assembly.PaperState;

/**
 * What the sources say of a paper, compressed where that is much: a document of MongoDB holds 16 MB, as much as one record of one source may have, and a paper may have several.
 */
final class Packed {

    /** From so many references on, of about a hundred bytes each. */
    private static final int MANY_REFERENCES = 5_000;

    private static final String SAID = "said";
    private static final String PACKED = "packed";
    private static final DocumentCodec CODEC = new DocumentCodec();

    private Packed() {}

    static boolean isWorthIt(PaperState state) {
        long references = 0;
        for (PaperState.Statement statement : state.said()) {
            Submission submission = statement.submission();
            references += submission instanceof SubmittedPaper paper
                    ? paper.references().size()
                    : 1;
        }
        return references >= MANY_REFERENCES;
    }

    /** Puts what is said into one field that holds it compressed. */
    static void pack(Document state) {
        RawBsonDocument said = new RawBsonDocument(new Document(SAID, state.remove(SAID)), CODEC);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            byte[] bytes = new byte[said.getByteBuffer().remaining()];
            said.getByteBuffer().get(bytes);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        state.append(PACKED, new Binary(compressed.toByteArray()));
    }

    /** The state with what is said, whether it was packed or not. */
    static Document unpacked(Document state) {
        if (!(state.remove(PACKED) instanceof Binary packed)) {
            return state;
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.getData()))) {
            return state.append(
                    SAID, new RawBsonDocument(in.readAllBytes()).decode(CODEC).get(SAID));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
