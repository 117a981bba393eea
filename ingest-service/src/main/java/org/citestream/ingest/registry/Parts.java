package org.citestream.ingest.registry;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.InsertOneModel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.bson.types.Binary;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.core.MongoTemplate;

/**
 * What is too much for the document of a paper, of which MongoDB takes 16 MB, in documents of its own. They are there before the state that names
 * them, never change, and go once another state has taken its place: so what is read is whole, and of the state that names it.
 */
final class Parts {

    private static final int PART = 8 << 20;

    private final Documents parts;
    /** By paper, all that may be there of it: of the last state, and of those before it. */
    private final Map<Integer, Set<String>> there = new ConcurrentHashMap<>();

    Parts(MongoTemplate mongo) {
        this.parts = new Documents(mongo, "parts");
    }

    /**
     * Writes what a state will name.
     *
     * @param name that nothing else has
     * @return the names of the parts, in their order
     */
    List<String> write(int paper, String name, byte[] bytes) {
        List<String> names = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += PART) {
            String part = paper + "/" + name + "/" + names.size();
            names.add(part);
            note(paper, List.of(part));
            byte[] some = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PART));
            parts.write(List.of(new InsertOneModel<>(new Document("_id", part).append("bytes", new Binary(some)))));
        }
        return names;
    }

    /** What a state names, or null where that state was replaced meanwhile. */
    byte @Nullable [] read(int paper, List<String> names) {
        note(paper, names);
        Map<String, byte[]> found = new HashMap<>();
        parts.read(
                names,
                part -> found.put(
                        part.getString("_id"), part.get("bytes", Binary.class).getData()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String name : names) {
            byte[] some = found.get(name);
            if (some == null) {
                return null;
            }
            bytes.writeBytes(some);
        }
        return bytes.toByteArray();
    }

    /** Whether there may be parts of a paper. */
    boolean areThereOf(int paper) {
        return there.containsKey(paper);
    }

    /** Deletes what there is of a paper but what its state names. */
    void keepOnly(int paper, Collection<String> named) {
        Set<String> old = new HashSet<>(there.getOrDefault(paper, Set.of()));
        old.removeAll(named);
        parts.write(old.stream()
                .map(each -> new DeleteOneModel<Document>(new Document("_id", each)))
                .toList());
        if (named.isEmpty()) {
            there.remove(paper);
        } else {
            there.put(paper, Set.copyOf(named));
        }
    }

    private void note(int paper, Collection<String> names) {
        there.merge(paper, Set.copyOf(names), (before, now) -> {
            Set<String> all = new HashSet<>(before);
            all.addAll(now);
            return Set.copyOf(all);
        });
    }
}
