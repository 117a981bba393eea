package org.citestream.benchmarks.faults;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.citestream.benchmarks.product.Ports;

/** Broker, store and four services, each a process of its own, and what lies between them. */
public final class Cluster implements AutoCloseable {

    private static final int STORE_MEGABYTES = 128;
    private static final int BROKER_MEGABYTES = 384;
    private static final int HEAP_MEGABYTES = 256;
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final int BETWEEN_LOOKS_MILLIS = 100;

    /** Those whose lag is told by what they have committed. */
    private static final Map<Part, List<String>> READERS =
            Map.of(Part.INGEST, List.of("identify", "assemble"), Part.SUMMARY, List.of("papers"));

    private final Path directory;
    private final Launcher launcher;
    private final SmallDisk brokerDisk;
    private final SmallDisk storeDisk;
    private final StubModel model = new StubModel();
    private final Map<Part, NodeProcess> nodes = new EnumMap<>(Part.class);
    private final Map<Link, FaultProxy> links = new EnumMap<>(Link.class);
    private final Map<Link, Integer> linkPorts = new EnumMap<>(Link.class);
    private final List<Joined> joined = new CopyOnWriteArrayList<>();
    private final List<String> restarted = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> kills = new CopyOnWriteArrayList<>();
    private int joins;

    /** Another instance of a service. */
    private record Joined(Part service, NodeProcess node) {}

    private Cluster(Path directory, Launcher launcher) throws IOException, InterruptedException {
        this.directory = directory;
        this.launcher = launcher;
        this.brokerDisk = SmallDisk.on(directory.resolve("broker"), BROKER_MEGABYTES);
        this.storeDisk = SmallDisk.on(directory.resolve("store"), STORE_MEGABYTES);
        int broker = Ports.free();
        int store = Ports.free();
        for (Link link : Link.values()) {
            int port = Ports.free();
            linkPorts.put(link, port);
            links.put(link, new FaultProxy(port, link == Link.BROKER ? broker : store));
        }
        nodes.put(
                Part.BROKER,
                node(
                        Part.BROKER,
                        "broker",
                        broker,
                        List.of(
                                brokerDisk.directory().resolve("kafka").toString(),
                                Integer.toString(broker),
                                String.valueOf(linkPorts.get(Link.BROKER)))));
        nodes.put(
                Part.STORE,
                node(
                        Part.STORE,
                        "store",
                        store,
                        List.of(storeDisk.directory().resolve("documents").toString(), Integer.toString(store))));
        for (Part service : Part.SERVICES) {
            nodes.put(service, service(service, service.label()));
        }
    }

    /** Starts all of it, and returns when every service is ready. */
    public static Cluster start(Path directory, Launcher launcher) throws IOException, InterruptedException {
        Cluster cluster = new Cluster(directory, launcher);
        try {
            for (Part part : Part.values()) {
                cluster.node(part).start();
            }
            cluster.awaitReady();
            new Topics(cluster.brokerAddress()).cutShort();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private NodeProcess node(Part part, String name, int port, List<String> arguments) {
        return new NodeProcess(launcher, part, HEAP_MEGABYTES, arguments, directory.resolve(name + ".log"), port);
    }

    private NodeProcess service(Part service, String name) throws IOException {
        int port = Ports.free();
        List<String> arguments = ServiceSettings.of(service, port, linkPorts, model.address(), snapshot(name));
        return new NodeProcess(launcher, service, HEAP_MEGABYTES, arguments, directory.resolve(name + ".log"), port);
    }

    NodeProcess node(Part part) {
        NodeProcess node = nodes.get(part);
        if (node == null) {
            throw new IllegalStateException("no " + part);
        }
        return node;
    }

    FaultProxy link(Link link) {
        FaultProxy proxy = links.get(link);
        if (proxy == null) {
            throw new IllegalStateException("no " + link);
        }
        return proxy;
    }

    SmallDisk disk(Part part) {
        return part == Part.BROKER ? brokerDisk : storeDisk;
    }

    /** Where the broker keeps a directory for each partition. */
    Path partitions() {
        return brokerDisk.directory().resolve("kafka").resolve("log");
    }

    StubModel model() {
        return model;
    }

    /** Of the broker itself, past the proxy. */
    String brokerAddress() {
        // Clients are sent to the advertised address, which is the proxy's.
        return "127.0.0.1:" + linkPorts.get(Link.BROKER);
    }

    Path directory() {
        return directory;
    }

    /** Of all instances of a service, the first one first. */
    List<String> addresses(Part service) {
        return instances(service).stream().map(NodeProcess::address).toList();
    }

    /** All instances of a service, the first one first. */
    List<NodeProcess> instances(Part service) {
        List<NodeProcess> instances = new ArrayList<>();
        instances.add(node(service));
        joined.stream()
                .filter(each -> each.service() == service)
                .map(Joined::node)
                .forEach(instances::add);
        return instances;
    }

    /** Starts another instance of a service. */
    NodeProcess join(Part service) throws IOException {
        String name;
        synchronized (this) {
            name = service.label() + "-" + ++joins;
        }
        NodeProcess another = service(service, name);
        another.start();
        joined.add(new Joined(service, another));
        return another;
    }

    /** Has an instance that joined leave, in order or not. */
    void leave(NodeProcess another, boolean killed) throws InterruptedException {
        joined.removeIf(each -> each.node() == another);
        if (killed) {
            another.kill();
        } else {
            another.stop();
        }
    }

    /** Kills a service, puts its positions back to a share of what they were, and starts it again. */
    void rewind(Part service, double share) throws IOException, InterruptedException {
        node(service).kill();
        if (service == Part.RANKING) {
            Files.deleteIfExists(snapshot(service.label()));
        } else {
            try (MongoClient client = store()) {
                MongoCollection<Document> positions =
                        client.getDatabase(service.label()).getCollection("positions");
                for (Document each : positions.find().into(new ArrayList<>())) {
                    positions.updateOne(new Document("_id", each.get("_id")), Updates.set("next", (long)
                            (each.getLong("next") * share)));
                }
            }
        }
        node(service).start();
    }

    /** Takes the database of some services away, or the snapshot of the ranking, and has them read everything again. */
    void rebuild(List<Part> services) throws IOException, InterruptedException {
        for (Part each : services) {
            node(each).kill();
        }
        try (MongoClient client = store()) {
            for (Part each : services) {
                client.getDatabase(each.label()).drop();
            }
        }
        for (Part each : services) {
            Files.deleteIfExists(snapshot(each.label()));
            node(each).start();
        }
        for (Part each : services) {
            awaitReady(each);
            awaitReading(each);
        }
    }

    /**
     * Until a service whose database was taken away has begun to read again: a group has partitions only when the broker has given up its
     * members of before, and what it committed then stands until that.
     */
    private void awaitReading(Part service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        try (MongoClient client = store()) {
            MongoCollection<Document> positions =
                    client.getDatabase(service.label()).getCollection("positions");
            for (String reader : READERS.getOrDefault(service, List.of())) {
                while (positions.find(Filters.regex("_id", "^" + reader + "/")).first() == null) {
                    if (System.nanoTime() > deadline) {
                        throw new IOException(
                                service.label() + " does not read as " + reader + "; its log is in " + directory);
                    }
                    TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
                }
            }
        }
    }

    /** Writes down what topics and databases hold now. */
    void keepEvidence(String when) throws IOException {
        try (MongoClient client = store()) {
            Evidence.keep(directory.resolve("evidence-" + when), new Topics(brokerAddress()), client);
        }
    }

    private Path snapshot(String name) {
        return storeDisk.directory().resolve("snapshot-" + name);
    }

    /** Notes that the summary service or its store is killed, or taken for dead. */
    void killed() {
        kills.add(System.nanoTime());
    }

    /** When the summary service or its store was killed, in all runs. */
    List<Long> kills() {
        return List.copyOf(kills);
    }

    private MongoClient store() {
        return MongoClients.create(
                "mongodb://127.0.0.1:" + node(Part.STORE).port() + "/?serverSelectionTimeoutMS=20000");
    }

    /** Puts everything right, and returns when every service is ready; what had ended by itself is started again, and told of. */
    void heal() throws IOException, InterruptedException {
        links.values().forEach(link -> {
            link.cut(false);
            link.delay(Duration.ZERO);
        });
        brokerDisk.free();
        storeDisk.free();
        for (Joined each : joined) {
            each.node().signal("CONT");
            leave(each.node(), false);
        }
        for (Part part : Part.values()) {
            node(part).signal("CONT");
            node(part).tell(Duration.ZERO.toString());
        }
        awaitReady();
    }

    /** What had to be started again though nobody had killed it, since the last time that this was asked. */
    List<String> restartedByThemselves() {
        List<String> told = List.copyOf(restarted);
        restarted.clear();
        return told;
    }

    private void awaitReady() throws IOException, InterruptedException {
        for (Part service : Part.SERVICES) {
            awaitReady(service);
        }
    }

    private void awaitReady(Part service) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!Reading.isReady(node(service).address())) {
            if (System.nanoTime() > deadline) {
                throw new IOException(service.label() + " is not ready; its log is in " + directory);
            }
            for (Part part : Part.values()) {
                if (!node(part).isAlive()) {
                    restarted.add(part.label());
                    node(part).start();
                }
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (Joined each : joined) {
            each.node().kill();
        }
        for (Part part : Part.values()) {
            NodeProcess node = nodes.get(part);
            if (node != null) {
                node.kill();
            }
        }
        for (FaultProxy each : links.values()) {
            each.close();
        }
        model.close();
        storeDisk.close();
        brokerDisk.close();
    }
}
