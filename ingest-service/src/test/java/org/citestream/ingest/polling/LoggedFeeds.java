package org.citestream.ingest.polling;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Of which feed each line is that a class logs. */
final class LoggedFeeds extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Logger logger;
    private final List<String> feeds = new CopyOnWriteArrayList<>();

    LoggedFeeds(Class<?> of) {
        logger = (Logger) LoggerFactory.getLogger(of);
        setContext(logger.getLoggerContext());
        start();
        logger.setLevel(Level.INFO);
        logger.addAppender(this);
    }

    /** By the thread that logs, which knows it. */
    @Override
    protected void append(ILoggingEvent line) {
        feeds.add(line.getMDCPropertyMap().getOrDefault("citestream.feed", ""));
    }

    List<String> all() {
        return feeds;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        stop();
    }
}
