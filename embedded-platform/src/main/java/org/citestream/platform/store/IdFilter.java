package org.citestream.platform.store;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a filter says about the {@code _id}, where that narrows it to certain values.
 *
 * @param keys the only keys that a matching document can have, in order
 * @param complete whether every document with such a key matches, since the filter says nothing else
 */
record IdFilter(SequencedSet<Key> keys, boolean complete) {

    private static final String ID = "_id";

    /** Empty if the filter does not restrict the {@code _id} by equality or {@code $in}. */
    static Optional<IdFilter> of(Document filter) {
        if (filter.containsKey(ID)) {
            return values(filter.get(ID)).map(values -> new IdFilter(keys(values), filter.size() == 1));
        }
        if (filter.get("$and") instanceof Collection<?> parts) {
            boolean single = parts.size() == 1 && filter.size() == 1;
            return parts.stream()
                    .filter(Document.class::isInstance)
                    .flatMap(part -> of((Document) part).stream())
                    .findFirst()
                    .map(found -> new IdFilter(found.keys, found.complete && single));
        }
        return Optional.empty();
    }

    private static Optional<Collection<?>> values(@Nullable Object condition) {
        Collection<?> values = Collections.singletonList(condition);
        if (condition instanceof Document document && isExpression(document)) {
            if (document.size() != 1) {
                return Optional.empty();
            }
            if (document.get("$in") instanceof Collection<?> alternatives) {
                values = alternatives;
            } else if (document.containsKey("$eq")) {
                values = Collections.singletonList(document.get("$eq"));
            } else {
                return Optional.empty();
            }
        }
        return values.stream().allMatch(IdFilter::isPlain) ? Optional.of(values) : Optional.empty();
    }

    private static boolean isExpression(Document document) {
        return document.keySet().stream().anyMatch(field -> field.startsWith("$"));
    }

    /** Null also means absent, a list also means each of its values, and a pattern means many. */
    private static boolean isPlain(@Nullable Object value) {
        return value != null
                && !(value instanceof Collection<?>)
                && !BsonRegularExpression.isRegularExpression(value)
                && !(value instanceof Document document && isExpression(document));
    }

    private static SequencedSet<Key> keys(Collection<?> values) {
        return values.stream().map(Key::of).sorted().collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
