package org.citestream.events.stream;

import java.util.List;
import java.util.function.Consumer;
import org.citestream.events.PaperEvent;
import org.citestream.events.RankEvent;
import org.citestream.events.ReferencesEvent;
import org.citestream.events.SummaryEvent;
import org.citestream.events.Topics;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.messaging.Message;

/** A service as each of the four is, that keeps what it reads. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(EventStreamConfiguration.class)
class TestService {

    @Bean
    Consumer<Message<List<byte[]>>> keep(EventReaders readers, Recorders recorders) {
        return readers.durable("keep", Topics.PAPERS, recorders.papers());
    }

    @Bean
    Consumer<Message<List<byte[]>>> cites(EventReaders readers, Recorders recorders) {
        return readers.durable("cites", Topics.REFERENCES, recorders.references());
    }

    @Bean
    Consumer<Message<List<byte[]>>> ranked(EventReaders readers, Recorders recorders) {
        return readers.durable("ranked", Topics.RANKS, recorders.ranks());
    }

    @Bean
    Consumer<Message<List<byte[]>>> live(EventReaders readers, Recorders recorders) {
        Consumer<Message<List<byte[]>>> reader = readers.replayed("live", Topics.SUMMARIES, recorders.summaries());
        recorders.summaries().atReturn = recorders.summaries().handled.size();
        return reader;
    }

    record Recorders(
            Recorder<PaperEvent> papers,
            Recorder<ReferencesEvent> references,
            Recorder<RankEvent> ranks,
            Recorder<SummaryEvent> summaries) {

        Recorders() {
            this(new Recorder<>(), new Recorder<>(), new Recorder<>(), new Recorder<>());
        }
    }
}
