package org.citestream.gateway.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/**
 * What views showed before: the collection {@code earlierViews}, one document for each paper that has changed, with the last {@value #KEPT}
 * states of each section. A state is kept before a newer one takes its place, in a slot that follows from its version, so that to do it again
 * changes nothing.
 */
@Component
public class EarlierViews {

    private static final String EARLIER = "earlierViews";
    private static final int KEPT = 16;

    private final ViewDocuments views;
    private final MongoTemplate mongo;

    EarlierViews(ViewDocuments views, MongoTemplate mongo) {
        this.views = views;
        this.mongo = mongo;
    }

    /** Keeps what the views of some papers show of a section, where these are newer. */
    void keep(String section, Map<Integer, Document> newer) {
        List<Integer> changing = newer.entrySet().stream()
                .filter(each -> version(each.getValue()) > 1)
                .map(Map.Entry::getKey)
                .toList();
        Map<Integer, Document> kept = new LinkedHashMap<>();
        views.sections(section, changing).forEach((id, now) -> {
            if (version(now) < version(newer.get(id))) {
                kept.put(id, now);
            }
        });
        if (!kept.isEmpty()) {
            BulkOperations upserts = mongo.bulkOps(BulkOperations.BulkMode.UNORDERED, EARLIER);
            kept.forEach((id, state) -> upserts.upsert(
                    Query.query(Criteria.where("_id").is(id)), new Update().max(slot(section, version(state)), state)));
            upserts.execute();
        }
    }

    private static String slot(String section, long version) {
        return section + ".s" + version % KEPT;
    }

    private static long version(@Nullable Document section) {
        Long version = section == null ? null : section.getLong("v");
        return version == null ? 0 : version;
    }

    /**
     * The view of a paper as it was at a moment.
     *
     * @param now as it is
     * @return its earlier sections, or since when any are known
     */
    public Then at(StoredView now, Instant moment) {
        int id = now.paper().paper().id();
        Document kept =
                Optional.ofNullable(mongo.findById(id, Document.class, EARLIER)).orElseGet(Document::new);
        List<PaperSection> papers = new ArrayList<>(List.of(now.paper()));
        states(kept, PaperSection.NAME).forEach(each -> papers.add(PaperSection.of(id, each)));
        List<SummarySection> summaries = new ArrayList<>();
        if (now.summary() != null) {
            summaries.add(now.summary());
        }
        states(kept, SummarySection.NAME).forEach(each -> summaries.add(SummarySection.of(each)));
        Optional<PaperSection> paper = papers.stream()
                .filter(each -> !each.origin().viewableAt().isAfter(moment))
                .max(Comparator.comparingLong(each -> each.origin().version()));
        Optional<SummarySection> summary = summaries.stream()
                .filter(each -> !each.origin().viewableAt().isAfter(moment))
                .max(Comparator.comparingLong(each -> each.origin().version()));
        if (paper.isPresent()) {
            return new Then(new StoredView(paper.get(), summary.orElse(null)), moment);
        }
        Instant first = papers.stream()
                .map(each -> each.origin().viewableAt())
                .min(Comparator.naturalOrder())
                .orElse(moment);
        return new Then(null, first);
    }

    private static Collection<Document> states(Document kept, String section) {
        return kept.get(section, new Document()).values().stream()
                .map(Document.class::cast)
                .toList();
    }

    /**
     * A view at a moment.
     *
     * @param view its sections, or null where none so early are known
     * @param since the moment, or else since when sections are known
     */
    public record Then(@Nullable StoredView view, Instant since) {}
}
