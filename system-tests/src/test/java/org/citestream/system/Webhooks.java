package org.citestream.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A receiver of webhooks that verifies what it is sent as {@code docs/api.md} tells receivers to. */
final class Webhooks implements AutoCloseable {

    static final String SECRET = "a secret of some length";
    static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Pattern SIGNATURE = Pattern.compile("t=([0-9]{1,12}),sha256=([0-9a-f]{64})");

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final List<String> titles = new CopyOnWriteArrayList<>();
    private final List<String> unsigned = new CopyOnWriteArrayList<>();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();

    /** A request as it came. */
    record Delivery(String signature, String body) {

        Instant signed() {
            return Instant.ofEpochSecond(Long.parseLong(signature.substring(2, signature.indexOf(','))));
        }

        String hmac() {
            return signature.substring(signature.indexOf('=', 2) + 1);
        }
    }

    /**
     * @param key of an operator
     */
    Webhooks(Api api, String key) throws IOException {
        server.createContext("/", this::receive);
        server.start();
        int status = api.send(HttpRequest.newBuilder(api.uri("/api/v1/webhooks"))
                        .header("X-API-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"url\":\"http://127.0.0.1:%d/\",\"secret\":\"%s\",\"kinds\":\"paper\"}"
                                        .formatted(server.getAddress().getPort(), SECRET))))
                .statusCode();
        if (status != 201) {
            throw new IllegalStateException("The webhook is refused: " + status);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String signature = exchange.getRequestHeaders().getFirst("Citestream-Signature");
        if (verified(SECRET, signature, body, Instant.now())) {
            deliveries.add(new Delivery(signature, body));
            for (JsonNode event : JsonMapper.shared().readTree(body).path("events")) {
                titles.add(event.path("title").asString(""));
            }
        } else {
            unsigned.add(body);
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    /** Whether a request comes from who has the secret, and was signed within the last minutes. */
    static boolean verified(String secret, String header, String body, Instant now) {
        Matcher parts = SIGNATURE.matcher(header == null ? "" : header);
        if (!parts.matches()) {
            return false;
        }
        Instant signed = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        if (Duration.between(signed, now).abs().compareTo(OLDEST) > 0) {
            return false;
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] expected = mac.doFinal((parts.group(1) + "." + body).getBytes(StandardCharsets.UTF_8));
            // In a time that does not tell how much of it was right.
            return MessageDigest.isEqual(expected, HexFormat.of().parseHex(parts.group(2)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> titles() {
        return List.copyOf(titles);
    }

    /** Requests that were signed. */
    List<Delivery> deliveries() {
        return List.copyOf(deliveries);
    }

    List<String> unsigned() {
        return List.copyOf(unsigned);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
