package org.citestream.platform.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Documents as MVStore keeps them: a length and the BSON, which costs a page no more than a copy. */
final class BsonType extends BasicDataType<byte[]> {

    static final BsonType INSTANCE = new BsonType();

    private static final int OBJECT_HEADER = 24;

    private BsonType() {}

    @Override
    public int getMemory(byte[] bson) {
        return OBJECT_HEADER + bson.length;
    }

    @Override
    public void write(WriteBuffer buffer, byte[] bson) {
        buffer.putVarInt(bson.length).put(bson);
    }

    @Override
    public byte[] read(ByteBuffer buffer) {
        byte[] bson = new byte[DataUtils.readVarInt(buffer)];
        buffer.get(bson);
        return bson;
    }

    @Override
    public byte[][] createStorage(int size) {
        return new byte[size][];
    }
}
