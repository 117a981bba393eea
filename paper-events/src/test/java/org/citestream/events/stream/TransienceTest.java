package org.citestream.events.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoQueryException;
import com.mongodb.ServerAddress;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.mongodb.UncategorizedMongoDbException;

class TransienceTest {

    private static final ServerAddress NODE = new ServerAddress("127.0.0.1", 27017);

    @ParameterizedTest
    @ValueSource(ints = {91, 189, 10058, 10107, 11600, 11602, 13435, 13436})
    void aQueryToANodeThatIsAwayMayBeTriedAgain(int code) {
        MongoQueryException failure = new MongoQueryException(answer(code), NODE);

        assertThat(Transience.passes(failure)).isTrue();
        assertThat(Transience.passes(new UncategorizedMongoDbException("in the words of Spring", failure)))
                .isTrue();
    }

    @Test
    void aCommandThatIsWrongStaysWrong() {
        assertThat(Transience.passes(new MongoQueryException(answer(2), NODE))).isFalse();
        assertThat(Transience.passes(new MongoCommandException(answer(9), NODE)))
                .isFalse();
    }

    private static BsonDocument answer(int code) {
        return BsonDocument.parse("{ok: 0, errmsg: 'no', code: " + code + "}");
    }
}
