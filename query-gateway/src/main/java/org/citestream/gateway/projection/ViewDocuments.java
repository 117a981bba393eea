package org.citestream.gateway.projection;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.citestream.events.rounds.Together;
import org.citestream.gateway.index.CitationIndex;
import org.citestream.gateway.projection.ListedPaper.AbstractOrigin;
import org.citestream.gateway.projection.ListedPaper.ShownAbstract;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;
import org.springframework.stereotype.Component;

/** The collection {@code views}: one document for each paper, found by its id alone. */
@Component
public class ViewDocuments {

    static final String VIEWS = "views";

    private static final Document OF_A_VIEW = new Document(PaperSection.NAME, 1).append(SummarySection.NAME, 1);

    private final MongoTemplate mongo;
    private final PastVersions past;
    private final CitationIndex citations;
    private final Together<Integer, Read> reads = new Together<>(this::findEach);

    ViewDocuments(MongoTemplate mongo, PastVersions past, CitationIndex citations) {
        this.mongo = mongo;
        this.past = past;
        this.citations = citations;
    }

    /** The document of a paper, if it is there; read together with those that are asked for at the same time. */
    public Optional<StoredView> find(int id) {
        Read read = reads.take(id);
        if (read.failure != null) {
            throw read.failure;
        }
        return Optional.ofNullable(read.view);
    }

    /** What came of a read. A store that does not answer is told to all who asked: if each asked again, each would wait once more. */
    private record Read(@Nullable StoredView view, @Nullable RuntimeException failure) {}

    private List<Read> findEach(List<Integer> ids) {
        try {
            Map<Integer, StoredView> found = findAll(Set.copyOf(ids));
            return ids.stream().map(id -> new Read(found.get(id), null)).toList();
        } catch (RuntimeException e) {
            return ids.stream().map(_ -> new Read(null, e)).toList();
        }
    }

    /** The documents of some papers, by id; those whose document is not there yet are left out. */
    public Map<Integer, StoredView> findAll(Collection<Integer> ids) {
        Map<Integer, StoredView> views = new HashMap<>();
        if (ids.isEmpty()) {
            return views;
        }
        // By the driver itself: to map question and answer costs as much as both.
        Document byIds = new Document("_id", new Document("$in", List.copyOf(ids)));
        for (Document found : mongo.getCollection(VIEWS).find(byIds).projection(OF_A_VIEW)) {
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

    /** What lists show of some papers, by id, from memory; those that have not been read are left out. */
    public Map<Integer, ListedPaper> list(Collection<Integer> ids) {
        Map<Integer, ListedPaper> listed = HashMap.newHashMap(ids.size());
        citations
                .named(ids)
                .forEach((id, named) ->
                        listed.put(id, new ListedPaper(named.title(), named.venue(), named.year(), null)));
        return listed;
    }

    /** The same with their abstracts, from the documents. */
    public Map<Integer, ListedPaper> listWithAbstracts(Collection<Integer> ids) {
        Map<Integer, ListedPaper> listed = list(ids);
        if (ids.isEmpty()) {
            return listed;
        }
        Query byIds = Query.query(Criteria.where("_id").in(ids));
        byIds.fields().include("paper.abstract");
        for (Document found : mongo.find(byIds, Document.class, VIEWS)) {
            Document paper = found.get(PaperSection.NAME, Document.class);
            ShownAbstract shown = paper == null ? null : shownAbstract(paper);
            if (shown != null) {
                listed.computeIfPresent(
                        found.getInteger("_id"),
                        (_, named) -> new ListedPaper(named.title(), named.venue(), named.year(), shown));
            }
        }
        return listed;
    }

    private static @Nullable ShownAbstract shownAbstract(Document paper) {
        Document stored = paper.get("abstract", Document.class);
        if (stored == null || Boolean.FALSE.equals(stored.getBoolean("show"))) {
            return null;
        }
        return new ShownAbstract(
                stored.getString("text"), new AbstractOrigin(stored.getString("source"), stored.getString("licence")));
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
