package org.citestream.benchmarks.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Lets connections through to a server, slowly if it is told to, until they are cut. */
final class FaultProxy implements AutoCloseable {

    private static final int WAITING = 200;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ServerSocket listening = new ServerSocket();
    private final int server;
    private volatile boolean cut;
    private volatile Duration delay = Duration.ZERO;

    FaultProxy(int port, int server) throws IOException {
        this.server = server;
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING);
        Thread.ofVirtual().start(this::accept);
    }

    /** Cuts all connections, and each that is made while this lasts. */
    void cut(boolean now) {
        cut = now;
        if (now) {
            sockets.forEach(FaultProxy::closeQuietly);
        }
    }

    /** Holds up all that is said from now on. */
    void delay(Duration each) {
        delay = each;
    }

    private void accept() {
        while (!listening.isClosed()) {
            Socket client = null;
            try {
                client = listening.accept();
                if (cut) {
                    client.close();
                    continue;
                }
                client.setTcpNoDelay(true);
                Socket inner = new Socket(InetAddress.getLoopbackAddress(), server);
                inner.setTcpNoDelay(true);
                Socket outer = client;
                sockets.add(outer);
                sockets.add(inner);
                Thread.ofVirtual().start(() -> pass(outer, inner));
                Thread.ofVirtual().start(() -> pass(inner, outer));
            } catch (IOException e) {
                // the server is away, which the client is to learn
                if (client != null) {
                    closeQuietly(client);
                }
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                Duration each = delay;
                if (!each.isZero()) {
                    TimeUnit.NANOSECONDS.sleep(each.toNanos());
                }
                if (cut) {
                    return;
                }
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException _) {
            // either end is gone, and so is the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException _) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        sockets.forEach(FaultProxy::closeQuietly);
    }
}
