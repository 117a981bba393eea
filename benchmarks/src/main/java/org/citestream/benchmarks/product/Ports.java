package org.citestream.benchmarks.product;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports below those that the system gives to connections, so that none takes the port of a process that is away for a moment. None is given
 * twice, since nobody listens at it yet.
 */
public final class Ports {

    private static final int FIRST = 20_000;
    private static final int LAST = 31_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    public static int free() throws IOException {
        for (int attempt = 0; attempt < LAST - FIRST; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(port)) {
                    return port;
                }
            } catch (IOException taken) {
                // another one then
            }
        }
        throw new IOException("No port is free from " + FIRST + " to " + LAST);
    }
}
