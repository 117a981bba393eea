package org.citestream.summary.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.citestream.events.PaperEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.citestream.events.stream.BatchHandler;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.Received;
import org.citestream.events.trace.RecordTraces;
import org.citestream.summary.renewal.Intake;
import org.citestream.summary.renewal.Orders;
import org.citestream.summary.work.OpenWork;
import org.citestream.summary.work.Ownership;
import org.citestream.summary.work.Progress;
import org.citestream.summary.work.SummaryState;
import org.citestream.summary.work.WorkItem;
import org.citestream.summary.work.WorkKind;
import org.citestream.summary.work.WorkList;
import org.citestream.summary.work.WorkQueue;
import org.citestream.summary.writing.SummaryLog;
import org.citestream.summary.writing.SummaryMeter;
import org.citestream.summary.writing.SummaryProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in what is new about the papers. Of each batch it first makes the open work durable, then the records that need no
 * work, sends those together, then closes the work that is no longer wanted, and last notes how far each paper has come; the
 * position follows. Whatever is repeated after a crash finds what was done already.
 *
 * <p>A partition that was last read under other settings (model, prompt, embedding model) is read again from its start: the
 * papers are in the log, and those that the change does not touch cause nothing.
 */
final class NewPapers implements BatchHandler<PaperEvent>, Intake {

    private static final Logger log = LoggerFactory.getLogger(NewPapers.class);

    /** The name of the function that reads the papers. */
    static final String FUNCTION = "papers";

    private final EventReaders readers;
    private final Assessment assessment;
    private final WorkList workList;
    private final WorkQueue summaries;
    private final WorkQueue embeddings;
    private final Ownership ownership;
    private final SummaryLog summaryLog;
    private final SummaryMeter meter;
    private final SummaryProperties properties;
    private final Orders orders;
    private final RecordTraces traces;
    private final Republication republication;
    private volatile Scores scores = Scores.none();

    NewPapers(
            EventReaders readers,
            Assessment assessment,
            WorkList workList,
            WorkQueue summaries,
            WorkQueue embeddings,
            Ownership ownership,
            SummaryLog summaryLog,
            SummaryMeter meter,
            SummaryProperties properties,
            Orders orders,
            RecordTraces traces,
            Republication republication) {
        this.readers = readers;
        this.assessment = assessment;
        this.workList = workList;
        this.summaries = summaries;
        this.embeddings = embeddings;
        this.ownership = ownership;
        this.summaryLog = summaryLog;
        this.meter = meter;
        this.properties = properties;
        this.orders = orders;
        this.traces = traces;
        this.republication = republication;
    }

    @Override
    public void assigned(Set<Integer> partitions) {
        orders.refresh();
        // First, so that what a former owner still writes has no effect.
        ownership.take(partitions);
        for (int partition : partitions) {
            boolean again = republication.run(partition);
            if (!workList.settings(partition).equals(assessment.settings())) {
                startOver(partition);
            } else if (again && assessment.embeds()) {
                readers.rewind(FUNCTION, partition);
            }
            republication.done(partition);
        }
        IntPredicate ours = partitions::contains;
        workList.items(WorkKind.SUMMARY, ours).forEach(summaries::put);
        if (assessment.embeds()) {
            workList.items(WorkKind.EMBEDDING, ours).forEach(embeddings::put);
        }
        log.info(
                "Partitions {}: {} summaries and {} embeddings are open",
                partitions,
                summaries.size(),
                embeddings.size());
    }

    /**
     * What is open was meant for other settings; reading the partition again opens it anew. An open embedding stays until then, since it may be
     * one that was noted and not sent.
     */
    private void startOver(int partition) {
        scores = Scores.read(readers);
        readers.rewind(FUNCTION, partition);
        for (WorkKind kind : assessment.embeds() ? List.of(WorkKind.SUMMARY) : List.of(WorkKind.values())) {
            workList.closeAll(
                    kind,
                    workList.items(kind, each -> each == partition).stream()
                            .map(WorkItem::id)
                            .toList(),
                    ownership.token(partition));
        }
        workList.recordSettings(partition, assessment.settings());
    }

    @Override
    public void revoked(Set<Integer> partitions) {
        summaries.removeWaiting(partitions::contains);
        embeddings.removeWaiting(partitions::contains);
        try {
            if (!summaries.awaitIdle(partitions::contains, properties.drain())) {
                log.warn("Partitions {} are given up before all summaries in the making were there", partitions);
            }
            embeddings.awaitIdle(partitions::contains, properties.drain());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ownership.release(partitions);
    }

    @Override
    public void handle(int partition, List<Received<PaperEvent>> batch) {
        Map<Integer, Received<PaperEvent>> newest = Received.newest(batch);
        ownership.exclusively(() -> take(partition, newest));
    }

    @Override
    public void readAgain(Set<Integer> partitions) {
        scores = Scores.read(readers);
        readers.<PaperEvent>replay("renewals", Topics.PAPERS, (partition, batch) -> {
            Map<Integer, Received<PaperEvent>> newest = Received.newest(batch);
            ownership.exclusively(() -> {
                if (partitions.contains(partition) && ownership.owns(partition)) {
                    take(partition, newest);
                }
            });
        });
        scores = Scores.none();
    }

    private void take(int partition, Map<Integer, Received<PaperEvent>> newest) {
        ownership.require(partition);
        Map<Integer, Progress> progress = workList.find(newest.keySet());
        List<Verdict> verdicts = new ArrayList<>(newest.size());
        for (Received<PaperEvent> received : newest.values()) {
            PaperEvent paper = received.event();
            Progress before = progress.getOrDefault(paper.id(), Progress.NONE);
            if (before.paperVersion() <= paper.version()) {
                verdicts.add(assessment
                        .of(
                                paper,
                                partition,
                                received.offset(),
                                before,
                                scores,
                                isOpen(before.summary()),
                                embedding -> embeddings.has(embedding.id(), embedding.key()))
                        .in(traces.sampled(paper.id())));
            }
        }
        makeDurable(partition, verdicts);
        List<SummaryEvent> events = verdicts.stream()
                .flatMap(Verdict::toSend)
                .map(each -> each.event())
                .toList();
        if (!events.isEmpty()) {
            ownership.require(partition);
            summaryLog.send(events, _ -> partition);
            meter.published(events);
        }
        close(verdicts, ownership.token(partition));
        Map<Integer, Long> versions = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            if (progress.getOrDefault(verdict.id(), Progress.NONE).paperVersion() < verdict.paperVersion()) {
                versions.put(verdict.id(), verdict.paperVersion());
            }
        }
        workList.recordPapers(versions);
        enqueue(verdicts);
        // The position follows, which is the owner's to move.
        ownership.require(partition);
    }

    /** Whether the work behind the last record was not closed, which follows its sending. */
    private boolean isOpen(@Nullable SummaryState last) {
        return last != null && summaries.has(last.event().id(), last.key());
    }

    private void makeDurable(int partition, List<Verdict> verdicts) {
        long owner = ownership.token(partition);
        open(
                WorkKind.SUMMARY,
                summaries,
                verdicts.stream().flatMap(Verdict::openSummary).toList(),
                owner);
        open(
                WorkKind.EMBEDDING,
                embeddings,
                verdicts.stream().flatMap(Verdict::openEmbedding).toList(),
                owner);
        workList.recordSummaries(verdicts.stream().flatMap(Verdict::toRecord).toList(), _ -> owner);
    }

    private void open(WorkKind kind, WorkQueue queue, List<OpenWork> work, long owner) {
        workList.open(
                kind,
                work.stream()
                        .filter(each -> !queue.has(each.item().id(), each.item().key()))
                        .toList(),
                owner);
    }

    /** After what was recorded is sent, since open work is what tells of a record that was not. */
    private void close(List<Verdict> verdicts, long owner) {
        close(
                WorkKind.SUMMARY,
                summaries,
                verdicts.stream().filter(Verdict::closesSummary).toList(),
                owner);
        close(
                WorkKind.EMBEDDING,
                embeddings,
                verdicts.stream().filter(Verdict::closesEmbedding).toList(),
                owner);
    }

    /** What is open is in the queue, so whatever is not there needs no delete. */
    private void close(WorkKind kind, WorkQueue queue, List<Verdict> verdicts, long owner) {
        List<Integer> ids =
                verdicts.stream().map(Verdict::id).filter(queue::has).toList();
        workList.closeAll(kind, ids, owner);
        ids.forEach(queue::remove);
    }

    private void enqueue(List<Verdict> verdicts) {
        verdicts.stream().flatMap(Verdict::openSummary).forEach(each -> summaries.put(each.item()));
        verdicts.stream().flatMap(Verdict::openEmbedding).forEach(each -> embeddings.put(each.item()));
    }
}
