package org.citestream.events.stream;

/** The consumer groups, by whose committed positions the lag of each stage is told. */
public final class Groups {

    /** Reads {@code submissions}. */
    public static final String IDENTIFY = "ingest-identify";

    /** Reads {@code identified}. */
    public static final String ASSEMBLE = "ingest-assemble";

    /** Reads {@code papers}. */
    public static final String SUMMARIES = "summary-service";

    /** Reads {@code papers}, {@code references}, {@code summaries} and {@code ranks} into the paper views. */
    public static final String VIEWS = "query-gateway";

    private Groups() {}
}
