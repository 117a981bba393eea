package org.citestream.ingest.assembly;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.citestream.events.SubmittedReference;
import org.citestream.ingest.identity.WorkTitle;
import org.jspecify.annotations.Nullable;

/**
 * How many works one paper cites that are not in the collection, whatever several sources say of them. References with the same key, or the
 * same title, are of one work. What only its source can tell from others (it says only that there is one, or gives no more than a key of its own)
 * may be a work that another source names, and is taken for one as long as there are enough: so the number is the smallest that
 * all sources' words allow.
 */
final class UnresolvedWorks {

    private final List<OfSource> sources = new ArrayList<>();

    OfSource of(String record) {
        OfSource source = new OfSource(record);
        sources.add(source);
        return source;
    }

    /**
     * What they come to.
     *
     * @param works how many there are
     * @param repeated how often a source names one that it has named already
     */
    record Count(int works, int repeated) {}

    /**
     * Counts them.
     *
     * @param resolved how many cited works are in the collection
     */
    Count count(int resolved) {
        Works works = new Works();
        Set<String> ambiguous = new HashSet<>();
        sources.forEach(source -> ambiguous.addAll(source.titlesOfSeveral()));
        for (OfSource source : sources) {
            source.references.forEach(each -> works.add(each, ambiguous));
        }
        Set<String> tellable = new HashSet<>();
        int most = 0;
        int repeated = 0;
        for (OfSource source : sources) {
            Set<String> named = new HashSet<>();
            for (SubmittedReference reference : source.references) {
                String work = works.of(nameOf(reference));
                repeated += named.add(work) ? 0 : 1;
                if (reference.title() != null || !source.isItsOwn(reference.key())) {
                    tellable.add(work);
                }
            }
            most = Math.max(most, named.size() + source.unnamed + source.resolved);
        }
        return new Count(Math.max(tellable.size() + resolved, most) - resolved, repeated);
    }

    private static String nameOf(SubmittedReference reference) {
        String key = reference.key();
        return key == null ? titleOf(reference) : key;
    }

    private static String titleOf(SubmittedReference reference) {
        String title = reference.title();
        return title == null ? "" : "title:" + WorkTitle.of(title).whole();
    }

    /** What one source says. */
    static final class OfSource {

        private final String namespace;
        private final List<SubmittedReference> references = new ArrayList<>();
        private int unnamed;
        private int resolved;

        private OfSource(String record) {
            this.namespace = record.substring(0, record.indexOf(':') + 1);
        }

        void add(SubmittedReference reference) {
            if (reference.isUnnamed()) {
                unnamed++;
            } else {
                references.add(reference);
            }
        }

        void resolved(int works) {
            resolved = works;
        }

        private boolean isItsOwn(@Nullable String key) {
            return key != null && !namespace.isEmpty() && key.startsWith(namespace);
        }

        /** Titles that it gives to works of different keys, and that therefore name none of them. */
        private Set<String> titlesOfSeveral() {
            Map<String, String> keyOf = new HashMap<>();
            Set<String> several = new HashSet<>();
            for (SubmittedReference reference : references) {
                String key = reference.key();
                if (key != null && reference.title() != null) {
                    String before = keyOf.putIfAbsent(titleOf(reference), key);
                    if (before != null && !before.equals(key)) {
                        several.add(titleOf(reference));
                    }
                }
            }
            return several;
        }
    }

    /** Names of works, and which of them are of the same. */
    private static final class Works {

        private final Map<String, String> others = new HashMap<>();

        void add(SubmittedReference reference, Set<String> ambiguous) {
            if (reference.key() != null && reference.title() != null && !ambiguous.contains(titleOf(reference))) {
                String byTitle = of(titleOf(reference));
                String byKey = of(reference.key());
                if (!byTitle.equals(byKey)) {
                    others.put(byTitle, byKey);
                }
            }
        }

        String of(String name) {
            String work = name;
            for (String other = others.get(work); other != null; other = others.get(work)) {
                work = other;
            }
            return work;
        }
    }
}
