package org.citestream.standalone;

import com.mongodb.ConnectionString;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The server on which each service has a database of its own name.
 *
 * @param uri of the server, without a database
 */
record DatabaseServer(ConnectionString uri) {

    /**
     * @param uri of the server, in MongoDB's form
     * @throws IllegalArgumentException if it has not that form, or names a database
     */
    static DatabaseServer at(String uri) {
        ConnectionString server = new ConnectionString(uri);
        if (server.getDatabase() != null) {
            throw new IllegalArgumentException(
                    "The address of the MongoDB server names a database; it must name none, since each service has one of its own name");
        }
        return new DatabaseServer(server);
    }

    /** Where a service has its database. Users are known where they would be without it, which is {@code admin} unless told. */
    String databaseOf(String service) {
        String whole = uri.getConnectionString();
        int options = whole.indexOf('?');
        String hosts = options < 0 ? whole : whole.substring(0, options);
        String given = options < 0 ? "" : whole.substring(options + 1);
        String source =
                uri.getCredential() == null || given.toLowerCase(Locale.ROOT).contains("authsource=")
                        ? ""
                        : "authSource=" + uri.getCredential().getSource();
        String all = Stream.of(given, source).filter(each -> !each.isEmpty()).collect(Collectors.joining("&"));
        return (hosts.endsWith("/") ? hosts : hosts + "/") + service + (all.isEmpty() ? "" : "?" + all);
    }

    /** The hosts, without what a log must not tell. */
    @Override
    public String toString() {
        return String.join(",", uri.getHosts());
    }
}
