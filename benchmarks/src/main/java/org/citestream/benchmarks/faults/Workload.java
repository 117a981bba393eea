package org.citestream.benchmarks.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of a run say, as it follows from its seed: papers and their corrections, the same papers from a second source, withdrawals and retractions,
 * citations, decisions. What is said under one key is said by one client, one after the other.
 */
final class Workload {

    static final int CLIENTS = 4;

    /** The place in a title, from 1 on, of a word that no other title has. */
    static final int OWN_WORD = 4;

    private static final int OPERATIONS = 40;
    private static final int MOST_REFERENCES = 5;
    /** References go to numbers below this, some of which never come. */
    private static final int NUMBERS = 20;

    private static final int PEOPLE = 40;
    private static final int FIRST_YEAR = 1985;
    private static final int YEARS = 40;
    private static final String FIRST_SOURCE = "north";
    private static final String SECOND_SOURCE = "south";
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final String UNUSED_SYLLABLE = "wa";
    private static final int WORDS_A_SEED = 10_000;

    private final long seed;
    private final int client;
    private final Random random;
    private final List<Operation> operations = new ArrayList<>();
    /** What this client said of its papers last. */
    private final Map<String, Operation.Describe> said = new TreeMap<>();

    private int papers;
    private int words;

    private Workload(long seed, int client) {
        this.seed = seed;
        this.client = client;
        this.random = new Random(seed * CLIENTS + client + 1_000_003);
        while (operations.size() < OPERATIONS) {
            add();
        }
    }

    /** A record under another title, of which no other has the word. */
    static Operation.Describe corrected(Operation.Describe record) {
        String[] words = record.title().split(" ");
        words[OWN_WORD - 1] += UNUSED_SYLLABLE;
        return new Operation.Describe(
                record.source(),
                record.number(),
                String.join(" ", words),
                record.authors(),
                record.year(),
                record.doi(),
                record.abstractText(),
                record.references(),
                false);
    }

    /** What a client says, in its order. */
    static List<Operation> of(long seed, int client) {
        return List.copyOf(new Workload(seed, client).operations);
    }

    private void add() {
        int kind = random.nextInt(100);
        if (kind < 40 || said.isEmpty()) {
            add(new Operation.Describe(
                    FIRST_SOURCE,
                    number(client, papers),
                    "Sorting with the " + word() + " Method",
                    authors(),
                    year(),
                    random.nextInt(3) == 0 ? "10.9999/" + number(client, papers) : null,
                    random.nextInt(4) == 0 ? null : abstractText(),
                    references(),
                    false));
            papers++;
        } else if (kind < 62) {
            add(corrected(any(), false));
        } else if (kind < 72) {
            addSecondSource();
        } else if (kind < 79) {
            Operation.Describe withdrawn = any();
            operations.add(new Operation.Withdraw(withdrawn.source(), withdrawn.number()));
        } else if (kind < 83) {
            // A retraction is told of a DOI.
            Operation.Describe last = any();
            add(corrected(last, last.doi() != null));
        } else if (kind < 92) {
            Operation.Cite cite = new Operation.Cite(any().key(), anyKey());
            if (!cite.citing().equals(cite.cited())) {
                operations.add(cite);
            }
        } else {
            String one = any().key();
            // Of two clients, the first alone decides on the papers of both.
            String other =
                    FIRST_SOURCE + ":" + number(client + random.nextInt(CLIENTS - client), random.nextInt(NUMBERS));
            if (!one.equals(other)) {
                boolean isFirst = one.compareTo(other) < 0;
                operations.add(
                        new Operation.Decide(isFirst ? one : other, isFirst ? other : one, random.nextInt(3) > 0));
            }
        }
    }

    private void add(Operation.Describe record) {
        said.put(record.key(), record);
        operations.add(record);
    }

    private Operation.Describe any() {
        List<Operation.Describe> all = List.copyOf(said.values());
        return all.get(random.nextInt(all.size()));
    }

    /** Corrected in some respects; the abstract is always another one, so that no two are alike. */
    private Operation.Describe corrected(Operation.Describe last, boolean retracted) {
        return new Operation.Describe(
                last.source(),
                last.number(),
                random.nextInt(3) == 0 ? "Sorting with the " + word() + " Method" : last.title(),
                random.nextInt(4) == 0 ? authors() : last.authors(),
                random.nextInt(4) == 0 ? year() : last.year(),
                last.doi(),
                random.nextInt(8) == 0 ? null : abstractText(),
                random.nextInt(2) == 0 ? references() : last.references(),
                retracted);
    }

    /** Another source describes a paper that has a DOI, with its own words. */
    private void addSecondSource() {
        for (Operation.Describe each : said.values()) {
            String number = each.number();
            if (each.doi() != null && !said.containsKey(SECOND_SOURCE + ":" + number)) {
                add(new Operation.Describe(
                        SECOND_SOURCE,
                        number,
                        "Joining with the " + word() + " Method",
                        authors(),
                        year(),
                        each.doi(),
                        random.nextBoolean() ? null : abstractText(),
                        references(),
                        false));
                return;
            }
        }
    }

    private List<String> references() {
        List<String> references = new ArrayList<>();
        int count = random.nextInt(MOST_REFERENCES + 1);
        while (references.size() < count) {
            String key = anyKey();
            if (!references.contains(key)) {
                references.add(key);
            }
        }
        return List.copyOf(references);
    }

    /** Of a paper of any client, which may be there by then or not. */
    private String anyKey() {
        String source = random.nextInt(6) == 0 ? SECOND_SOURCE : FIRST_SOURCE;
        return source + ":" + number(random.nextInt(CLIENTS), random.nextInt(NUMBERS));
    }

    private String number(int ofClient, int paper) {
        return "s" + seed + "-c" + ofClient + "-" + paper;
    }

    private List<String> authors() {
        List<String> authors = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        while (authors.size() < count) {
            String name = "Ada " + pseudoWord(random.nextInt(PEOPLE) + WORDS_A_SEED / 2);
            if (!authors.contains(name)) {
                authors.add(name);
            }
        }
        return List.copyOf(authors);
    }

    private int year() {
        return FIRST_YEAR + random.nextInt(YEARS);
    }

    private @Nullable String abstractText() {
        return StubModel.abstractOn(word());
    }

    /** A word that no other client has, in whichever run. */
    private String word() {
        return pseudoWord(seed * WORDS_A_SEED + (long) words++ * CLIENTS + client + WORDS_A_SEED);
    }

    private static String pseudoWord(long number) {
        StringBuilder word = new StringBuilder();
        for (long rest = number; rest > 0 || word.length() < 4; rest /= (long) CONSONANTS.length() * VOWELS.length()) {
            int syllable = (int) (rest % ((long) CONSONANTS.length() * VOWELS.length()));
            word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
        }
        return word.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + word.substring(1);
    }
}
