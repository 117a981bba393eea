package org.citestream.ingest.polling;

import java.time.Duration;

/** Lets time pass. */
interface Waiting {

    void sleep(Duration duration) throws InterruptedException;
}
