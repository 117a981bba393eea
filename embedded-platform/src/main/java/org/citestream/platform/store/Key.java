package org.citestream.platform.store;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The value of an {@code _id}, or of the fields of a unique index, as bytes: two keys have equal bytes exactly if
 * MongoDB takes their values for equal, so that 1, 1L and 1.0 are one key. Strings and numbers sort as they should,
 * which keeps neighbours in one page.
 */
final class Key implements Comparable<Key> {

    private static final byte NUMBER = 1;
    private static final byte STRING = 2;
    private static final byte OTHER = 3;

    private final byte[] bytes;

    Key(byte[] bytes) {
        this.bytes = bytes;
    }

    static Key of(@Nullable Object value) {
        return of(new KeyValue(Collections.singletonList(value)));
    }

    static Key of(KeyValue values) {
        KeyValue normalized = values.normalized();
        if (normalized.size() == 1) {
            Object value = normalized.get(0);
            if (value instanceof String string) {
                byte[] utf8 = string.getBytes(StandardCharsets.UTF_8);
                return new Key(ByteBuffer.allocate(1 + utf8.length)
                        .put(STRING)
                        .put(utf8)
                        .array());
            }
            if (value instanceof Double number) {
                return new Key(ByteBuffer.allocate(1 + Long.BYTES)
                        .put(NUMBER)
                        .putLong(sortable(number))
                        .array());
            }
        }
        Document document = new Document();
        for (Object value : normalized) {
            document.put(Integer.toString(document.size()), value);
        }
        byte[] bson = Bson.encode(document);
        return new Key(ByteBuffer.allocate(1 + bson.length).put(OTHER).put(bson).array());
    }

    /** A negative double sorts by its bits in reverse, a positive one by its bits, and all negative ones come first. */
    private static long sortable(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
