package org.citestream.ingest.registry;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Binary;
import org.citestream.events.PaperStatus;
import org.citestream.events.stream.OvertakenOwnerException;
import org.citestream.ingest.assembly.PaperRegistry;
import org.citestream.ingest.assembly.PaperState;
import org.springframework.data.mongodb.core.MongoTemplate;
import org.springframework.data.mongodb.core.convert.MongoConverter;
import org.springframework.stereotype.Repository;

/**
 * Papers in MongoDB. {@code papers}: the state of each, in which what is said is {@link Packed} where that is much, in a section that begins with the owner's token and a number that the owner
 * counts up, so that {@code $max} keeps the last word of the last owner. {@code parts}: what a state says that is too much for it. {@code owners}: the token of each partition, and the topics that have what was published.
 * {@code unsent}: the papers of the last batch of each partition, with the token of its owner, without which none is noted. {@code mentions}: a key, and the papers that mention it.
 * {@code people}: an author's name, and by paper the ORCID iDs that are stated for it.
 */
@Repository
class MongoPaperRegistry implements PaperRegistry {

    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    /** Stands for no partition. */
    private static final int BEFORE_ALL = -1;

    private static final long BELOW_OWNERS = 1L << 62;
    /** What is packed and longer than that is in parts: the merged state and its references are in the same document. */
    private static final int LONGEST_INSIDE = 4 << 20;

    private static final String TOKEN = "token";
    private static final String PUBLISHED = "published";
    private static final String OWNER = "owner";
    private static final String WRITE = "write";
    private static final String PACKED = "packed";
    private static final String PARTS = "parts";
    private static final int MOST_LOOKS = 10;
    private static final int MOST_NAMED = 10;
    private static final int STATES_AT_ONCE = 500;
    private static final Document WHOSE = new Document("state." + OWNER, 1).append("state." + WRITE, 1);
    private static final Document WHAT_CITING_NEED =
            new Document("state.paper.status", 1).append("state.paper.authors", 1);

    private final Documents papers;
    private final Parts parts;
    private final Documents owners;
    private final Documents unsent;
    private final Documents mentions;
    private final Documents people;
    private final MongoConverter converter;
    private final AtomicLong writes = new AtomicLong();

    MongoPaperRegistry(MongoTemplate mongo) {
        this.papers = new Documents(mongo, "papers");
        this.parts = new Parts(mongo);
        this.owners = new Documents(mongo, "owners");
        this.unsent = new Documents(mongo, "unsent");
        this.mentions = new Documents(mongo, "mentions");
        this.people = new Documents(mongo, "people");
        this.converter = mongo.getConverter();
    }

    @Override
    public long ownBeforeAll() {
        return nextToken(BEFORE_ALL) - BELOW_OWNERS;
    }

    @Override
    public boolean isLastBeforeAll(long token) {
        Document owner =
                owners.collection().find(new Document("_id", BEFORE_ALL)).first();
        return owner != null && owner.getLong(TOKEN) - BELOW_OWNERS == token;
    }

    @Override
    public long own(int partition) {
        long token = nextToken(partition);
        unsent.collection()
                .updateOne(new Document("_id", partition), new Document("$max", new Document(TOKEN, token)), UPSERT);
        claim(token, unsent(partition).papers());
        return token;
    }

    /** Leaves the states as they are, but takes them from their former owner. */
    private void claim(long token, Set<Integer> noted) {
        Document mine = new Document(OWNER, token).append(WRITE, 0L);
        List<UpdateOneModel<Document>> makes = new ArrayList<>(noted.size());
        List<UpdateOneModel<Document>> claims = new ArrayList<>(noted.size());
        for (int id : noted) {
            Document unknown = new Document(mine);
            converter.write(PaperState.unknown(id), unknown);
            makes.add(new UpdateOneModel<>(
                    new Document("_id", id), new Document("$setOnInsert", new Document("state", unknown)), UPSERT));
            claims.add(new UpdateOneModel<>(
                    new Document("_id", id).append("state." + OWNER, new Document("$lt", token)),
                    new Document("$set", new Document("state." + OWNER, token).append("state." + WRITE, 0L))));
        }
        papers.write(makes);
        papers.write(claims);
    }

    private long nextToken(int partition) {
        Document owner = owners.collection()
                .findOneAndUpdate(
                        new Document("_id", partition),
                        new Document("$inc", new Document(TOKEN, 1L)),
                        new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
        return Objects.requireNonNull(owner, "an upsert returns its document").getLong(TOKEN);
    }

    @Override
    public Map<Integer, PaperState> states(Collection<Integer> wanted) {
        Map<Integer, PaperState> states = new HashMap<>();
        Set<Integer> replaced = new HashSet<>(wanted);
        for (int looks = 0; !replaced.isEmpty(); looks++) {
            if (looks == MOST_LOOKS) {
                throw new IllegalStateException("Of what the sources say of the papers " + replaced
                        + " parts are missing in the collection parts: "
                        + "restore the database, or drop it, and the service rebuilds it from the topics");
            }
            List<Integer> next = List.copyOf(replaced);
            replaced.clear();
            papers.read(next, found -> {
                int id = found.getInteger("_id");
                Document state = found.get("state", Document.class);
                if (unpack(id, state)) {
                    states.put(id, converter.read(PaperState.class, state));
                } else {
                    replaced.add(id);
                }
            });
        }
        return states;
    }

    @Override
    public void forEach(IntPredicate wanted, Consumer<Collection<PaperState>> some) {
        List<Integer> ids = new ArrayList<>();
        for (Document each : papers.collection().find().projection(new Document("_id", 1))) {
            int id = each.getInteger("_id");
            if (wanted.test(id)) {
                ids.add(id);
            }
        }
        for (int from = 0; from < ids.size(); from += STATES_AT_ONCE) {
            some.accept(states(ids.subList(from, Math.min(ids.size(), from + STATES_AT_ONCE)))
                    .values());
        }
    }

    /** Whether all that is said could be put back into a state; not where that was replaced meanwhile. */
    private boolean unpack(int id, Document state) {
        byte[] packed = state.get(PACKED) instanceof Binary inside
                ? inside.getData()
                : state.containsKey(PARTS) ? parts.read(id, state.getList(PARTS, String.class)) : null;
        if (packed != null) {
            Packed.unpack(packed, state);
        }
        return state.containsKey(Packed.SAID);
    }

    @Override
    public void save(long token, Collection<PaperState> states) {
        if (write(token, states) < states.size()) {
            throw new OvertakenOwnerException("Another owns papers among " + idsOf(states));
        }
    }

    private static List<Integer> idsOf(Collection<PaperState> states) {
        return states.stream().map(PaperState::id).sorted().limit(MOST_NAMED).toList();
    }

    @Override
    public void fill(long token, Collection<PaperState> states) {
        write(token, states);
    }

    /** Returns how many were not written by a later owner. */
    private int write(long token, Collection<PaperState> states) {
        List<UpdateOneModel<Document>> updates = new ArrayList<>(states.size());
        Map<Integer, Document> apart = new HashMap<>();
        for (PaperState state : states) {
            Document section = new Document(OWNER, token).append(WRITE, writes.incrementAndGet());
            converter.write(state, section);
            if (Packed.isWorthIt(state)) {
                pack(state.id(), section);
            }
            if (parts.areThereOf(state.id())) {
                apart.put(state.id(), section);
            }
            updates.add(new UpdateOneModel<>(
                    new Document("_id", state.id()), new Document("$max", new Document("state", section)), UPSERT));
        }
        int written = papers.write(updates);
        tidy(apart);
        return written;
    }

    private void pack(int id, Document section) {
        byte[] packed = Packed.pack(section);
        if (packed.length <= LONGEST_INSIDE) {
            section.append(PACKED, new Binary(packed));
        } else {
            String name = section.getLong(OWNER) + "/" + section.getLong(WRITE);
            section.append(PARTS, parts.write(id, name, packed));
        }
    }

    /** What a later owner wrote names its own parts, of which this one knows nothing. */
    private void tidy(Map<Integer, Document> written) {
        papers.read(written.keySet(), WHOSE, found -> {
            int id = found.getInteger("_id");
            Document state = found.get("state", Document.class);
            Document section = Objects.requireNonNull(written.get(id), "no other was asked for");
            if (state.getLong(OWNER).equals(section.getLong(OWNER))
                    && state.getLong(WRITE).equals(section.getLong(WRITE))) {
                parts.keepOnly(id, section.getList(PARTS, String.class, List.of()));
            }
        });
    }

    @Override
    public Map<Integer, Cited> cited(Collection<Integer> wanted) {
        Map<Integer, Cited> cited = new HashMap<>();
        papers.read(wanted, WHAT_CITING_NEED, found -> {
            Document paper = found.get("state", new Document()).get("paper", Document.class);
            if (paper != null) {
                cited.put(
                        found.getInteger("_id"),
                        new Cited(
                                PaperStatus.valueOf(paper.getString("status")),
                                paper.getList("authors", Document.class, List.of()).stream()
                                        .map(author -> author.getString("_id"))
                                        .collect(Collectors.toUnmodifiableSet())));
            }
        });
        return cited;
    }

    @Override
    public void noteUnsent(int partition, long token, Unsent changes) {
        List<Document> renamed = new ArrayList<>(changes.renamed().size());
        changes.renamed().forEach((name, paper) -> renamed.add(new Document("name", name).append("paper", paper)));
        Document mine = new Document("_id", partition).append(TOKEN, token);
        UpdateResult noted = unsent.collection()
                .replaceOne(
                        mine,
                        new Document(mine)
                                .append("papers", List.copyOf(changes.papers()))
                                .append("renamed", renamed));
        if (noted.getMatchedCount() == 0) {
            throw new OvertakenOwnerException("Another owns partition " + partition);
        }
    }

    @Override
    public Unsent unsent(int partition) {
        Set<Integer> noted = new HashSet<>();
        Map<String, Integer> renamed = new HashMap<>();
        unsent.read(List.of(partition), found -> {
            noted.addAll(found.getList("papers", Integer.class, List.of()));
            found.getList("renamed", Document.class, List.of())
                    .forEach(each -> renamed.put(each.getString("name"), each.getInteger("paper")));
        });
        return new Unsent(noted, renamed);
    }

    @Override
    public Map<String, String> published(int partition) {
        Document owner =
                owners.collection().find(new Document("_id", partition)).first();
        Map<String, String> topics = new HashMap<>();
        if (owner != null) {
            owner.get(PUBLISHED, new Document()).forEach((name, id) -> topics.put(name, (String) id));
        }
        return topics;
    }

    @Override
    public void notePublished(int partition, Map<String, String> topics) {
        Document ids = new Document();
        ids.putAll(topics);
        owners.collection()
                .updateOne(new Document("_id", partition), new Document("$set", new Document(PUBLISHED, ids)), UPSERT);
    }

    @Override
    public void mention(Map<String, Set<Integer>> citingByKey) {
        List<UpdateOneModel<Document>> updates = new ArrayList<>(citingByKey.size());
        citingByKey.forEach((key, citing) -> updates.add(new UpdateOneModel<>(
                new Document("_id", key),
                new Document("$addToSet", new Document("citing", new Document("$each", List.copyOf(citing)))),
                UPSERT)));
        mentions.write(updates);
    }

    @Override
    public Map<String, Set<Integer>> mentions(Collection<String> keys) {
        Map<String, Set<Integer>> citing = new HashMap<>();
        mentions.read(
                keys,
                found -> citing.put(
                        found.getString("_id"), Set.copyOf(found.getList("citing", Integer.class, List.of()))));
        return citing;
    }

    @Override
    public void stateOrcids(Map<String, Map<Integer, Set<String>>> stated) {
        List<UpdateOneModel<Document>> updates = new ArrayList<>(stated.size());
        stated.forEach((name, byPaper) -> {
            Document fields = new Document();
            byPaper.forEach((paper, orcids) -> fields.append("by." + paper, List.copyOf(orcids)));
            updates.add(new UpdateOneModel<>(new Document("_id", name), new Document("$set", fields), UPSERT));
        });
        people.write(updates);
    }

    @Override
    public Map<String, Set<String>> orcids(Collection<String> names) {
        Map<String, Set<String>> orcids = new HashMap<>();
        people.read(names, found -> {
            Set<String> all = new HashSet<>();
            Document byPaper = found.get("by", new Document());
            byPaper.keySet().forEach(paper -> all.addAll(byPaper.getList(paper, String.class, List.of())));
            orcids.put(found.getString("_id"), all);
        });
        return orcids;
    }
}
