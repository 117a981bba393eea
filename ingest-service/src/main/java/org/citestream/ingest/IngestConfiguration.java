package org.citestream.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.citestream.events.Topics;
import org.citestream.events.http.StreamedBodies;
import org.citestream.events.stream.EventReaders;
import org.citestream.events.stream.EventWriter;
import org.citestream.events.stream.EventWriters;
import org.citestream.events.stream.TopicSetup;
import org.citestream.ingest.assembly.AbstractTerms;
import org.citestream.ingest.assembly.AssemblePapers;
import org.citestream.ingest.assembly.Excerpts;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.Precedence;
import org.citestream.ingest.assembly.RegistryRebuild;
import org.citestream.ingest.assembly.Republication;
import org.citestream.ingest.feed.FeedFiles;
import org.citestream.ingest.feed.VenueProperties;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.identity.Backlog;
import org.citestream.ingest.identity.Identifier;
import org.citestream.ingest.identity.IdentifySubmissions;
import org.citestream.ingest.identity.IdentityOutcome;
import org.citestream.ingest.identity.IdentityRegistry;
import org.citestream.ingest.identity.SubmissionVersions;
import org.citestream.ingest.intake.SubmissionLog;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
import org.springframework.messaging.Message;

/** The two stages of the service, bound to their topics: who is this, and what is it. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    StreamedBodies streamedBodies() {
        return new StreamedBodies(Set.of("/api/v1/submissions", "/api/v1/citations"));
    }

    @Bean
    EventWriter submissionWriter(EventWriters writers) {
        return writers.streaming("ingest-submissions");
    }

    @Bean
    EventWriter identifiedWriter(EventWriters writers) {
        return writers.direct("ingest-identified");
    }

    @Bean
    SubmissionLog submissionLog(EventWriter submissionWriter, SubmissionVersions submissionVersions) {
        return new SubmissionLog(submissionWriter, submissionVersions);
    }

    @Bean
    Backlog backlog(EventReaders readers, TopicSetup topics) {
        return new Backlog(readers, topics);
    }

    @Bean
    Excerpts excerpts(Backlog backlog, IdentityRegistry identities, PaperRegistry papers) {
        return new Excerpts(backlog, identities, papers);
    }

    @Bean
    VenueRules venueRules(VenueProperties properties) {
        return properties.rules();
    }

    @Bean
    FeedFiles feedFiles(InstantSource clock, VenueRules venueRules) {
        return FeedFiles.all(clock, venueRules);
    }

    /** Runs before anything is read from the topics, since both stages need it. */
    @Bean(initMethod = "runIfLost")
    RegistryRebuild registryRebuild(
            PaperRegistry papers, IdentityRegistry identities, EventReaders readers, TopicSetup topics) {
        return new RegistryRebuild(papers, identities, readers, topics);
    }

    @Bean
    @DependsOn("registryRebuild")
    SubmissionVersions submissionVersions(IdentityRegistry identities, EventReaders readers, TopicSetup topics) {
        return SubmissionVersions.in(
                identities,
                topics.incarnationOf(Topics.SUBMISSIONS),
                before -> readers.highestPosition("identify", Topics.SUBMISSIONS, before));
    }

    @Bean
    Consumer<Message<List<byte[]>>> identify(
            EventReaders readers,
            IdentityRegistry identities,
            EventWriter identifiedWriter,
            SubmissionVersions submissionVersions,
            MeterRegistry meters) {
        return readers.durable(
                "identify",
                Topics.SUBMISSIONS,
                new IdentifySubmissions(
                        new Identifier(identities, counting(meters)), identifiedWriter, submissionVersions));
    }

    private static Consumer<IdentityOutcome> counting(MeterRegistry meters) {
        List<Counter> counters = Stream.of(IdentityOutcome.values())
                .map(each -> Counter.builder("citestream.identity")
                        .description("records that were identified, by what that came to")
                        .tag("outcome", each.word())
                        .register(meters))
                .toList();
        return outcome -> counters.get(outcome.ordinal()).increment();
    }

    @Bean
    Precedence precedence(IngestProperties properties) {
        return new Precedence(properties.precedence(), new AbstractTerms(properties.abstractsNotShown()));
    }

    @Bean
    Republication republication(PaperRegistry papers, EventReaders readers, TopicSetup topics) {
        return new Republication(papers, readers, topics);
    }

    @Bean
    AssemblePapers assemblePapers(
            PaperRegistry papers,
            IdentityRegistry identities,
            Precedence precedence,
            EventWriters writers,
            Republication republication) {
        return new AssemblePapers(papers, identities, precedence, writers, republication);
    }

    @Bean
    @DependsOn("registryRebuild")
    Consumer<Message<List<byte[]>>> assemble(EventReaders readers, AssemblePapers assemblePapers) {
        return readers.durable("assemble", Topics.IDENTIFIED, assemblePapers);
    }
}
