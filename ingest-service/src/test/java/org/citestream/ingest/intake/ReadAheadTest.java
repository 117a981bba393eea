package org.citestream.ingest.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.citestream.ingest.submission.Reading;
import org.junit.jupiter.api.Test;

/** Reading on one thread and sending on another. */
class ReadAheadTest {

    private final List<Long> received = new ArrayList<>();

    @Test
    void eachRecordArrivesOnceAndInOrder() throws IOException {
        long count = ReadAhead.read(
                to -> {
                    LongStream.rangeClosed(1, 1_000).forEach(number -> to.accept(record(number)));
                    return 1_000;
                },
                each -> received.add(each.number()));
        assertThat(count).isEqualTo(1_000);
        assertThat(received).isEqualTo(LongStream.rangeClosed(1, 1_000).boxed().toList());
    }

    @Test
    void whatWasReadBeforeTheInputBrokeOffIsHandedOn() {
        assertThatThrownBy(() -> ReadAhead.read(
                        to -> {
                            LongStream.rangeClosed(1, 100).forEach(number -> to.accept(record(number)));
                            throw new IOException("cut off");
                        },
                        each -> received.add(each.number())))
                .isInstanceOf(IOException.class)
                .hasMessage("cut off");
        assertThat(received).hasSize(100);
    }

    @Test
    void aReceiverThatWantsNoMoreEndsTheReading() {
        AtomicLong read = new AtomicLong();
        assertThatThrownBy(() -> ReadAhead.read(
                        to -> {
                            while (true) {
                                to.accept(record(read.incrementAndGet()));
                            }
                        },
                        each -> {
                            if (each.number() == 5) {
                                throw new IllegalStateException("enough");
                            }
                            received.add(each.number());
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(received).containsExactly(1L, 2L, 3L, 4L);
        assertThat(read.get()).isLessThan(1_000);
    }

    private static Reading record(long number) {
        return new Reading.Refused(number, null, "", "is a test");
    }
}
