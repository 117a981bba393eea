package org.citestream.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The records of a topic in a compressed file: of each its partition, time, key, value and headers, the lengths before the bytes and -1 for
 * none.
 */
final class TopicFile {

    private static final int NONE = -1;
    private static final int END = -1;

    private TopicFile() {}

    static final class Writer implements AutoCloseable {

        private final DataOutputStream out;

        Writer(Path file) throws IOException {
            out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))));
        }

        void add(ConsumerRecord<byte[], byte[]> record) throws IOException {
            out.writeInt(record.partition());
            out.writeLong(record.timestamp());
            write(record.key());
            write(record.value());
            Header[] headers = record.headers().toArray();
            out.writeInt(headers.length);
            for (Header header : headers) {
                write(header.key().getBytes(StandardCharsets.UTF_8));
                write(header.value());
            }
        }

        private void write(byte @Nullable [] bytes) throws IOException {
            out.writeInt(bytes == null ? NONE : bytes.length);
            if (bytes != null) {
                out.write(bytes);
            }
        }

        @Override
        public void close() throws IOException {
            out.writeInt(END);
            out.close();
        }
    }

    static final class Reader implements AutoCloseable {

        private final DataInputStream in;
        private final String topic;

        Reader(Path file, String topic) throws IOException {
            this.in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))));
            this.topic = topic;
        }

        /** The next record, or null after the last one. */
        @Nullable
        ProducerRecord<byte[], byte[]> next() throws IOException {
            int partition = in.readInt();
            if (partition == END) {
                return null;
            }
            long timestamp = in.readLong();
            byte[] key = read();
            byte[] value = read();
            RecordHeaders headers = new RecordHeaders();
            for (int left = in.readInt(); left > 0; left--) {
                byte[] name = read();
                if (name == null) {
                    throw new IOException("a header without a name");
                }
                headers.add(new String(name, StandardCharsets.UTF_8), read());
            }
            return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
        }

        private byte @Nullable [] read() throws IOException {
            int length = in.readInt();
            if (length == NONE) {
                return null;
            }
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException("the file ends within a record");
            }
            return bytes;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
