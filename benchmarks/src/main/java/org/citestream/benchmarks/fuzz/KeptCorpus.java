package org.citestream.benchmarks.fuzz;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The inputs that a fuzzer has found worth keeping, thousands of small ones, in one file: gzip of their number, and for each its length
 * and its bytes.
 */
final class KeptCorpus {

    private KeptCorpus() {}

    /** Writes all files of a directory into one, in the order of their names. */
    static void pack(Path directory, Path file) throws IOException {
        List<Path> inputs;
        try (Stream<Path> files = Files.list(directory)) {
            inputs = files.filter(Files::isRegularFile).sorted().toList();
        }
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file))))) {
            out.writeInt(inputs.size());
            for (Path each : inputs) {
                byte[] bytes = Files.readAllBytes(each);
                out.writeInt(bytes.length);
                out.write(bytes);
            }
        }
    }

    /** Writes each input into a file of its own, under the name that the fuzzer gives it: its SHA-1. */
    static void unpack(Path file, Path directory) throws IOException {
        for (byte[] bytes : inputs(file)) {
            Path input = directory.resolve(sha1(bytes));
            if (!Files.exists(input)) {
                Files.write(input, bytes);
            }
        }
    }

    /** The inputs, in the order in which they were packed. */
    static List<byte[]> inputs(Path file) throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(new GZIPInputStream(Files.newInputStream(file))))) {
            for (int left = in.readInt(); left > 0; left--) {
                inputs.add(in.readNBytes(in.readInt()));
            }
        }
        return inputs;
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
