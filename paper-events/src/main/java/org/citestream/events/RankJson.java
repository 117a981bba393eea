package org.citestream.events;

import java.nio.charset.StandardCharsets;

/**
 * The JSON form of a score, byte for byte what the general way writes, in a fraction of its time: an epoch may publish the scores of all papers.
 */
final class RankJson {

    private RankJson() {}

    static byte[] of(RankEvent rank) {
        String start = "{\"id\":" + rank.id() + ",\"epoch\":" + rank.epoch();
        Double score = rank.score();
        String whole = score == null ? start + "}" : start + ",\"score\":" + score.doubleValue() + "}";
        return whole.getBytes(StandardCharsets.ISO_8859_1);
    }
}
