package org.citestream.gateway.page;

import java.util.function.IntFunction;
import org.citestream.gateway.view.PaperList;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages before and after a page of a list are.
 *
 * @param page this page, from 1 on
 * @param pages how many there are
 * @param previous address of the page before, or null
 * @param next address of the page after, or null
 */
record Pager(
        int page,
        int pages,
        @Nullable String previous,
        @Nullable String next) {

    static Pager of(PaperList list, IntFunction<String> address) {
        return of(list.page(), list.pages(), address);
    }

    static Pager of(int page, int pages, IntFunction<String> address) {
        return new Pager(
                page,
                pages,
                page > 1 ? address.apply(Math.min(page - 1, pages)) : null,
                page < pages ? address.apply(page + 1) : null);
    }
}
