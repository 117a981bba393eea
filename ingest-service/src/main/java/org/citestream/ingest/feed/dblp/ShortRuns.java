package org.citestream.ingest.feed.dblp;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * XML as a parser can take it that reads no document type. In no run of bytes without an opening angle bracket is more than it may hold:
 * the rest of a longer one is passed over, up to the next bracket, so that neither a text nor an attribute can be larger than that, and a
 * text that was cut is still longer than any that is allowed. Before the root element there is a bound to all that comes. Named
 * characters inside of tags, which the parser does not give out one by one, become numbers.
 */
final class ShortRuns extends InputStream {

    private static final int LONGEST_RUN = 1 << 20;
    private static final int LONGEST_PROLOG = 1 << 20;
    private static final int LONGEST_NAME = 12;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long AMPERSANDS = '&' * ONES;

    private final InputStream in;
    private final Map<String, String> characters;
    private byte[] pending = {};
    private boolean inProlog = true;
    private long prolog;
    private boolean inTag;
    private int run;

    /**
     * Reads on from here.
     *
     * @param characters what named characters stand for
     */
    ShortRuns(InputStream in, Map<String, String> characters) {
        this.in = in;
        this.characters = characters;
    }

    /** The root element has begun. */
    void endProlog() {
        inProlog = false;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int read = read(one, 0, 1);
        return read < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int read = take(bytes, offset, length);
        while (read > 0) {
            int kept = withinBounds(bytes, offset, read);
            if (kept > 0) {
                return numbered(bytes, offset, kept);
            }
            read = take(bytes, offset, length);
        }
        return read;
    }

    private int take(byte[] bytes, int offset, int length) throws IOException {
        if (pending.length == 0) {
            int read = in.read(bytes, offset, length);
            prolog += inProlog && read > 0 ? read : 0;
            if (prolog > LONGEST_PROLOG) {
                throw new IOException("what comes before the root element is too long");
            }
            return read;
        }
        int taken = Math.min(length, pending.length);
        System.arraycopy(pending, 0, bytes, offset, taken);
        pending = Arrays.copyOfRange(pending, taken, pending.length);
        return taken;
    }

    /** How many of the bytes are left, moved to the front, where the run that they are in has become too long. */
    private int withinBounds(byte[] bytes, int offset, int length) {
        int from = offset;
        int end = offset + length;
        if (run > LONGEST_RUN) {
            while (from < end && bytes[from] != '<') {
                from++;
            }
            System.arraycopy(bytes, from, bytes, offset, end - from);
        }
        int kept = end - from;
        int last = offset + kept - 1;
        while (last >= offset && bytes[last] != '<') {
            last--;
        }
        run = last < offset ? run + kept : offset + kept - last;
        return kept;
    }

    /** How many bytes can be given out: those before a named character in a tag, which itself comes next, as a number. */
    private int numbered(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        for (int i = ampersand(bytes, offset, end); i < end; i = ampersand(bytes, i + 1, end)) {
            if (isInTag(bytes, offset, i)) {
                int after = i + 1;
                while (after < end && after - i <= LONGEST_NAME && bytes[after] != ';') {
                    after++;
                }
                if (after == end) {
                    return heldBack(bytes, offset, i, end);
                }
                String character = characters.get(new String(bytes, i + 1, after - i - 1, StandardCharsets.ISO_8859_1));
                if (character != null) {
                    String number = "&#" + character.codePointAt(0);
                    pend(number.getBytes(StandardCharsets.US_ASCII), bytes, after, end);
                    return given(bytes, offset, i);
                }
            }
        }
        inTag = isInTag(bytes, offset, end);
        return length;
    }

    /** The next ampersand, or the end: eight bytes at a time, since nearly all of them are something else. */
    private static int ampersand(byte[] bytes, int from, int end) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long differs = (long) EIGHT_BYTES.get(bytes, i) ^ AMPERSANDS;
            if (((differs - ONES) & ~differs & HIGH_BITS) != 0) {
                break;
            }
        }
        while (i < end && bytes[i] != '&') {
            i++;
        }
        return i;
    }

    /** A name that goes on after these bytes is looked at together with what follows. */
    private int heldBack(byte[] bytes, int offset, int from, int end) throws IOException {
        byte[] name = Arrays.copyOf(Arrays.copyOfRange(bytes, from, end), LONGEST_NAME + 2);
        int known = end - from;
        while (known < name.length) {
            int next = pending.length > 0 ? take(name, known, 1) : in.read(name, known, 1);
            if (next <= 0 || name[known++] == ';') {
                break;
            }
        }
        String whole = new String(name, 1, Math.max(0, known - 2), StandardCharsets.ISO_8859_1);
        String character = known > 1 && name[known - 1] == ';' ? characters.get(whole) : null;
        byte[] instead = character == null
                ? Arrays.copyOf(name, known)
                : ("&#" + character.codePointAt(0) + ";").getBytes(StandardCharsets.US_ASCII);
        if (character == null) {
            // What is no name of ours is the parser's to refuse: it is given out as it is.
            int room = Math.min(instead.length, end - from);
            System.arraycopy(instead, 0, bytes, from, room);
            pend(Arrays.copyOfRange(instead, room, instead.length), bytes, end, end);
            inTag = isInTag(bytes, offset, end);
            return end - offset;
        }
        pend(instead, bytes, end, end);
        return given(bytes, offset, from);
    }

    private void pend(byte[] first, byte[] bytes, int from, int to) {
        byte[] next = new byte[first.length + (to - from) + pending.length];
        System.arraycopy(first, 0, next, 0, first.length);
        System.arraycopy(bytes, from, next, first.length, to - from);
        System.arraycopy(pending, 0, next, first.length + (to - from), pending.length);
        pending = next;
    }

    private int given(byte[] bytes, int offset, int end) throws IOException {
        inTag = isInTag(bytes, offset, end);
        return end > offset ? end - offset : read(bytes, offset, 1);
    }

    private boolean isInTag(byte[] bytes, int offset, int at) {
        for (int i = at - 1; i >= offset; i--) {
            if (bytes[i] == '<' || bytes[i] == '>') {
                return bytes[i] == '<';
            }
        }
        return inTag;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
