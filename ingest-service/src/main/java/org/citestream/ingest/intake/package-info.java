/**
 * Papers and citations over HTTP: what is acknowledged has been acknowledged by Kafka, and each record gets a receipt by which one can
 * ask later what became of it.
 */
@NullMarked
package org.citestream.ingest.intake;

import org.jspecify.annotations.NullMarked;
