package org.citestream.gateway.catalogue;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/**
 * Cursors: a walk goes on in the list in which it began, whatever changes meanwhile, so it misses and repeats nothing that was there
 * throughout. The list is kept for ten minutes after the walk's last step.
 *
 * <p>A cursor names its list by 96 random bits and says how many papers were taken; lists are shared between walks that began in the
 * same one. Cost: 4 bytes for each paper of a list; of more than 500 lists, or 80 MB of them, those that were used longest ago are given up.
 */
@Component
public class Cursors {

    static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 500;
    static final long MOST_PAPERS = 20_000_000;
    private static final int BITS = 96;
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{24})-([0-9]{1,9})");

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Pinned> pinned = new LinkedHashMap<>(16, 0.75f, true);
    /** Of all lists together. */
    private long papers;

    Cursors(InstantSource clock) {
        this.clock = clock;
    }

    /** A cursor that goes on in a list after its first {@code taken} papers. */
    public synchronized String after(Listing listing, int taken) {
        Instant now = clock.instant();
        forget(now);
        String name = pinned.entrySet().stream()
                .filter(each -> each.getValue().listing == listing)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> String.format("%024x", new BigInteger(BITS, random)));
        if (pinned.put(name, new Pinned(listing, now)) == null) {
            papers += listing.ids().length;
            forget(now);
        }
        return name + "-" + taken;
    }

    /**
     * Where a cursor goes on.
     *
     * @return nothing if it does not have the form of a cursor
     * @throws CursorGoneException if its list is not kept any more
     */
    public synchronized Optional<Place> find(String cursor) {
        Matcher form = FORM.matcher(cursor);
        if (!form.matches()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        forget(now);
        String name = form.group(1);
        Pinned found = pinned.get(name);
        int taken = Integer.parseInt(form.group(2));
        if (found == null) {
            throw new CursorGoneException();
        }
        if (taken > found.listing.ids().length) {
            return Optional.empty();
        }
        pinned.put(name, new Pinned(found.listing, now));
        return Optional.of(new Place(found.listing, taken));
    }

    private void forget(Instant now) {
        Iterator<Pinned> eldestFirst = pinned.values().iterator();
        while (eldestFirst.hasNext()) {
            Pinned eldest = eldestFirst.next();
            boolean over = eldest.lastUsed.plus(KEPT).isBefore(now);
            boolean tooMany = pinned.size() > MOST || (papers > MOST_PAPERS && pinned.size() > 1);
            if (!over && !tooMany) {
                return;
            }
            papers -= eldest.listing.ids().length;
            eldestFirst.remove();
        }
    }

    /**
     * A place in a list.
     *
     * @param listing the list
     * @param taken how many of its papers come before
     */
    public record Place(Listing listing, int taken) {}

    private record Pinned(Listing listing, Instant lastUsed) {}
}
