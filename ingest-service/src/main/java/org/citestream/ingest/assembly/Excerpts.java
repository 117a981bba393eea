package org.citestream.ingest.assembly;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.citestream.events.Submission;
import org.citestream.events.SubmittedAuthor;
import org.citestream.events.SubmittedPaper;
import org.citestream.ingest.identity.Backlog;
import org.citestream.ingest.identity.Description;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes records that their source tells in a form which leaves much out, by what it told of them before. A topic keeps the last word of a
 * record alone, so an excerpt is completed before it is added. What was added before it is awaited first, since it may tell more.
 */
public class Excerpts {

    private static final Logger log = LoggerFactory.getLogger(Excerpts.class);
    private static final long LOOK_MILLIS = 50;
    /** What is not assembled then never will be, and lies on a dead-letter topic. */
    private static final long LONGEST_NANOS = Duration.ofMinutes(1).toNanos();

    private final Backlog backlog;
    private final IdentityRegistry identities;
    private final PaperRegistry papers;

    public Excerpts(Backlog backlog, IdentityRegistry identities, PaperRegistry papers) {
        this.backlog = backlog;
        this.identities = identities;
        this.papers = papers;
    }

    /** These submissions, each with what is known of its record beside what it says. */
    public List<Submission> completed(List<? extends Submission> told) throws InterruptedException {
        backlog.awaitAllBefore();
        Map<String, SubmittedPaper> known =
                known(told.stream().map(Submission::recordKey).collect(Collectors.toSet()));
        return told.stream()
                .map(each -> each instanceof SubmittedPaper paper && known.get(paper.recordKey()) != null
                        ? completed(paper, Objects.requireNonNull(known.get(paper.recordKey())))
                        : each)
                .toList();
    }

    private Map<String, SubmittedPaper> known(Collection<String> recordKeys) throws InterruptedException {
        long until = System.nanoTime() + LONGEST_NANOS;
        Map<String, SourceRecord> records = identities.records(recordKeys);
        Map<Integer, PaperState> states = papersOf(records.values());
        while (!areAssembled(records.values(), states)) {
            if (System.nanoTime() > until) {
                log.warn(
                        "Some of these records were accepted and not assembled, so what they said last is not known: {}",
                        recordKeys);
                break;
            }
            Thread.sleep(LOOK_MILLIS);
            records = identities.records(recordKeys);
            states = papersOf(records.values());
        }
        Map<String, SubmittedPaper> known = new HashMap<>();
        for (SourceRecord record : records.values()) {
            PaperState.Statement statement = statement(record, states);
            if (statement != null && statement.submission() instanceof SubmittedPaper paper) {
                known.put(record.key(), paper);
            }
        }
        return known;
    }

    private Map<Integer, PaperState> papersOf(Collection<SourceRecord> records) {
        return papers.states(records.stream()
                .map(SourceRecord::paper)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static boolean areAssembled(Collection<SourceRecord> records, Map<Integer, PaperState> states) {
        return records.stream().allMatch(record -> isAssembled(record, states));
    }

    private static boolean isAssembled(SourceRecord record, Map<Integer, PaperState> states) {
        Description said = record.said();
        PaperState.Statement statement = statement(record, states);
        return record.paper() == null
                || said == null
                || (statement != null && !statement.isAwaited() && statement.version() >= said.version());
    }

    private static PaperState.@Nullable Statement statement(SourceRecord record, Map<Integer, PaperState> states) {
        PaperState state = record.paper() == null ? null : states.get(record.paper());
        return state == null ? null : state.statement(record.key()).orElse(null);
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
                told.isRetraction() ? told.retracted() : known.retracted(),
                List.copyOf(sameAs),
                told.feed(),
                told.acceptedAt());
    }
}
