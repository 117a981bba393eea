package org.citestream.benchmarks.faults;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client says. Of what is said under one key, the last that was acknowledged counts. */
public sealed interface Operation {

    /** Under which key it is said. */
    String key();

    /**
     * A record of a paper.
     *
     * @param source who says it
     * @param number the source's own key of it
     * @param title unlike any other's
     * @param authors by name, at least one
     * @param year of its venue
     * @param doi or null
     * @param abstractText or null; its second word is found in no other
     * @param references keys of records, which need not be there
     * @param retracted whether the source says that the work is retracted
     */
    record Describe(
            String source,
            String number,
            String title,
            List<String> authors,
            int year,
            @Nullable String doi,
            @Nullable String abstractText,
            List<String> references,
            boolean retracted)
            implements Operation {
        @Override
        public String key() {
            return source + ":" + number;
        }
    }

    /** A source takes its record back. */
    record Withdraw(String source, String number) implements Operation {
        @Override
        public String key() {
            return source + ":" + number;
        }
    }

    /** A citation that is stated apart from its papers, for ever. */
    record Cite(String citing, String cited) implements Operation {
        @Override
        public String key() {
            return "citation " + citing + " " + cited;
        }
    }

    /** An operator says that two records are of one paper, or leaves it to the records again. */
    record Decide(String one, String other, boolean same) implements Operation {
        @Override
        public String key() {
            return "decision " + one + " " + other;
        }
    }
}
