package org.citestream.events.stream;

import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteConcernException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.bson.BsonMaximumSizeExceededException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;

/** Tells troubles that pass (the broker or the store is away) from those that a record brings with it. */
public final class Transience {

    private static final int DEEPEST_CAUSE = 20;

    /**
     * Codes of a node that shuts down, recovers or is no longer the primary. The driver has exceptions of their own for them, but not where a query failed.
     */
    private static final Set<Integer> IS_AWAY = Set.of(91, 189, 10058, 10107, 11600, 11602, 13435, 13436);

    private Transience() {}

    /** Whether trying again later may help. */
    public static boolean passes(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof RecordTooLargeException
                    || cause instanceof SerializationException
                    || cause instanceof BsonMaximumSizeExceededException) {
                return false;
            }
            if (cause instanceof KafkaException
                    || cause instanceof OvertakenOwnerException
                    || cause instanceof MongoSocketException
                    || cause instanceof MongoTimeoutException
                    || cause instanceof MongoNotPrimaryException
                    || cause instanceof MongoNodeIsRecoveringException
                    || cause instanceof MongoSecurityException
                    || cause instanceof MongoWriteConcernException
                    || cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof InterruptedException
                    || cause instanceof TimeoutException
                    || cause instanceof IOException
                    || (cause instanceof MongoException mongo
                            && (mongo.hasErrorLabel("RetryableWriteError") || IS_AWAY.contains(mongo.getCode())))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
