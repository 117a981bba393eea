package org.citestream.platform.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.netty.channel.Channel;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Answers commands from an MVStore.
 *
 * <p>A write that asks for the journal ({@code j: true}) or a majority is answered when it is in the file.
 */
final class StoreBackend extends AbstractMongoBackend {

    private static final String STATE = "state";
    /** Of MongoDB's error codes; drivers know it as that of a node that is away for a while. */
    private static final int SHUTDOWN_IN_PROGRESS = 91;

    private static final String CLOSED_IN_ORDER = "closedInOrder";

    private final MVStore store;
    private final Journal journal;
    private final MVMap<String, Boolean> state;

    StoreBackend(MVStore store, Journal journal) {
        this.store = store;
        this.journal = journal;
        this.state = store.openMap(STATE);
        open();
    }

    /** After a death the indexes are built from the documents again rather than trusted. */
    private void open() {
        if (!state.getOrDefault(CLOSED_IN_ORDER, false)) {
            List.copyOf(store.getMapNames()).stream().filter(MapNames::isIndex).forEach(store::removeMap);
        }
        state.put(CLOSED_IN_ORDER, false);
        List.copyOf(store.getMapNames()).stream()
                .flatMap(map -> MapNames.database(map).stream())
                .distinct()
                .forEach(this::resolveDatabase);
        journal.flush();
        journal.start();
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return new StoreDatabase(name, store, journal, getCursorRegistry());
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        if (store.isClosed()) {
            throw away(null);
        }
        try {
            return answered(channel, database, command, query);
        } catch (MVStoreException e) {
            throw away(e);
        }
    }

    /**
     * What is told once the file cannot be written, or is closed: as of a node that shuts down, which a driver and those who use it take for trouble that
     * passes. A greeting is answered likewise, so that the driver takes the node for one that is away.
     */
    private static MongoServerError away(@Nullable MVStoreException cause) {
        return new MongoServerError(
                SHUTDOWN_IN_PROGRESS,
                "ShutdownInProgress",
                "The store cannot use its file, and must be started again"
                        + (cause == null ? "" : ": " + cause.getMessage()),
                cause);
    }

    private Document answered(Channel channel, String database, String command, Document query) {
        if (command.equalsIgnoreCase("find")) {
            // Otherwise the library answers all at once, however many.
            query.putIfAbsent("batchSize", DocumentCursor.DEFAULT_BATCH);
        }
        // The library knows the command only by its former name.
        String known = command.equals("hello") ? "isMaster" : command;
        Document answer = super.handleCommand(channel, database, known, query);
        if (query.get("writeConcern") instanceof Document concern && isDurable(concern)) {
            journal.flush();
        }
        return answer;
    }

    private static boolean isDurable(Document writeConcern) {
        return Boolean.TRUE.equals(writeConcern.get("j")) || "majority".equals(writeConcern.get("w"));
    }

    @Override
    public void close() {
        journal.close();
        if (!store.isClosed()) {
            state.put(CLOSED_IN_ORDER, true);
            store.close(0);
        }
        super.close();
    }
}
