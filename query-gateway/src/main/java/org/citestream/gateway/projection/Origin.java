package org.citestream.gateway.projection;

import java.time.Instant;
import org.bson.Document;

/**
 * Which record a section was made of, and when.
 *
 * <p>A section begins with {@code v}, its version, by which {@code $max} keeps the higher one. The moment comes next and is kept
 * as a negative number of milliseconds, so that of the same record delivered twice the first moment stays.
 *
 * @param version of the record
 * @param viewableAt when its content could first be seen
 * @param partition of the record
 * @param offset of the record
 */
public record Origin(long version, Instant viewableAt, int partition, long offset) {

    Document section() {
        return new Document("v", version)
                .append("notBefore", -viewableAt.toEpochMilli())
                .append("partition", partition)
                .append("offset", offset);
    }

    static Origin of(Document section) {
        return new Origin(
                section.getLong("v"),
                Instant.ofEpochMilli(-section.getLong("notBefore")),
                section.getInteger("partition"),
                section.getLong("offset"));
    }
}
