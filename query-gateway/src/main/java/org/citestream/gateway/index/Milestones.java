package org.citestream.gateway.index;

/**
 * How many live papers have come how far.
 *
 * @param papers live papers
 * @param citations citations between them
 * @param viewable whose document is there
 * @param ranked whose record and references the current epoch includes
 * @param summarized with the text of a summary
 * @param withoutAbstract with nothing to summarise
 * @param failed whose summary could not be made
 * @param summaryMissing whose summary is still to come
 * @param embedded with a vector
 * @param embeddingMissing whose vector is still to come
 */
public record Milestones(
        int papers,
        long citations,
        int viewable,
        int ranked,
        int summarized,
        int withoutAbstract,
        int failed,
        int summaryMissing,
        int embedded,
        int embeddingMissing) {}
