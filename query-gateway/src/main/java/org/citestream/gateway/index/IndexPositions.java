package org.citestream.gateway.index;

/**
 * How far this instance has read the topics that fill its indexes.
 *
 * @param papers in {@code papers}
 * @param references in {@code references}
 * @param summaries in {@code summaries}
 */
public record IndexPositions(ReadPositions papers, ReadPositions references, ReadPositions summaries) {

    IndexPositions() {
        this(new ReadPositions(), new ReadPositions(), new ReadPositions());
    }
}
