/** Records of repositories that speak OAI-PMH: arXiv's formats and Dublin Core. */
@NullMarked
package org.citestream.ingest.feed.oaipmh;

import org.jspecify.annotations.NullMarked;
