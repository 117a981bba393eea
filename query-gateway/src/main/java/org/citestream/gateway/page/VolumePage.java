package org.citestream.gateway.page;

import org.citestream.gateway.catalogue.FoundPapers;
import org.citestream.gateway.catalogue.Proceedings;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a venue's proceedings of a year shows.
 *
 * @param venue the venue's name
 * @param volume the proceedings in figures
 * @param chart non-self citations that its papers received, over time
 * @param found a page of its papers, the best first
 * @param pager the pages beside it
 * @param before the proceedings before these, or null
 * @param after the proceedings after these, or null
 */
record VolumePage(
        String venue,
        Proceedings.Volume volume,
        CitationChart chart,
        FoundPapers found,
        Pager pager,
        Proceedings.@Nullable Volume before,
        Proceedings.@Nullable Volume after) {}
