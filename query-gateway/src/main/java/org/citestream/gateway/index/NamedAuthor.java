package org.citestream.gateway.index;

/**
 * An author as lists name them.
 *
 * @param id their id
 * @param name as it was first written
 * @param papers how many papers, of those that are asked about
 */
public record NamedAuthor(String id, String name, int papers) {}
