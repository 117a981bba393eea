package org.citestream.summary.spending;

import java.util.Collection;
import java.util.Map;

/** Running totals by name, kept for good. */
interface Ledger {

    /** Adds to some totals, which may be written by others meanwhile. */
    void add(Map<String, Spending> more);

    /** Some totals; those never written are absent. */
    Map<String, Spending> read(Collection<String> names);

    /** All whose name begins with something, by their names. */
    Map<String, Spending> readAll(String prefix);
}
