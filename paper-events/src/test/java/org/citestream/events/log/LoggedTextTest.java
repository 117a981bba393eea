package org.citestream.events.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the services' own configuration of the log writes of texts that would write lines themselves. */
class LoggedTextTest {

    private static final String FORGED =
            "a title\r\n2026-01-01T00:00:00.000Z ERROR 1 --- all is lost \u001b[31mred\u001b[0m"
                    + " \u0085next\u2028line\u202etpircs\u0000";

    @TempDir
    Path directory;

    @Test
    void aTextKeepsToItsLineWhateverItHolds() throws Exception {
        List<String> lines = logged(log -> log.warn("{} was refused", FORGED));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst())
                .contains("a title\\r\\n2026-01-01")
                .contains("\\u001b[31mred\\u001b[0m \\u0085next\\u2028line\\u202etpircs\\u0000 was refused")
                .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028-\u202e]");
    }

    @Test
    void aFailuresMessageKeepsToItsLineAndSoDoThoseOfItsCauses() throws Exception {
        IllegalStateException failure = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
        failure.addSuppressed(new IllegalStateException(FORGED));
        List<String> lines = logged(log -> log.error("It failed", failure));
        assertThat(lines.stream().filter(line -> line.contains("all is lost")))
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("Exception: a title\\r\\n2026"));
        assertThat(lines)
                .noneMatch(line -> line.startsWith("2026-01-01"))
                .allSatisfy(line -> assertThat(line.replace("\t", ""))
                        .doesNotContainPattern("[\\p{Cntrl}\u0080-\u009f\u2028-\u202e]"));
    }

    @Test
    void whatIsInOrderIsWrittenAsItIs() throws Exception {
        assertThat(logged(log -> log.info("Über Ξ 論文 👩‍🔬 C:\\papers")).getFirst())
                .endsWith("Über Ξ 論文 👩‍🔬 C:\\papers");
    }

    private List<String> logged(java.util.function.Consumer<org.slf4j.Logger> logging) throws Exception {
        Path file = directory.resolve("the.log");
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putProperty("LOG_FILE", file.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(LoggedTextTest.class.getResource("/logback-spring.xml"));
        assertThat(context.getLogger("ROOT").getAppender("FILE"))
                .isInstanceOfSatisfying(
                        RollingFileAppender.class,
                        appender -> assertThat(appender.getEncoder()).isInstanceOf(PatternLayoutEncoder.class));
        context.getLogger("ROOT").detachAppender("CONSOLE");
        logging.accept(context.getLogger("test"));
        context.stop();
        return Files.readAllLines(file);
    }
}
