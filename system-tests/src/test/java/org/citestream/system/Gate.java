package org.citestream.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets connections through to a server, or holds all they say while it is shut. */
final class Gate implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket listening;
    private final int server;
    private boolean shut;

    Gate(int server) throws IOException {
        this(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    }

    /** Listens at a socket that the caller has made, such as one that speaks TLS. */
    Gate(int server, ServerSocket listening) {
        this.server = server;
        this.listening = listening;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    void shut(boolean now) {
        lock.lock();
        try {
            shut = now;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket inner = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(inner);
                Thread.ofVirtual().start(() -> pass(client, inner));
                Thread.ofVirtual().start(() -> pass(inner, client));
            } catch (IOException _) {
                // closed, or the server is away, which the client learns
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                awaitOpen();
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException _) {
            // either end is gone, and so is the other
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void awaitOpen() {
        lock.lock();
        try {
            while (shut) {
                opened.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        shut(false);
        listening.close();
        for (Socket each : sockets) {
            each.close();
        }
    }
}
