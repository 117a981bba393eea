package org.citestream.benchmarks;

import java.time.Duration;

/** Processor time of this process, which other work on the machine lengthens less than the time that passes. */
final class ProcessorTime {

    private ProcessorTime() {}

    static double seconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }
}
