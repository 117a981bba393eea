package org.citestream.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class VisibleControlsTest {

    private static final String HOSTILE = "red \u001b[31m bell \u0007 back \r next \u009b2J";
    private static final String SHOWN = "red \\u001b[31m bell \\u0007 back \\u000d next \\u009b2J";

    @Test
    void controlsAreWrittenOutAndLinesAndTabsStay() {
        StringWriter written = new StringWriter();
        VisibleControls.in(new PrintWriter(written)).printf("%s\t%s%n", HOSTILE, "plain \u00e4");
        assertThat(written.toString()).isEqualTo(SHOWN + "\tplain \u00e4\n");
    }

    @Test
    void whatAServiceAnswersReachesTheTerminalSo() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = ("{\"detail\":\""
                        + HOSTILE.replace("\u001b", "\\u001b")
                                .replace("\u0007", "\\u0007")
                                .replace("\r", "\\r") + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        service.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
            exchange.sendResponseHeaders(409, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        try {
            StringWriter errors = new StringWriter();
            CommandLine command = OperatorClient.commandLine().setErr(new PrintWriter(errors));
            int code = command.execute(
                    "--url", "http://127.0.0.1:" + service.getAddress().getPort(), "status");
            assertThat(code).isEqualTo(1);
            assertThat(errors.toString()).contains(SHOWN).doesNotContain("\u001b", "\u0007", "\r", "\u009b");
        } finally {
            service.stop(0);
        }
    }
}
