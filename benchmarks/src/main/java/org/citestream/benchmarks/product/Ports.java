package org.citestream.benchmarks.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports below those that the system gives to connections, so that none takes the port of a process that is away for a moment. */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 31_000;

    private Ports() {}

    public static int free() throws IOException {
        for (int attempt = 0; attempt < LAST - FIRST; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one then
            }
        }
        throw new IOException("No port is free from " + FIRST + " to " + LAST);
    }
}
