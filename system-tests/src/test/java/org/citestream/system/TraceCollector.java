package org.citestream.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Takes spans by OTLP over HTTP, as a collector does. */
final class TraceCollector implements AutoCloseable {

    /**
     * A span as it was received.
     *
     * @param service who made it
     * @param name what was done
     * @param trace in hexadecimal digits
     * @param id in hexadecimal digits
     * @param parent in hexadecimal digits, or empty
     * @param tags its attributes that are texts
     */
    record Received(String service, String name, String trace, String id, String parent, Map<String, String> tags) {}

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    static TraceCollector start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TraceCollector collector = new TraceCollector(server);
        server.createContext("/v1/traces", collector::take);
        server.start();
        return collector;
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces";
    }

    List<Received> spans() {
        return List.copyOf(spans);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            ExportTraceServiceRequest export = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            export.getResourceSpansList().forEach(ofService -> {
                String service =
                        tags(ofService.getResource().getAttributesList()).get("service.name");
                ofService.getScopeSpansList().stream()
                        .flatMap(scope -> scope.getSpansList().stream())
                        .map(span -> new Received(
                                service,
                                span.getName(),
                                HexFormat.of().formatHex(span.getTraceId().toByteArray()),
                                HexFormat.of().formatHex(span.getSpanId().toByteArray()),
                                HexFormat.of().formatHex(span.getParentSpanId().toByteArray()),
                                tags(span.getAttributesList())))
                        .forEach(spans::add);
            });
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static Map<String, String> tags(List<KeyValue> attributes) {
        return attributes.stream()
                .filter(each -> each.getValue().hasStringValue())
                .collect(Collectors.toMap(
                        KeyValue::getKey, each -> each.getValue().getStringValue(), (first, _) -> first));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
