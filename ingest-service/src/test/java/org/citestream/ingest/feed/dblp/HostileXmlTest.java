package org.citestream.ingest.feed.dblp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.citestream.ingest.feed.Readers;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.submission.BrokenOffException;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileXmlTest {

    private static final String RECORD = "<dblp><article"
            + " key='journals/pvldb/A'><author>A</author><title>%s</title><year>1999</year></article></dblp>";

    private final List<Reading> readings = new ArrayList<>();

    @Test
    @DisplayName("an entity bomb is refused by the name of its first entity, before anything expands")
    void entityBomb() {
        StringBuilder declarations = new StringBuilder("<!ENTITY lol0 \"lol\">");
        for (int i = 1; i < 10; i++) {
            declarations
                    .append("<!ENTITY lol")
                    .append(i)
                    .append(" \"")
                    .append(("&lol" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        assertRefused(
                "<!DOCTYPE dblp [" + declarations + "]>" + RECORD.formatted("&lol9;"),
                "declares the entity lol0 itself");
        assertRefused(
                "<!DOCTYPE dblp SYSTEM \"dblp.dtd\" [" + declarations + "]>" + RECORD.formatted("&lol9;"),
                "declares the entity lol0 itself");
    }

    @Test
    @DisplayName("an external entity is refused by name, and its file is not read")
    void localFile(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "TOP-SECRET");
        assertRefused(
                "<!DOCTYPE dblp [<!ENTITY xxe SYSTEM \"" + secret.toUri() + "\">]>" + RECORD.formatted("&xxe;"),
                "declares the entity xxe itself");
        assertRefused(
                "<!DOCTYPE dblp [<!ENTITY % p SYSTEM \"" + secret.toUri() + "\"> %p;]>" + RECORD.formatted("x"),
                "external entity \"p\"");
        assertRefused(
                "<!DOCTYPE dblp SYSTEM \"file:///etc/passwd\">" + RECORD.formatted("x"),
                "the document type file:///etc/passwd is refused");
    }

    @Test
    @DisplayName("no address is connected to, neither for a document type nor for an entity")
    void network() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + server.getLocalPort() + "/";
            assertRefused("<!DOCTYPE dblp SYSTEM \"" + address + "evil.dtd\">" + RECORD.formatted("x"), "is refused");
            assertRefused(
                    "<!DOCTYPE dblp PUBLIC \"-//X//EN\" \"" + address + "evil.dtd\">" + RECORD.formatted("x"),
                    "is refused");
            assertRefused(
                    "<!DOCTYPE dblp [<!ENTITY xxe SYSTEM \"" + address + "\">]>" + RECORD.formatted("&xxe;"), "xxe");
            assertRefused(
                    "<!DOCTYPE dblp [<!ENTITY % p SYSTEM \"" + address + "\"> %p;]>" + RECORD.formatted("x"),
                    "external entity \"p\"");
            read("<!DOCTYPE dblp SYSTEM \"" + address + "dblp.dtd\">" + RECORD.formatted("&Uuml;."));
            assertThat(readings).hasSize(1);
            server.setSoTimeout((int) Duration.ofMillis(50).toMillis());
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    @DisplayName("a document without a type is read, and one whose type declares nothing")
    void harmless() throws IOException {
        read(RECORD.formatted("x"));
        read("<!DOCTYPE dblp []>" + RECORD.formatted("x"));
        assertThat(readings).hasSize(2);
    }

    private void assertRefused(String xml, String reason) {
        assertThatThrownBy(() -> read(xml))
                .isInstanceOf(BrokenOffException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("TOP-SECRET");
        assertThat(readings).isEmpty();
    }

    private void read(String xml) throws IOException {
        new DblpReader(InstantSource.system(), VenueRules.bundled())
                .read(
                        new ByteArrayInputStream(xml.getBytes(StandardCharsets.US_ASCII)),
                        "test",
                        Readers.kept(readings));
    }
}
