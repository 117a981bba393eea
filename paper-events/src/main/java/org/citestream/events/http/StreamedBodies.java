package org.citestream.events.http;

import java.util.Set;

/**
 * Where bodies are read as they come, and may be of any length.
 *
 * @param paths whole paths within the service
 */
public record StreamedBodies(Set<String> paths) {

    public StreamedBodies {
        paths = Set.copyOf(paths);
    }
}
