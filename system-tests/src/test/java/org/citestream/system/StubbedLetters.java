package org.citestream.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** Stands before an ingest service and passes everything on to it, but tells of dead letters that there are not. */
final class StubbedLetters implements AutoCloseable {

    private static final String LETTERS = """
            {"total":2,"letters":[
            {"topic":"papers","partition":1,"offset":17,"key":"9","stage":"projectPapers","reason":"refused",
            "why":"The paper has no title, and what has none cannot be shown in any list","at":"2026-02-09T10:00:00Z","superseded":true,
            "content":"{\\"id\\":9,\\"version\\":4,\\"status\\":\\"live\\",\\"keys\\":[\\"dblp:conf/vldb/Omiecinski91\\"]}"},
            {"topic":"ranks","partition":0,"offset":3,"key":null,"stage":"indexRanks","reason":"unreadable","why":"not JSON",
            "at":"2026-02-09T09:00:00Z","superseded":false,"content":"a record that nobody could read %s"}]}""".formatted("x".repeat(3_000));

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile String service = "";

    private StubbedLetters(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    static StubbedLetters start() throws IOException {
        return new StubbedLetters(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Names the service that it stands before. */
    void standBefore(String address) {
        service = address;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(service + path))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.noBody());
        String key = exchange.getRequestHeaders().getFirst("X-API-Key");
        if (key != null) {
            request.header("X-API-Key", key);
        }
        HttpResponse<String> told;
        try {
            told = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        boolean letters = exchange.getRequestMethod().equals("GET") && path.startsWith("/api/v1/dead-letters");
        byte[] body = (letters && told.statusCode() == 200 ? LETTERS : told.body()).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(told.statusCode(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
