package org.citestream.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.citestream.platform.broker.BrokerOptions;

/**
 * A key with its certificate for this machine, made by keytool, and a store of those whom clients trust: that one alone.
 *
 * @param keyStore PKCS#12, for servers
 * @param trustStore PKCS#12, for clients
 */
record Certificates(Path keyStore, Path trustStore) {

    static final String PASSWORD = "changed-for-this-test";

    static Certificates in(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path keys = directory.resolve("keys.p12");
        Path certificate = directory.resolve("certificate.pem");
        Path trusted = directory.resolve("trusted.p12");
        keytool(
                "-genkeypair -alias server -keyalg EC -groupname secp256r1 -validity 30 -dname CN=localhost"
                        + " -ext san=dns:localhost,ip:127.0.0.1",
                keys);
        keytool("-exportcert -alias server -rfc -file " + certificate, keys);
        keytool("-importcert -noprompt -alias server -file " + certificate, trusted);
        return new Certificates(keys, trusted);
    }

    private static void keytool(String what, Path store) throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String command = "%s %s -storetype PKCS12 -keystore %s -storepass %s".formatted(keytool, what, store, PASSWORD);
        Tools.run(command.split(" "));
    }

    BrokerOptions.Tls ofBroker() {
        return new BrokerOptions.Tls(keyStore, trustStore, PASSWORD);
    }

    /** Listens on any port of 127.0.0.1 for clients that speak TLS. */
    ServerSocket listen() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
