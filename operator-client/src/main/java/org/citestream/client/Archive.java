package org.citestream.client;

import com.mongodb.MongoNamespace;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.bson.RawBsonDocument;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A directory that holds everything: a compressed file for each topic and each collection, and {@code manifest.json}, written last, with what
 * is in them and their SHA-256. A collection's file is BSON documents one after the other, as {@code mongorestore} reads them.
 */
final class Archive {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FORMAT = 1;
    private static final int LEAST_BSON = 5;
    private static final int MOST_BSON = 48 * 1024 * 1024;

    private final Path directory;

    Archive(Path directory) {
        this.directory = directory;
    }

    /** A topic in the archive. */
    record ExportedTopic(long records, Broker.Form form, String sha256) {}

    /** A collection in the archive. */
    record ExportedCollection(long documents, String sha256) {}

    /**
     * What is in the archive.
     *
     * @param format of the files
     * @param at when it was written
     * @param topics by name
     * @param collections by database and name with a dot between
     */
    record Manifest(
            int format,
            String at,
            SortedMap<String, ExportedTopic> topics,
            SortedMap<String, ExportedCollection> collections) {

        static Manifest empty(String at) {
            return new Manifest(FORMAT, at, new TreeMap<>(), new TreeMap<>());
        }
    }

    /** Makes the directory, which must not hold anything. */
    void create() throws IOException {
        Files.createDirectories(directory);
        try (var there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new RefusedException(directory + " is not empty.");
            }
        }
    }

    Path topic(String name) {
        return directory.resolve("topic-" + name + ".gz");
    }

    Path collection(String name) {
        return directory.resolve("collection-" + name + ".bson.gz");
    }

    /** Writes a collection and tells how many documents it has. */
    long write(MongoNamespace collection, Iterable<RawBsonDocument> documents) throws IOException {
        long count = 0;
        try (OutputStream out = new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(collection(collection.getFullName()))))) {
            for (RawBsonDocument each : documents) {
                ByteBuffer bytes = each.getByteBuffer().asNIO();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                out.write(copy);
                count++;
            }
        }
        return count;
    }

    void write(Manifest manifest) throws IOException {
        Files.writeString(
                directory.resolve("manifest.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest));
    }

    /** Reads what is there, and holds every file to its hash. */
    Manifest read() throws IOException {
        Path file = directory.resolve("manifest.json");
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(directory + " is no whole export: it has no manifest.json.");
        }
        Manifest manifest;
        try {
            manifest = JSON.readValue(Files.readString(file), Manifest.class);
        } catch (JacksonException e) {
            throw new RefusedException(file + " cannot be read: " + e.getOriginalMessage());
        }
        if (manifest.format() != FORMAT) {
            throw new RefusedException(
                    file + " is of format " + manifest.format() + ", and this reads " + FORMAT + ".");
        }
        for (var each : manifest.topics().entrySet()) {
            require(topic(each.getKey()), each.getValue().sha256());
        }
        for (var each : manifest.collections().entrySet()) {
            require(collection(each.getKey()), each.getValue().sha256());
        }
        return manifest;
    }

    private static void require(Path file, String sha256) throws IOException {
        if (!Files.isRegularFile(file) || !sha256(file).equals(sha256)) {
            throw new RefusedException(file + " is missing, or not as it was written.");
        }
    }

    static String sha256(Path file) throws IOException {
        try (DigestInputStream in =
                new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** The documents of a collection, read as they are asked for. */
    Documents documents(String collection) throws IOException {
        return new Documents(collection(collection));
    }

    /** Documents in a file. */
    static final class Documents implements Iterator<RawBsonDocument>, AutoCloseable {

        private final DataInputStream in;
        private @Nullable RawBsonDocument next;

        private Documents(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))));
            next = read();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public RawBsonDocument next() {
            RawBsonDocument given = next;
            if (given == null) {
                throw new NoSuchElementException();
            }
            try {
                next = read();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return given;
        }

        private @Nullable RawBsonDocument read() throws IOException {
            byte[] length = in.readNBytes(Integer.BYTES);
            if (length.length == 0) {
                return null;
            }
            if (length.length < Integer.BYTES) {
                throw new EOFException("the file ends within a document");
            }
            int bytes = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (bytes < LEAST_BSON || bytes > MOST_BSON) {
                throw new IOException("a document of " + bytes + " bytes");
            }
            byte[] all = new byte[bytes];
            System.arraycopy(length, 0, all, 0, Integer.BYTES);
            in.readFully(all, Integer.BYTES, bytes - Integer.BYTES);
            return new RawBsonDocument(all);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
