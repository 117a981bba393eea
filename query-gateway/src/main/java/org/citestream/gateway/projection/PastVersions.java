package org.citestream.gateway.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * The collection {@code past}: for each paper that changed, the last eight sections of each kind that newer ones replaced.
 *
 * <p>A section goes, before the newer one is written, into the slot of its version by {@code $max}: so it may be done twice and in any
 * order, and a document holds no more than {@value #KEPT} of a kind. A paper that never changed has no document here.
 */
@Component
public class PastVersions {

    /** How many replaced sections of a kind are kept of a paper. */
    public static final int KEPT = 8;

    private static final String COLLECTION = "past";

    private final MongoTemplate mongo;

    PastVersions(MongoTemplate mongo) {
        this.mongo = mongo;
    }

    /** Keeps the sections of some papers that those that come will replace. */
    void keep(String section, Map<Integer, Document> coming) {
        List<Integer> changed = coming.entrySet().stream()
                .filter(each -> version(each.getValue()) > 1)
                .map(Map.Entry::getKey)
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        Query byIds = Query.query(Criteria.where("_id").in(changed));
        byIds.fields().include(section);
        Map<Integer, Update> kept = new HashMap<>();
        for (Document found : mongo.find(byIds, Document.class, ViewDocuments.VIEWS)) {
            int id = found.getInteger("_id");
            Document replaced = found.get(section, Document.class);
            Document newer = coming.get(id);
            if (replaced != null && newer != null && version(replaced) < version(newer)) {
                kept.put(id, new Update().max(section + Math.floorMod(version(replaced), KEPT), replaced));
            }
        }
        if (!kept.isEmpty()) {
            Upserts.write(mongo, COLLECTION, kept);
        }
    }

    /** How the document of a paper was at a moment, or nothing if there is no such paper. */
    public Optional<PastView> at(int id, Instant moment) {
        Query byId = Query.query(Criteria.where("_id").is(id));
        Document present = mongo.findOne(byId, Document.class, ViewDocuments.VIEWS);
        if (present == null || present.get(PaperSection.NAME) == null) {
            return Optional.empty();
        }
        Document past = mongo.findOne(byId, Document.class, COLLECTION);
        List<Document> papers = versions(PaperSection.NAME, present, past);
        List<Document> summaries = versions(SummarySection.NAME, present, past);
        List<Document> references = versions(ReferencesSection.NAME, present, past);
        Document paper = seenBy(papers, moment);
        Document summary = seenBy(summaries, moment);
        Document cited = seenBy(references, moment);
        return Optional.of(new PastView(
                viewableAt(papers.getFirst()),
                paper == null
                        ? null
                        : new StoredView(
                                PaperSection.of(id, paper), summary == null ? null : SummarySection.of(summary)),
                cited == null ? 0 : cited.getList("cited", Integer.class).size(),
                cited == null ? 0 : cited.getInteger("unresolved"),
                summary != null || summaries.size() <= KEPT,
                cited != null || references.size() <= KEPT));
    }

    /** What is known of a section, the lowest version first. */
    private static List<Document> versions(String section, Document present, @Nullable Document past) {
        List<Document> all = new ArrayList<>();
        if (past != null) {
            past.forEach((slot, value) -> {
                if (slot.startsWith(section) && value instanceof Document each) {
                    all.add(each);
                }
            });
        }
        Document now = present.get(section, Document.class);
        if (now != null) {
            // Kept a moment before it is replaced: then it is found twice.
            all.removeIf(each -> version(each) >= version(now));
            all.add(now);
        }
        all.sort(Comparator.comparingLong(PastVersions::version));
        return all;
    }

    private static @Nullable Document seenBy(Collection<Document> versions, Instant moment) {
        return versions.stream()
                .filter(each -> !viewableAt(each).isAfter(moment))
                .reduce((_, later) -> later)
                .orElse(null);
    }

    private static Instant viewableAt(Document section) {
        return Origin.of(section).viewableAt();
    }

    private static long version(Document section) {
        return section.getLong("v");
    }

    /**
     * The document of a paper at a moment.
     *
     * @param since from when on it is kept
     * @param view how it was, or null if the moment is before that
     * @param cited how many papers of the collection it cited
     * @param unresolved how many works outside it
     * @param summaryKept whether its summary is kept so far back
     * @param referencesKept whether its references are
     */
    public record PastView(
            Instant since,
            @Nullable StoredView view,
            int cited,
            int unresolved,
            boolean summaryKept,
            boolean referencesKept) {}
}
