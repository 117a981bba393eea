package org.citestream.ingest.polling;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.events.Topics;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.intake.SubmissionLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The topic {@code submissions}, into which feeds pour no faster than the papers are identified. */
@Component
class SubmissionSink implements Sink {

    private static final Logger log = LoggerFactory.getLogger(SubmissionSink.class);
    private static final long MOST_WAITING = 100_000;
    private static final long LOOK_MILLIS = 1_000;

    private final SubmissionLog submissions;
    private final IdentityRegistry identities;
    private final PaperRegistry papers;
    private final EventReaders readers;
    private final TopicSetup topics;

    SubmissionSink(
            SubmissionLog submissions,
            IdentityRegistry identities,
            PaperRegistry papers,
            EventReaders readers,
            TopicSetup topics) {
        this.submissions = submissions;
        this.identities = identities;
        this.papers = papers;
        this.readers = readers;
        this.topics = topics;
    }

    @Override
    public CompletableFuture<?> add(Submission submission) {
        return submissions.add(submission);
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        while (waiting() > MOST_WAITING) {
            log.info("Feeds wait, since more than {} submissions are not identified yet", MOST_WAITING);
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private long waiting() {
        return IntStream.range(0, topics.partitionsOf(Topics.SUBMISSIONS))
                .mapToLong(partition -> topics.endOf(Topics.SUBMISSIONS, partition)
                        - readers.position("identify", partition).orElse(0))
                .sum();
    }

    @Override
    public List<Submission> completed(List<Submission> told) {
        Map<String, SubmittedPaper> known =
                known(told.stream().map(Submission::recordKey).collect(Collectors.toSet()));
        return told.stream()
                .map(each -> each instanceof SubmittedPaper paper && known.get(paper.recordKey()) != null
                        ? completed(paper, Objects.requireNonNull(known.get(paper.recordKey())))
                        : each)
                .toList();
    }

    private Map<String, SubmittedPaper> known(Collection<String> recordKeys) {
        Map<String, Integer> paperOf = new HashMap<>();
        identities.records(recordKeys).forEach((key, record) -> {
            if (record.paper() != null) {
                paperOf.put(key, record.paper());
            }
        });
        Map<Integer, PaperState> states = papers.states(new TreeSet<>(paperOf.values()));
        Map<String, SubmittedPaper> known = new HashMap<>();
        paperOf.forEach((key, paper) -> {
            PaperState state = states.get(paper);
            if (state != null) {
                state.statement(key)
                        .map(PaperState.Statement::submission)
                        .filter(SubmittedPaper.class::isInstance)
                        .ifPresent(said -> known.put(key, (SubmittedPaper) said));
            }
        });
        return known;
    }

    /** What it tells has the word; what it tells nothing of stays. */
    static SubmittedPaper completed(SubmittedPaper told, SubmittedPaper known) {
        Map<String, SubmittedAuthor> authors = known.authors().stream()
                .collect(Collectors.toMap(SubmittedAuthor::name, Function.identity(), (one, _) -> one));
        TreeSet<String> sameAs = new TreeSet<>(known.sameAs());
        sameAs.addAll(told.sameAs());
        return new SubmittedPaper(
                told.source(),
                told.key(),
                told.title(),
                told.authors().stream()
                        .map(author -> author.orcid() == null ? authors.getOrDefault(author.name(), author) : author)
                        .toList(),
                told.venue(),
                told.year(),
                told.doi() == null ? known.doi() : told.doi(),
                told.abstractText() == null ? known.abstractText() : told.abstractText(),
                told.abstractText() == null ? known.abstractLicence() : told.abstractLicence(),
                told.url() == null ? known.url() : told.url(),
                told.references().isEmpty() ? known.references() : told.references(),
                told.outside(),
                told.retracted(),
                List.copyOf(sameAs),
                told.feed(),
                told.acceptedAt());
    }
}
