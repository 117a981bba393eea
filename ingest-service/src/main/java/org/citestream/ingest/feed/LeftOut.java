package org.citestream.ingest.feed;

/** Why a record of another collection is no paper here; what the venue rules tell by the title comes in their words. */
public final class LeftOut {

    public static final String NO_TITLE = "no title";
    public static final String NO_YEAR = "no year";
    public static final String NO_AUTHOR = "no author";
    public static final String NO_KEY = "no key of its source";
    public static final String NOT_FOUND = "not known to its source";
    public static final String WHOLE_VOLUME = "a whole volume, issue or series";
    public static final String FRONT_MATTER = "front matter";
    public static final String NOTICE = "notice of a correction";
    public static final String PART_OF_WORK = "part or supplement of another work";
    public static final String NOT_A_WORK = "not a work";

    private LeftOut() {}
}
