package org.citestream.gateway.api;

import org.jspecify.annotations.Nullable;

/** Says to a reader of pages why there is none. */
public interface ErrorPages {

    /**
     * A page of HTML.
     *
     * @param status of the answer
     * @param detail what is wrong, in a sentence, or null
     */
    String page(int status, @Nullable String detail);
}
