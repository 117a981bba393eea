package org.citestream.gateway.projection;

import com.mongodb.DuplicateKeyException;
import com.mongodb.MongoBulkWriteException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.mongodb.BulkOperationException;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/** The collection {@code views}: one document for each paper, found by its id alone. */
@Component
public class ViewDocuments {

    private static final String VIEWS = "views";
    private static final int LARGEST_BULK = 1000;
    private static final int ATTEMPTS = 5;

    private final MongoTemplate mongo;

    ViewDocuments(MongoTemplate mongo) {
        this.mongo = mongo;
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

    /** One section of some papers, by id; those that lack it are left out. */
    Map<Integer, Document> sections(String section, Collection<Integer> ids) {
        Map<Integer, Document> sections = new HashMap<>();
        Query byIds = Query.query(Criteria.where("_id").in(ids));
        byIds.fields().include(section);
        for (Document found : mongo.find(byIds, Document.class, VIEWS)) {
            if (found.get(section) instanceof Document there) {
                sections.put(found.getInteger("_id"), there);
            }
        }
        return sections;
    }

    /** Puts sections into documents where they are newer than what is there. */
    void raise(String section, Map<Integer, Document> byId) {
        Map<Integer, Document> bulk = new LinkedHashMap<>();
        byId.forEach((id, document) -> {
            bulk.put(id, document);
            if (bulk.size() == LARGEST_BULK) {
                write(section, bulk);
                bulk.clear();
            }
        });
        if (!bulk.isEmpty()) {
            write(section, bulk);
        }
    }

    /** Two upserts of one paper's first sections may both try to insert; the one that failed then finds the document. */
    private void write(String section, Map<Integer, Document> byId) {
        for (int attempt = 1; ; attempt++) {
            try {
                BulkOperations upserts = mongo.bulkOps(BulkOperations.BulkMode.UNORDERED, VIEWS);
                byId.forEach((id, document) ->
                        upserts.upsert(Query.query(Criteria.where("_id").is(id)), new Update().max(section, document)));
                upserts.execute();
                return;
            } catch (DataIntegrityViolationException
                    | BulkOperationException
                    | MongoBulkWriteException
                    | DuplicateKeyException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
