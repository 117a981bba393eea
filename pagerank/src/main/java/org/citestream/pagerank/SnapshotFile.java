package org.citestream.pagerank;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A snapshot as a file, little-endian: eight bytes that name the format; damping, residual bound, and how many papers; their lists with dates,
 * their scores, their order, their teleport; what the caller attached; then the length of all this and its CRC-32C. Length and checksum are
 * verified before anything is read.
 */
final class SnapshotFile {

    private static final long FORMAT = 0x3130_4b4e_4152_5043L; // "CPRANK01"
    private static final int TRAILER = Long.BYTES + Integer.BYTES;
    private static final int BUFFER = 1 << 16;
    private static final int HAS_ORDER = 1;
    private static final int HAS_TELEPORT = 2;

    private SnapshotFile() {}

    /** Writes the papers of a snapshot. */
    private interface Papers {
        void to(Output out) throws IOException;
    }

    static void write(Path file, Epoch epoch, SnapshotAttachment attachment) throws IOException {
        write(file, out -> writeGraph(epoch, out), attachment);
    }

    static void write(Path file, SolvedGraph graph, SnapshotAttachment attachment) throws IOException {
        write(file, out -> writeGraph(graph, out), attachment);
    }

    private static void write(Path file, Papers papers, SnapshotAttachment attachment) throws IOException {
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                Output out = new Output(channel);
                papers.to(out);
                DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out.stream(), BUFFER));
                attachment.writeTo(data);
                data.flush();
                out.end();
                channel.force(true);
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
        try (FileChannel directory = FileChannel.open(target.getParent())) {
            // So that the name, too, survives a loss of power.
            directory.force(true);
        }
    }

    private static void writeGraph(Epoch epoch, Output out) throws IOException {
        CitationLists lists = epoch.lists();
        PushOrder.Frozen order = epoch.order();
        IntChunks.Frozen paperAt = order.paperAt();
        writeHead(epoch.damping(), epoch.residualBound(), epoch.nodes(), out);
        out.putInt((paperAt == null ? 0 : HAS_ORDER) | (epoch.hasTeleport() ? HAS_TELEPORT : 0));
        out.putInt(order.misplaced());
        out.putInt(order.newest());
        for (int paper = 0; paper < epoch.nodes(); paper++) {
            long entry = lists.entry(paper);
            int listed = lists.listed(entry);
            out.putInt(order.publicationOrder().get(paper));
            out.putInt(ListEntry.counting(entry) << 1 | (ListEntry.isRemoved(entry) ? 1 : 0));
            out.putInt(listed);
            if (listed > 0) {
                out.putInts(lists.list(entry), ListEntry.offset(entry), listed);
            }
            out.putDouble(epoch.scoreOf(paper));
        }
        for (int at = 0; paperAt != null && at < epoch.nodes(); at++) {
            out.putInt(paperAt.get(at));
        }
        for (int paper = 0; epoch.hasTeleport() && paper < epoch.nodes(); paper++) {
            out.putDouble(epoch.teleportOf(paper));
        }
    }

    private static void writeGraph(SolvedGraph graph, Output out) throws IOException {
        writeHead(graph.damping(), graph.residualBound(), graph.nodes(), out);
        out.putInt(0);
        out.putInt(0);
        out.putInt(graph.newest());
        int before = Integer.MIN_VALUE;
        for (int node = 0; node < graph.nodes(); node++) {
            if (!graph.papers().hasNext()) {
                throw new IllegalArgumentException("there are %d papers, not %d".formatted(node, graph.nodes()));
            }
            SolvedGraph.Paper paper = graph.require(graph.papers().next(), node, before);
            before = paper.publicationOrder();
            out.putInt(paper.publicationOrder());
            out.putInt(paper.cited().length << 1 | (paper.removed() ? 1 : 0));
            out.putInt(paper.cited().length + paper.resting().length);
            out.putInts(paper.cited(), 0, paper.cited().length);
            out.putInts(paper.resting(), 0, paper.resting().length);
            out.putDouble(paper.score());
        }
        if (graph.papers().hasNext()) {
            throw new IllegalArgumentException("there are more than %d papers".formatted(graph.nodes()));
        }
    }

    private static void writeHead(double damping, double residualBound, int nodes, Output out) throws IOException {
        out.putLong(FORMAT);
        out.putDouble(damping);
        out.putDouble(residualBound);
        out.putInt(nodes);
    }

    static IncrementalPageRank read(Path file, SnapshotAttachment.Reader attachment) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long length = verify(file, channel);
            channel.position(0);
            Input in = new Input(channel, length);
            in.getLong();
            IncrementalPageRank pageRank = new IncrementalPageRank(in.getDouble(), in.getDouble());
            pageRank.restore((graph, teleport, pushes) -> readGraph(in, graph, teleport, pushes));
            attachment.readFrom(new DataInputStream(in.stream()));
            return pageRank;
        }
    }

    private static void readGraph(Input in, CitationGraph graph, Teleport teleport, Pushes pushes) throws IOException {
        int nodes = in.getInt();
        int flags = in.getInt();
        int misplaced = in.getInt();
        int newest = in.getInt();
        int[] list = new int[1024];
        for (int paper = 0; paper < nodes; paper++) {
            int publicationOrder = in.getInt();
            int counting = in.getInt();
            int listed = in.getInt();
            list = listed > list.length ? new int[listed] : list;
            in.getInts(list, listed);
            graph.restore(publicationOrder, (counting & 1) != 0, counting >>> 1, list, listed);
            teleport.append();
            pushes.restore(paper, in.getDouble());
        }
        IntChunks paperAt = new IntChunks();
        for (int at = 0; (flags & HAS_ORDER) != 0 && at < nodes; at++) {
            paperAt.append(in.getInt());
        }
        graph.order().restore((flags & HAS_ORDER) != 0 ? paperAt : null, misplaced, newest);
        for (int paper = 0; (flags & HAS_TELEPORT) != 0 && paper < nodes; paper++) {
            teleport.set(paper, in.getDouble());
        }
    }

    /** Returns the length of what comes before the trailer, which names it and its checksum. */
    private static long verify(Path file, FileChannel channel) throws IOException {
        long length = channel.size() - TRAILER;
        if (length < Long.BYTES) {
            throw new SnapshotException(file, "is truncated: it has %d bytes".formatted(channel.size()));
        }
        CRC32C checksum = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        boolean first = true;
        for (long read = 0; read < length; read += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - read));
            fill(channel, buffer);
            if (first && buffer.getLong(0) != FORMAT) {
                throw new SnapshotException(file, "is not one of format CPRANK01");
            }
            first = false;
            checksum.update(buffer);
        }
        buffer.clear().limit(TRAILER);
        fill(channel, buffer);
        if (buffer.getLong(0) != length) {
            throw new SnapshotException(
                    file,
                    "is truncated, or damaged at its end: it has %d bytes, which its last do not tell"
                            .formatted(channel.size()));
        }
        if (buffer.getInt(Long.BYTES) != (int) checksum.getValue()) {
            throw new SnapshotException(file, "is damaged: its checksum is not that of its content");
        }
        return length;
    }

    private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        buffer.flip();
    }

    /** Writes numbers through a buffer, with the checksum of all of them. */
    private static final class Output {

        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
        private final CRC32C checksum = new CRC32C();
        private long length;

        Output(FileChannel channel) {
            this.channel = channel;
        }

        void putInt(int value) throws IOException {
            room(Integer.BYTES).putInt(value);
        }

        void putLong(long value) throws IOException {
            room(Long.BYTES).putLong(value);
        }

        void putDouble(double value) throws IOException {
            room(Double.BYTES).putDouble(value);
        }

        void putInts(int[] values, int from, int count) throws IOException {
            for (int i = from; i < from + count; i++) {
                room(Integer.BYTES).putInt(values[i]);
            }
        }

        java.io.OutputStream stream() {
            return new java.io.OutputStream() {
                @Override
                public void write(int value) throws IOException {
                    room(1).put((byte) value);
                }

                @Override
                public void write(byte[] bytes, int from, int count) throws IOException {
                    for (int done = 0; done < count; ) {
                        int now = Math.min(count - done, room(1).remaining());
                        buffer.put(bytes, from + done, now);
                        done += now;
                    }
                }
            };
        }

        void end() throws IOException {
            drain();
            buffer.putLong(length).putInt((int) checksum.getValue());
            drain();
        }

        private ByteBuffer room(int bytes) throws IOException {
            if (buffer.remaining() < bytes) {
                drain();
            }
            return buffer;
        }

        private void drain() throws IOException {
            buffer.flip();
            length += buffer.remaining();
            checksum.update(buffer.duplicate());
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }
    }

    /** Reads what {@link Output} wrote, up to the trailer. */
    private static final class Input {

        private final FileChannel channel;
        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);
        private long unread;

        Input(FileChannel channel, long length) {
            this.channel = channel;
            this.unread = length;
        }

        int getInt() throws IOException {
            return require(Integer.BYTES).getInt();
        }

        long getLong() throws IOException {
            return require(Long.BYTES).getLong();
        }

        double getDouble() throws IOException {
            return require(Double.BYTES).getDouble();
        }

        void getInts(int[] values, int count) throws IOException {
            for (int i = 0; i < count; i++) {
                values[i] = require(Integer.BYTES).getInt();
            }
        }

        InputStream stream() {
            return new InputStream() {
                @Override
                public int read() throws IOException {
                    return has(1) ? buffer.get() & 0xFF : -1;
                }

                @Override
                public int read(byte[] bytes, int from, int count) throws IOException {
                    if (count > 0 && !has(1)) {
                        return -1;
                    }
                    int now = Math.min(count, buffer.remaining());
                    buffer.get(bytes, from, now);
                    return now;
                }
            };
        }

        private ByteBuffer require(int bytes) throws IOException {
            if (!has(bytes)) {
                throw new IOException("the snapshot ends within a number");
            }
            return buffer;
        }

        private boolean has(int bytes) throws IOException {
            if (buffer.remaining() >= bytes) {
                return true;
            }
            buffer.compact();
            buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + unread));
            int before = buffer.position();
            int end = buffer.limit();
            fill(channel, buffer);
            unread -= end - before;
            return buffer.remaining() >= bytes;
        }
    }
}
