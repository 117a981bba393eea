package org.citestream.summary.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words that begin a sentence with a capital and are no name: those that open many sentences, and those that look like any word of the
 * language. A name that looks like one of the latter is taken for it.
 */
final class Openers {

    private static final int FEWEST_LETTERS = 7;
    private static final int STEM = 5;
    private static final Set<String> WORDS = Set.copyOf(List.of(
            ("a an the this these that those it its they we our one two three four five several some many most each every both all any no"
                            + " new novel by to for from in on with without via through using given under across after before as at of over"
                            + " when where while if because since although unlike between among within rather instead despite not only how"
                            + " researchers authors scientists engineers users"
                            + " adds addresses analyses analyzes applies argues asks automates avoids bases bounds bridges brings builds casts"
                            + " characterises characterizes combines compares computes compiles connects considers constructs creates cuts defines"
                            + " demonstrates derives describes designs detects determines develops discusses enables establishes estimates evaluates examines exploits"
                            + " explores explains exposes extends finds fits formalises formalizes formulates generalises generalizes generates gives"
                            + " handles identifies implements improves infers integrates introduces investigates keeps learns leverages lets lifts maintains makes"
                            + " maps measures merges models offers optimises optimizes organises organizes partitions places plans predicts presents"
                            + " processes proposes proves provides quantifies queries ranks reduces replaces reports represents revisits"
                            + " runs samples scales schedules searches selects separates shows simplifies solves speeds splits stores studies"
                            + " suggests summarises summarizes supports surveys tackles takes tests traces tracks trains transforms treats turns unifies uses views"
                            + " fast faster large small simple general efficient scalable adaptive automatic distributed parallel deep"
                            + " system systems method methods approach approaches algorithm algorithms framework model technique techniques data database databases"
                            + " study survey analysis work query research results experiments evidence theory design paper performance another"
                            + " author proposal overview hybrid modular history error proposed concerned aims attempts contributes focuses"
                            + " performs highlights illuminates helps clarifies addresses outlines")
                    .split(" ")));
    private static final Pattern LIKE_A_WORD =
            Pattern.compile(".*(?:ing|ly|tions?|ive|ient|able|ical|ments?|ities|ity|ness)");

    private Openers() {}

    /**
     * Whether a first word need not be a name.
     *
     * @param known the words of the source, in lower case
     */
    static boolean include(String word, Set<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        return WORDS.contains(lower)
                || WORDS.contains(lower + "s")
                || WORDS.contains(lower + "es")
                || (lower.length() >= FEWEST_LETTERS
                        && LIKE_A_WORD.matcher(lower).matches())
                || (lower.length() > STEM && hasStem(lower.substring(0, STEM), known));
    }

    private static boolean hasStem(String stem, Set<String> known) {
        return known.stream().anyMatch(each -> each.startsWith(stem));
    }
}
