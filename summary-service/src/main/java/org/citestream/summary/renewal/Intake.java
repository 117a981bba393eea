package org.citestream.summary.renewal;

import java.util.Set;

/** Takes papers in, once more. */
@FunctionalInterface
public interface Intake {

    /** Reads some partitions from the start to where they end now, and opens the work that is due. */
    void readAgain(Set<Integer> partitions);
}
