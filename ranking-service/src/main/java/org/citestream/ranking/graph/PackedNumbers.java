package org.citestream.ranking.graph;

import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Numbers one after another in bytes: seven bits a byte for those that are mostly small, four bytes for ids. */
final class PackedNumbers {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST = 10;

    private byte[] bytes;
    private int at;

    /** Reads these, or writes over them. */
    PackedNumbers(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean hasMore() {
        return at < bytes.length;
    }

    int length() {
        return at;
    }

    void put(long value) {
        room();
        long left = value;
        while ((left & ~0x7FL) != 0) {
            bytes[at++] = (byte) (left & 0x7F | 0x80);
            left >>>= 7;
        }
        bytes[at++] = (byte) left;
    }

    void putInt(int value) {
        room();
        INT.set(bytes, at, value);
        at += Integer.BYTES;
    }

    long next() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = bytes[at++];
            value |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    int nextInt() {
        int value = (int) INT.get(bytes, at);
        at += Integer.BYTES;
        return value;
    }

    void skipInts(int count) {
        at += count * Integer.BYTES;
    }

    void drainTo(DataOutput out) throws IOException {
        out.write(bytes, 0, at);
        at = 0;
    }

    private void room() {
        if (bytes.length - at < LONGEST) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
    }
}
