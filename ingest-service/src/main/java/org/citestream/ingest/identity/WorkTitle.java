package org.citestream.ingest.identity;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.citestream.events.ContentHash;
import org.jspecify.annotations.Nullable;

/**
 * A title as it is compared: as a whole, and by what stands before its subtitle, since many lists leave subtitles out or cut
 * them off. Case, diacritics and punctuation do not count.
 *
 * @param whole hash of the whole title
 * @param head hash of what stands before the subtitle, or null where it has none
 * @param tail the subtitle, folded and cut to a length that tells it from others; empty where there is none
 */
public record WorkTitle(String whole, @Nullable String head, String tail) {

    /** A colon, a full stop, a question or exclamation mark, or a dash between spaces; an opening bracket after a space. */
    private static final Pattern BEFORE_SUBTITLE = Pattern.compile("[:.?!]\\s|\\s[-–—]+\\s|\\s?—\\s?|\\s\\(");

    private static final int SHORTEST_HEAD = 4;
    private static final int LONGEST_TAIL = 80;

    /** Nothing that has a title has this one. */
    static final WorkTitle NONE = new WorkTitle("", null, "");

    public static WorkTitle of(String title) {
        String folded = letters(title);
        String whole = ContentHash.of(folded.isEmpty() ? title.strip() : folded);
        Matcher before = BEFORE_SUBTITLE.matcher(title);
        while (before.find()) {
            String head = letters(title.substring(0, before.start()));
            if (head.length() >= SHORTEST_HEAD) {
                String tail = letters(title.substring(before.end()));
                return tail.isEmpty()
                        ? new WorkTitle(whole, null, "")
                        : new WorkTitle(
                                whole, ContentHash.of(head), tail.substring(0, Math.min(tail.length(), LONGEST_TAIL)));
            }
        }
        return new WorkTitle(whole, null, "");
    }

    private static String letters(String text) {
        return Names.fold(text).replace("-", "");
    }

    /** The hashes under which it meets others. */
    public List<String> hashes() {
        return head == null ? List.of(whole) : List.of(whole, head);
    }

    /** What follows the part of the title with this hash. */
    String after(String hash) {
        return hash.equals(head) ? tail : "";
    }

    /** Whether it is the other one, or one of them is the other without a subtitle or with one that is cut off. */
    public boolean isMaybe(WorkTitle other) {
        return whole.equals(other.whole)
                || hashes().stream()
                        .filter(other.hashes()::contains)
                        .anyMatch(hash -> goOnAlike(after(hash), other.after(hash)));
    }

    /** Whether one of two endings goes on as the other does. */
    static boolean goOnAlike(String one, String other) {
        return one.startsWith(other) || other.startsWith(one);
    }
}
