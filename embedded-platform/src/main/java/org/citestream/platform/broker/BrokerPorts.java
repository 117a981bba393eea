package org.citestream.platform.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The two ports of a broker that is also its own controller, remembered in its directory so that a restart is found
 * where it was.
 */
record BrokerPorts(int clients, int controller) {

    private static final String CLIENTS = "clients";
    private static final String CONTROLLER = "controller";

    static BrokerPorts choose(Path file, int wanted) throws IOException {
        BrokerPorts remembered = read(file);
        int clients = wanted != 0 ? wanted : free(remembered.clients, 0);
        BrokerPorts chosen = new BrokerPorts(clients, free(remembered.controller, clients));
        if (!chosen.equals(remembered)) {
            chosen.write(file);
        }
        return chosen;
    }

    private static BrokerPorts read(Path file) throws IOException {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return new BrokerPorts(number(properties, CLIENTS), number(properties, CONTROLLER));
    }

    private static int number(Properties properties, String key) {
        String text = properties.getProperty(key, "0");
        return text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    }

    private void write(Path file) throws IOException {
        Properties properties = new Properties();
        properties.setProperty(CLIENTS, Integer.toString(clients));
        properties.setProperty(CONTROLLER, Integer.toString(controller));
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "The ports of this broker, kept for its next start");
        }
    }

    private static int free(int remembered, int taken) throws IOException {
        if (remembered != 0 && remembered != taken && isFree(remembered)) {
            return remembered;
        }
        int port;
        do {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        } while (port == taken);
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
