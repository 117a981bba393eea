package org.citestream.benchmarks.gateway;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.benchmarks.product.Ports;
import org.citestream.benchmarks.product.StartedProcess;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** The gateway's views against nginx, where it is installed, which serves the bytes of one of usual length from a file; asked alike, one after the other. */
public final class NginxMeasurement implements Measurement {

    private static final int PAPERS = 5_000;
    private static final int SECONDS = 6;
    private static final int WARM_UP = 4;
    private static final int TURNS = 3;

    private final HttpLoad http = new HttpLoad();

    @Override
    public String name() {
        return "nginx";
    }

    @Override
    public String measures() {
        return "views against nginx serving the same bytes, where it is installed";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws Exception {
        Optional<Path> nginx = installed();
        if (nginx.isEmpty()) {
            return List.of(Row.skipped("nginx", "it is not installed"));
        }
        Path work = Files.createTempDirectory("citestream-nginx");
        try (EmbeddedBroker broker = EmbeddedBroker.start(work.resolve("kafka"));
                EmbeddedStore store = EmbeddedStore.inMemory();
                ConfigurableApplicationContext gateway = MeasuredGateway.start(broker, store)) {
            new GeneratedViews(PAPERS, new Random(1)).publish(gateway);
            String address = MeasuredGateway.address(gateway);
            MeasuredGateway.awaitViewable(http, address, PAPERS);
            MeasuredGateway.awaitNeighbours(gateway, PAPERS);
            byte[] view = MeasuredGateway.usualView(http, address, PAPERS);
            int port = Ports.free();
            try (StartedProcess _ = start(nginx.get(), work, view, port)) {
                String served = "http://127.0.0.1:" + port + "/view";
                await(served, view);
                http.load(i -> address + "/api/v1/papers/" + (1 + i % PAPERS), WARM_UP, 0);
                http.load(_ -> served, 1, 0);
                double own = 0;
                double peer = 0;
                for (int turn = 0; turn < TURNS; turn++) {
                    own = Math.max(
                            own,
                            http.load(i -> address + "/api/v1/papers/" + (1 + i * 7919L % PAPERS), SECONDS, 0)
                                    .perSecond());
                    peer = Math.max(peer, http.load(_ -> served, SECONDS, 0).perSecond());
                }
                return List.of(Row.of("nginx: views, to nginx serving the same bytes", own, "req/s", peer));
            }
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private static Optional<Path> installed() {
        String places = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(places.split(File.pathSeparator))
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static StartedProcess start(Path nginx, Path work, byte[] view, int port) throws IOException {
        Path root = Files.createDirectories(work.resolve("root"));
        Files.write(root.resolve("view"), view);
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        Path configuration = Files.writeString(
                work.resolve("nginx.conf"), """
                %s
                daemon off;
                worker_processes auto;
                pid %s/nginx.pid;
                error_log stderr crit;
                events {}
                http {
                    access_log off;
                    sendfile on;
                    keepalive_requests 100000000;
                    default_type application/json;
                    client_body_temp_path %s/body;
                    proxy_temp_path %s/proxy;
                    fastcgi_temp_path %s/fastcgi;
                    uwsgi_temp_path %s/uwsgi;
                    scgi_temp_path %s/scgi;
                    server { listen 127.0.0.1:%d; root %s; }
                }
                """.formatted(user, work, work, work, work, work, work, port, root));
        return StartedProcess.start(
                List.of(nginx.toString(), "-e", "stderr", "-c", configuration.toString()),
                Map.of(),
                work.resolve("nginx.log"));
    }

    private void await(String address, byte[] expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                if (Arrays.equals(http.get(address), expected)) {
                    return;
                }
                throw new IllegalStateException("nginx serves something else");
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }
}
