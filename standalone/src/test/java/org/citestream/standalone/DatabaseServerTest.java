package org.citestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseServerTest {

    @ParameterizedTest
    @CsvSource({
        "mongodb://db, mongodb://db/gateway",
        "mongodb://db:27018/, mongodb://db:27018/gateway",
        "'mongodb://one,two:27018/?replicaSet=x&tls=true', 'mongodb://one,two:27018/gateway?replicaSet=x&tls=true'",
        "mongodb://db?tls=true, mongodb://db/gateway?tls=true",
        "mongodb://db/?, mongodb://db/gateway",
        "mongodb://me:secret@db, mongodb://me:secret@db/gateway?authSource=admin",
        "mongodb://me:secret@db/?tls=true, mongodb://me:secret@db/gateway?tls=true&authSource=admin",
        "mongodb://me:secret@db/?authsource=people, mongodb://me:secret@db/gateway?authsource=people"
    })
    void eachServiceHasADatabaseOfItsNameAndUsersAreKnownWhereTheyWere(String given, String expected) {
        assertThat(DatabaseServer.at(given).databaseOf("gateway")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mongodb://db/one", "mongodb://me:secret@db/one?tls=true", "http://db", ""})
    void anAddressThatNamesADatabaseOrIsNoneIsRefusedWithoutItsPassword(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseServer.at(wrong))
                .satisfies(refusal -> assertThat(refusal).hasMessageNotContaining("secret"));
    }

    @Test
    void itsHostsAreToldWithoutThePassword() {
        assertThat(DatabaseServer.at("mongodb://me:secret@one,two:27018")).hasToString("one,two:27018");
    }
}
