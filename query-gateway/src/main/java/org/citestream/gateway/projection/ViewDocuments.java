package org.citestream.gateway.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/** The collection {@code views}: one document for each paper, found by its id alone. */
@Component
public class ViewDocuments {

    static final String VIEWS = "views";

    private final MongoTemplate mongo;
    private final PastVersions past;

    ViewDocuments(MongoTemplate mongo, PastVersions past) {
        this.mongo = mongo;
        this.past = past;
    }

    /** The document of a paper, if it is there. */
    public Optional<StoredView> find(int id) {
        Query byId = Query.query(Criteria.where("_id").is(id));
        byId.fields().include(PaperSection.NAME, SummarySection.NAME);
        return Optional.ofNullable(mongo.findOne(byId, Document.class, VIEWS)).flatMap(ViewDocuments::view);
    }

    /** The documents of some papers, by id; those whose document is not there yet are left out. */
    public Map<Integer, StoredView> findAll(Collection<Integer> ids) {
        Map<Integer, StoredView> views = new HashMap<>();
        if (ids.isEmpty()) {
            return views;
        }
        Query byIds = Query.query(Criteria.where("_id").in(ids));
        byIds.fields().include(PaperSection.NAME, SummarySection.NAME);
        for (Document found : mongo.find(byIds, Document.class, VIEWS)) {
            view(found).ifPresent(view -> views.put(view.paper().paper().id(), view));
        }
        return views;
    }

    private static Optional<StoredView> view(Document found) {
        Document paper = found.get(PaperSection.NAME, Document.class);
        if (paper == null) {
            return Optional.empty();
        }
        Document summary = found.get(SummarySection.NAME, Document.class);
        return Optional.of(new StoredView(
                PaperSection.of(found.getInteger("_id"), paper), summary == null ? null : SummarySection.of(summary)));
    }

    /** What lists show of some papers, by id; those whose document is not there yet are left out. */
    public Map<Integer, ListedPaper> list(Collection<Integer> ids) {
        Map<Integer, ListedPaper> listed = new HashMap<>();
        if (ids.isEmpty()) {
            return listed;
        }
        Query byIds = Query.query(Criteria.where("_id").in(ids));
        byIds.fields()
                .include("paper.title", "paper.venue", "paper.year", "paper.abstract.text", "paper.abstract.show");
        for (Document found : mongo.find(byIds, Document.class, VIEWS)) {
            Document paper = found.get(PaperSection.NAME, Document.class);
            if (paper != null) {
                Document text = paper.get("abstract", Document.class);
                listed.put(
                        found.getInteger("_id"),
                        new ListedPaper(
                                paper.getString("title"),
                                paper.getString("venue"),
                                paper.getInteger("year"),
                                text == null || Boolean.FALSE.equals(text.getBoolean("show"))
                                        ? null
                                        : text.getString("text")));
            }
        }
        return listed;
    }

    /** The feeds that led to the present states of some papers, by id; those that no feed led to are left out. */
    Map<Integer, String> feeds(Collection<Integer> ids) {
        Map<Integer, String> feeds = new HashMap<>();
        Query byIds = Query.query(Criteria.where("_id").in(ids));
        byIds.fields().include("paper.feed");
        for (Document found : mongo.find(byIds, Document.class, VIEWS)) {
            Document paper = found.get(PaperSection.NAME, Document.class);
            if (paper != null && paper.getString("feed") != null) {
                feeds.put(found.getInteger("_id"), paper.getString("feed"));
            }
        }
        return feeds;
    }

    /** One section of some papers, by id, as it is stored; those that have none are left out. */
    Map<Integer, Document> sections(String section, Collection<Integer> ids) {
        Map<Integer, Document> sections = new HashMap<>();
        if (ids.isEmpty()) {
            return sections;
        }
        Query byIds = Query.query(Criteria.where("_id").in(ids));
        byIds.fields().include(section);
        for (Document found : mongo.find(byIds, Document.class, VIEWS)) {
            Document stored = found.get(section, Document.class);
            if (stored != null) {
                sections.put(found.getInteger("_id"), stored);
            }
        }
        return sections;
    }

    /** Puts sections into documents where they are newer than what is there, which is kept among the past ones. */
    void raise(String section, Map<Integer, Document> byId) {
        past.keep(section, byId);
        Map<Integer, Update> updates = new HashMap<>();
        byId.forEach((id, document) -> updates.put(id, new Update().max(section, document)));
        Upserts.write(mongo, VIEWS, updates);
    }
}
