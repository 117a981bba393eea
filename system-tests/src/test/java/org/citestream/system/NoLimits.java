package org.citestream.system;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The constants of the product that bound nothing, and why. One that is new has the name of a limit, or stands here. */
final class NoLimits {

    /** What is none wherever it is: marks, masks, buffers, where the lines of a picture are, and what a setting changes. */
    private static final Pattern NAMES = Pattern.compile("serialVersionUID|(.*_)?(BITS|MASK|ONES)|DEFAULT_.*"
            + "|BUFFER|FIRST_(CAPACITY|SIZE)|NONE|END|UNKNOWN|UNSEEN|FORMAT"
            + "|WIDTH|HEIGHT|LEFT|RIGHT|TOP|BASE|MARGIN");

    private static final Map<String, String> BY_REASON = Map.of(
            "how something lies in memory, in a file or in the store, however much of it there is",
            """
            events.PaperJson.WORD
            gateway.index.ModelVectors.SCALE
            ingest.intake.IdempotencyKeys.CHUNK_BYTES
            ingest.registry.Parts.PART
            ingest.submission.RecordFrames.CHUNK
            ingest.submission.RecordReading.SMALL_RECORD
            pagerank.BitChunks.WORDS
            pagerank.DescendingScores.DIGITS
            pagerank.DoubleChunks.LENGTH
            pagerank.IdTable.PAGE_LENGTH
            pagerank.ListEntry.ADDRESS_SHIFT
            pagerank.ListEntry.REMOVED
            pagerank.LiveRanks.BLOCK
            pagerank.NewestFirstSet.PAGE_WORDS
            pagerank.ReferencePool.CHUNK_LENGTH
            pagerank.ReferencePool.FIRST_CHUNK_LENGTH
            pagerank.ReferencePool.HEADER_INTS
            pagerank.ScoreTable.PAGE_LENGTH
            pagerank.SnapshotFile.HAS_ORDER
            pagerank.SnapshotFile.HAS_TELEPORT
            pagerank.SnapshotFile.TRAILER
            platform.store.EmbeddedStore.PAGE_BYTES
            ranking.epoch.ScorePages.PAGE
            ranking.graph.KnownPapers.PAGE
            summary.spending.MongoLedger.DECIMALS
            """,
            "what one thing is taken to cost where memory or money is reckoned",
            """
            gateway.index.IndexedPapers.AUTHOR_BYTES
            gateway.index.IndexedPapers.KEY_BYTES
            gateway.index.IndexedPapers.PAPER_BYTES
            gateway.index.IndexedPapers.TEXT_BYTES
            gateway.index.ModelVectors.ENTRY_BYTES
            ingest.feed.json.BoundedTree.NODE
            ingest.intake.ReadAhead.SHORT
            ingest.registry.Packed.AROUND
            platform.store.BsonType.OBJECT_HEADER
            platform.store.KeyType.OBJECT_HEADERS
            ranking.graph.KnownPaper.OWN_BYTES
            ranking.graph.RankedCollection.BYTES_A_WAIT
            summary.model.ModelClient.USUAL_ANSWER
            summary.model.Prices.AROUND
            summary.model.Prices.USUAL_LETTERS
            """,
            "a unit, a character, or a mark that stands for something else than a number",
            """
            events.PaperJson.BACKSLASHES
            events.PaperJson.QUOTES
            events.PaperJson.SPACES
            gateway.http.RateLimit.MINUTE_MILLIS
            gateway.index.IndexedPapers.LATIN_1
            ingest.canary.Canary.YEAR
            ingest.feed.dblp.ShortRuns.AMPERSANDS
            ingest.polling.OaiPmhConnector.DAY
            ingest.registry.MongoPaperRegistry.BEFORE_ALL
            summary.intake.WorkListRebuild.BEFORE_ALL
            ingest.registry.MongoPaperRegistry.BELOW_OWNERS
            ingest.submission.Orcid.DIGITS
            ingest.submission.RecordFrames.GZIP
            ingest.submission.Text.FIRST_COMBINING
            ingest.submission.Text.FIRST_VISIBLE
            ingest.submission.Text.LAST_ASCII
            ingest.submission.Text.SPACES
            platform.broker.BrokerProperties.MEBIBYTE
            platform.store.Key.NUMBER
            platform.store.Key.OTHER
            platform.store.Key.STRING
            summary.model.Prices.MILLION
            summary.work.SummaryState.NOWHERE
            summary.work.SummaryState.WHEREVER
            """,
            "what others call that which went well or wrong",
            """
            events.http.RefusalsInWords.ERRORS
            events.http.RefusalsInWords.FAILURES
            gateway.search.EndpointVectors.OK
            platform.store.StoreBackend.SHUTDOWN_IN_PROGRESS
            summary.embedding.RemoteEmbedder.BAD_REQUEST
            summary.embedding.RemoteEmbedder.SERVER
            summary.embedding.RemoteEmbedder.TOO_LARGE
            summary.embedding.RemoteEmbedder.UNPROCESSABLE
            summary.model.ModelClient.CONFLICT
            summary.model.ModelClient.SERVER
            summary.model.ModelClient.TOO_EARLY_OR_LATE
            summary.model.ModelClient.TOO_MANY
            summary.renewal.Orders.DUPLICATE
            """,
            "from when on another way is taken, which leads to the same",
            """
            events.stream.RestAfterFew.FEW
            gateway.explain.Standings.REST
            gateway.index.FoundAhead.CALM_IN_ANY_CASE
            gateway.index.FoundAhead.CALM_PERCENT
            ingest.registry.Packed.MUCH
            ingest.submission.SubmissionRules.LONG_PAST
            ingest.submission.Text.LONG
            pagerank.CitationGraph.TOLERATED_GARBAGE
            pagerank.Fronts.BLOCKS_A_DISTANCE
            pagerank.Fronts.COUNT
            pagerank.Fronts.DISTANCE
            pagerank.Fronts.PAPERS_A_PUSH
            pagerank.PushOrder.TOLERATED_MISPLACED
            pagerank.PushOrder.TOLERATED_SHARE
            pagerank.Pushes.DENSE_SHARE
            pagerank.Pushes.HORIZON
            pagerank.Pushes.RETURNS_PER_STEP
            platform.store.Journal.COMPACT_BELOW_PERCENT
            platform.store.Journal.COMPACT_STEPS
            platform.store.Journal.COMPACT_STEP_BYTES
            platform.store.Journal.TICKS_PER_COMPACTION
            ranking.epoch.EpochPublisher.TIME_PER_WORK_UNDER_LOAD
            ranking.epoch.RankingState.MANY
            ranking.epoch.ScoreSender.WORTH_A_THREAD
            """,
            "how exactly is reckoned, or what counts for how much",
            """
            gateway.catalogue.Catalogue.FUSION
            gateway.search.WordQuery.NEARLY_THE_BEST_FIELD_ALONE
            ingest.identity.SourceRecord.WORDS_OF_A_LONG_TITLE
            pagerank.IncrementalPageRank.ROUNDINGS_OF_A_SCORE
            pagerank.Residuals.ROUNDING
            ranking.epoch.EpochAudit.BOUND_OF_SOLVE
            ranking.epoch.EpochAudit.ROUNDING
            ranking.graph.RankedCollection.TOLERATED
            ranking.graph.RankedEpoch.SPARE
            summary.model.Openers.STEM
            """,
            "where the lines of a picture are",
            """
            gateway.page.CitationChart.LABEL_GAP
            gateway.page.CitationChart.WIDEST_BAR
            gateway.page.GraphPictures.AXIS
            gateway.page.GraphPictures.ROW
            """,
            "what a setting changes",
            """
            standalone.Standalone.PARTITIONS
            """);

    private NoLimits() {}

    /** Each that is named here, by its class and its name. */
    static Set<String> named() {
        return BY_REASON.values().stream().flatMap(String::lines).collect(Collectors.toSet());
    }

    /** Whether a constant is none by its name alone. */
    static boolean isByName(String name) {
        return NAMES.matcher(name).matches();
    }
}
