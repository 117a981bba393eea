package org.citestream.benchmarks.measuring;

import java.time.Duration;

/** Processor time of this process, which other work on the machine lengthens less than the time that passes. */
public final class ProcessorTime {

    private ProcessorTime() {}

    public static double seconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }
}
