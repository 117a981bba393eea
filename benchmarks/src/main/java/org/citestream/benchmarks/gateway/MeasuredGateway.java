package org.citestream.benchmarks.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.citestream.gateway.QueryGatewayApplication;
import org.citestream.gateway.index.NeighbourIndex;
import org.citestream.platform.broker.EmbeddedBroker;
import org.citestream.platform.store.EmbeddedStore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway in this process, over a broker and a store in this process. */
final class MeasuredGateway {

    private static final int SEVERAL = 100;

    private MeasuredGateway() {}

    static ConfigurableApplicationContext start(EmbeddedBroker broker, EmbeddedStore store, Class<?>... more) {
        return start(broker.bootstrapServers(), store.connectionString(), 0, more);
    }

    static ConfigurableApplicationContext start(String broker, String store, int port, Class<?>... more) {
        return new SpringApplicationBuilder(QueryGatewayApplication.class)
                .sources(more)
                .properties("spring.config.name=query-gateway")
                .run(
                        "--server.port=" + port,
                        "--server.shutdown=immediate",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=warn",
                        "--citestream.rate-limit.per-minute=0",
                        "--citestream.embeddings.enabled=false",
                        "--spring.kafka.bootstrap-servers=" + broker,
                        "--spring.mongodb.uri=" + store + "/gateway");
    }

    static String address(ConfigurableApplicationContext gateway) {
        return "http://127.0.0.1:" + gateway.getEnvironment().getRequiredProperty("local.server.port");
    }

    /** The view of a paper which is as long as most: of some, the one of median length. */
    static byte[] usualView(HttpLoad http, String address, int papers) throws Exception {
        List<byte[]> views = new ArrayList<>();
        for (int id = 1; id <= papers; id += Math.max(1, papers / SEVERAL)) {
            views.add(http.get(address + "/api/v1/papers/" + id));
        }
        views.sort(Comparator.comparingInt(each -> each.length));
        return views.get(views.size() / 2);
    }

    /** Returns when it is known of so many papers what is like them, which is found once they are there. */
    static void awaitNeighbours(ConfigurableApplicationContext gateway, int papers) throws InterruptedException {
        NeighbourIndex neighbours = gateway.getBean(NeighbourIndex.class);
        while (neighbours.found() < papers) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Returns when all papers can be seen and compared. */
    static void awaitViewable(HttpLoad http, String address, int papers) throws Exception {
        while (true) {
            String stats = new String(http.get(address + "/api/v1/stats"), StandardCharsets.UTF_8);
            if (stats.contains("\"viewable\":" + papers + ",") && stats.contains("\"embedded\":" + papers + ",")) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
