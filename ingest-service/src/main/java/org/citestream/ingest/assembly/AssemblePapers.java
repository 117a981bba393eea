package org.citestream.ingest.assembly;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.citestream.events.Identified;
import org.citestream.events.Topics;
import org.citestream.events.stream.BatchHandler;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.events.stream.Received;
import org.citestream.ingest.identity.IdentityRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code identified} and publishes the papers and references of the partitions that this instance owns. What follows from
 * one batch becomes visible as one transaction; a former owner is fenced by the partition's transactional id.
 */
public final class AssemblePapers implements BatchHandler<Identified>, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AssemblePapers.class);

    private final PaperRegistry papers;
    private final Assembler assembler;
    private final EventWriters writers;
    private final Republication republication;
    private final Map<Integer, Ownership> owned = new ConcurrentHashMap<>();

    public AssemblePapers(
            PaperRegistry papers,
            IdentityRegistry identities,
            Precedence precedence,
            EventWriters writers,
            Republication republication) {
        this.papers = papers;
        this.assembler = new Assembler(papers, identities, precedence);
        this.writers = writers;
        this.republication = republication;
    }

    private record Ownership(long token, EventWriter writer) {}

    /** A partition of which nothing new may ever be said is taken over as well where its topics lack something. */
    @Override
    public void assigned(Set<Integer> partitions) {
        partitions.stream()
                .filter(republication::isDue)
                .forEach(partition -> owned.computeIfAbsent(partition, this::takeOver));
    }

    @Override
    public void handle(int partition, List<Received<Identified>> batch) {
        try {
            Ownership ownership = owned.computeIfAbsent(partition, this::takeOver);
            send(
                    ownership.writer(),
                    assembler.assemble(
                            partition,
                            ownership.token(),
                            batch.stream().map(Received::event).toList()));
        } catch (RuntimeException e) {
            // What was saved may not have been sent: the next attempt takes over anew, and so sends it again.
            release(partition);
            throw e;
        }
    }

    /** Fences a former owner, and sends what it may have left unsent. */
    private Ownership takeOver(int partition) {
        EventWriter writer = writers.transactional("ingest-assemble-" + partition);
        try {
            long token = papers.own(partition);
            republication.run(partition, missing -> send(writer, missing));
            send(writer, assembler.unsent(partition));
            log.debug("Owns partition {} with token {}", partition, token);
            return new Ownership(token, writer);
        } catch (RuntimeException e) {
            writer.close();
            throw e;
        }
    }

    private static void send(EventWriter writer, Assembler.Outcome outcome) {
        if (outcome.isEmpty()) {
            return;
        }
        writer.begin();
        try {
            writer.sendAll(List.of(
                    new EventWriter.Part<>(Topics.PAPERS, outcome.papers()),
                    new EventWriter.Part<>(Topics.REFERENCES, outcome.references()),
                    new EventWriter.Part<>(Topics.IDENTIFIED, outcome.notices())));
            writer.commit();
        } catch (RuntimeException e) {
            abort(writer, e);
            throw e;
        }
    }

    private static void abort(EventWriter writer, RuntimeException cause) {
        try {
            writer.abort();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        partitions.forEach(this::release);
    }

    private void release(int partition) {
        Ownership ownership = owned.remove(partition);
        if (ownership != null) {
            ownership.writer().close();
        }
    }

    @Override
    public void close() {
        Set.copyOf(owned.keySet()).forEach(this::release);
    }
}
