package org.citestream.gateway.view;

import org.citestream.gateway.projection.StoredView;

/** What became of the question for a paper. */
public sealed interface Lookup {

    /** It is there. */
    record Found(StoredView document) implements Lookup {}

    /** It turned out to be another paper, which goes on under that id. */
    record Merged(int into) implements Lookup {}

    /** There is none, or its document is not there yet. */
    record Unknown() implements Lookup {}
}
