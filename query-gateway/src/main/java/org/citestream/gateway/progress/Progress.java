package org.citestream.gateway.progress;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.citestream.events.Event;
import org.citestream.events.RankEpoch;
import org.citestream.events.Topic;
import org.citestream.events.Topics;
import org.citestream.events.operations.Sampled;
import org.citestream.events.stream.Groups;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.index.IndexPositions;
import org.citestream.gateway.index.Milestones;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.index.Reach;
import org.citestream.gateway.index.ReadPositions;
import org.citestream.gateway.progress.Lag.Behind;
import org.citestream.gateway.progress.Stats.PendingByStage;
import org.citestream.gateway.projection.ViewPositions;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/**
 * Tells how far everything accepted has come.
 *
 * <p>The stages are asked in the order of the flow. What moves on meanwhile is then found at a later stage, and what a stage has done
 * is committed only after its outcome was written; so a sum of 0 means that there was nothing on the way. For the same reason the
 * position of the summary service is asked for before the ends of what it writes: a record written in between is counted twice
 * rather than not at all.
 */
@Service
public class Progress {

    private static final Duration KEPT = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<Topic<? extends Event>> VIEWED =
            List.of(Topics.PAPERS, Topics.REFERENCES, Topics.SUMMARIES);

    private final Offsets offsets;
    private final Lag lag;
    private final CitationIndex citations;
    private final RankBook book;
    private final IndexPositions positions;
    private final ViewPositions views;
    /** Whether the summary service embeds papers; otherwise none waits for that. */
    private final boolean embeddings;

    private final InstantSource clock;

    private final Sampled<Sample> sampled = new Sampled<>("progress", this::sample, KEPT);

    Progress(
            Offsets offsets,
            Lag lag,
            CitationIndex citations,
            RankBook book,
            IndexPositions positions,
            ViewPositions views,
            @Value("${citestream.embeddings.enabled:true}") boolean embeddings,
            InstantSource clock) {
        this.offsets = offsets;
        this.lag = lag;
        this.citations = citations;
        this.book = book;
        this.positions = positions;
        this.views = views;
        this.embeddings = embeddings;
        this.clock = clock;
    }

    /**
     * The figures, at most a quarter of a second old.
     *
     * @throws ProgressUnknownException if the broker or the database does not answer
     */
    public Stats stats() {
        try {
            return sampled.within(PATIENCE).stats();
        } catch (TimeoutException e) {
            throw new ProgressUnknownException(
                    "Broker and database did not say within " + PATIENCE.toSeconds()
                            + " s how far the stages have come.",
                    e);
        }
    }

    /** One of the figures for a scrape; not a number where it is not told at once. */
    double figure(ToDoubleFunction<Stats> of) {
        return sampled.figure(sample -> of.applyAsDouble(sample.stats()));
    }

    /** Since when what waits longest for a stage has waited, in seconds; not a number where it is not told at once. */
    double oldest(ToDoubleFunction<Oldest> of) {
        return sampled.figure(sample -> of.applyAsDouble(sample.oldest()));
    }

    /** Seconds since the first record that a stage has yet to take came to its topic; 0 where there is none. */
    record Oldest(double identify, double assemble, double view) {}

    private record Sample(Stats stats, Oldest oldest) {}

    private Sample sample() {
        Behind identify = lagOf(Groups.IDENTIFY, List.of(Topics.SUBMISSIONS));
        Behind assemble = lagOf(Groups.ASSEMBLE, List.of(Topics.IDENTIFIED));

        Map<TopicPartition, Long> summarizing = offsets.committed(Groups.SUMMARIES);
        Map<TopicPartition, Long> ends = offsets.ends(VIEWED);
        Map<TopicPartition, Long> viewed = viewed(ends);
        Behind view = lag.of(Groups.VIEWS, viewed, ends);
        Behind index = lag.of("indexes", read(ends), ends);
        long summarize = lag.records(Groups.SUMMARIES, summarizing, of(Topics.PAPERS, ends));

        Ranks ranks = book.ranks();
        long rank = ranks.behind(Topics.PAPERS.name(), positions.papers())
                + ranks.behind(Topics.REFERENCES.name(), positions.references());
        RankEpoch epoch = ranks.epoch();
        Milestones reached = citations.milestones(
                ranks, Reach.of(Map.of(Topics.PAPERS.name(), byPartition(of(Topics.PAPERS, viewed)))));

        PendingByStage pending = new PendingByStage(
                identify.records(),
                assemble.records(),
                Math.max(view.records(), index.records()),
                rank,
                summarize + reached.summaryMissing(),
                embeddings ? reached.embeddingMissing() : 0);
        Stats stats = new Stats(
                reached.papers(),
                reached.citations(),
                reached.viewable(),
                reached.summarized(),
                reached.withoutAbstract(),
                reached.failed(),
                reached.embedded(),
                reached.ranked(),
                pending.sum(),
                pending,
                epoch == null ? null : epoch.epoch(),
                epoch == null ? null : epoch.errorBound());
        Instant now = clock.instant();
        return new Sample(
                stats, new Oldest(identify.age(now), assemble.age(now), Math.max(view.age(now), index.age(now))));
    }

    private Behind lagOf(String group, List<Topic<? extends Event>> topics) {
        Map<TopicPartition, Long> committed = offsets.committed(group);
        return lag.of(group, committed, offsets.ends(topics));
    }

    private Map<TopicPartition, Long> viewed(Map<TopicPartition, Long> ends) {
        return ends.keySet().stream()
                .collect(Collectors.toMap(each -> each, each -> views.of(each.topic(), each.partition())));
    }

    private Map<TopicPartition, Long> read(Map<TopicPartition, Long> ends) {
        Map<String, ReadPositions> byTopic = Map.of(
                Topics.PAPERS.name(), positions.papers(),
                Topics.REFERENCES.name(), positions.references(),
                Topics.SUMMARIES.name(), positions.summaries());
        Map<TopicPartition, Long> read = new HashMap<>();
        for (TopicPartition each : ends.keySet()) {
            ReadPositions of = byTopic.get(each.topic());
            if (of != null) {
                read.put(each, of.of(each.partition()));
            }
        }
        return read;
    }

    private static List<Long> byPartition(Map<TopicPartition, Long> next) {
        return next.entrySet().stream()
                .sorted(Comparator.comparingInt(each -> each.getKey().partition()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Map<TopicPartition, Long> of(Topic<?> topic, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(each -> each.getKey().topic().equals(topic.name()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
