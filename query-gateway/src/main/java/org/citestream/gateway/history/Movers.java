package org.citestream.gateway.history;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.citestream.events.RankEpoch;
import org.citestream.gateway.index.RankBook;
import org.citestream.gateway.index.Ranks;
import org.citestream.gateway.projection.ListedPaper;
import org.citestream.gateway.projection.ViewDocuments;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Who moved most. */
@Service
public class Movers {

    private final Movement movement;
    private final RankBook book;
    private final ViewDocuments documents;

    Movers(Movement movement, RankBook book, ViewDocuments documents) {
        this.movement = movement;
        this.book = book;
        this.documents = documents;
    }

    /** The papers that moved most in a window, so many of each kind at most. */
    public Report report(Movement.Window window, int size) {
        Ranks ranks = book.ranks();
        RankEpoch epoch = ranks.epoch();
        Optional<Movement.Moment> since = movement.since(window, ranks);
        Map<Integer, Integer> places = movement.gained(window, ranks);
        Map<Integer, Integer> citations = since.map(movement::cited).orElse(Map.of());
        return new Report(
                since.map(Movement.Moment::time).orElse(null),
                epoch == null ? null : epoch.time(),
                epoch == null ? null : epoch.epoch(),
                movers(places, ranks, size),
                movers(citations, ranks, size));
    }

    private List<Mover> movers(Map<Integer, Integer> gained, Ranks ranks, int size) {
        List<Map.Entry<Integer, Integer>> most = most(gained, size).toList();
        Map<Integer, ListedPaper> listed =
                documents.list(most.stream().map(Map.Entry::getKey).toList());
        return most.stream()
                .map(each -> {
                    ListedPaper paper = listed.get(each.getKey());
                    return new Mover(
                            each.getKey(),
                            paper == null ? null : paper.title(),
                            ranks.rank(each.getKey()),
                            each.getValue());
                })
                .toList();
    }

    private static Stream<Map.Entry<Integer, Integer>> most(Map<Integer, Integer> gained, int size) {
        return gained.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .sorted(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(size);
    }

    /**
     * Who moved most.
     *
     * @param since the moment that the present is compared with, or null where there is no epoch yet
     * @param until the time of the present epoch, or null
     * @param epoch its number, or null
     * @param rank the papers that gained most places
     * @param citations the papers that gained most citations
     */
    @Schema(name = "Movers")
    public record Report(
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Long epoch,
            List<Mover> rank,
            List<Mover> citations) {}

    /**
     * A paper that moved.
     *
     * @param id its id
     * @param title its title, or null in the moment before its document is there
     * @param rank its rank now, or null while it is not ranked
     * @param gained places or citations
     */
    public record Mover(
            int id, @Nullable String title, @Nullable Integer rank, int gained) {}
}
