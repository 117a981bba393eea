package org.citestream.summary.work;

import org.citestream.summary.text.PaperText;

/**
 * Open work as the database holds it.
 *
 * @param item its place in the order
 * @param text what it is to be made from
 */
public record OpenWork(WorkItem item, PaperText text) {}
