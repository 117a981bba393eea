package org.citestream.benchmarks.ingest;

import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.aalto.stax.InputFactoryImpl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.citestream.benchmarks.generated.GeneratedProceedings;
import org.citestream.benchmarks.measuring.Measurement;
import org.citestream.benchmarks.measuring.Row;
import org.citestream.ingest.feed.Decompression;
import org.citestream.ingest.feed.VenueRules;
import org.citestream.ingest.feed.dblp.DblpReader;
import org.jspecify.annotations.Nullable;

/** Reading DBLP XML into submissions against bare StAX loops that only count events over the same bytes. */
public final class DblpMeasurement implements Measurement {

    private static final double GOAL = 0.7;
    private static final int ROUNDS = 60;
    private static final int GENERATED_PAPERS = 20_000;

    @Override
    public String name() {
        return "dblp";
    }

    @Override
    public String measures() {
        return "reading DBLP XML against a bare StAX loop (--file)";
    }

    @Override
    public List<Row> run(@Nullable Path file) throws IOException, XMLStreamException {
        Path source = file != null
                ? file
                : new GeneratedProceedings(GENERATED_PAPERS, 1)
                        .write(Files.createTempFile("proceedings", ".xml.gz"), false);
        byte[] xml;
        try (InputStream in = Decompression.of(Files.newInputStream(source))) {
            xml = in.readAllBytes();
        }
        DblpReader reader = new DblpReader(Clock.systemUTC(), VenueRules.bundled());
        double bestReader = Double.MAX_VALUE;
        double bestLoop = Double.MAX_VALUE;
        double bestBare = Double.MAX_VALUE;
        long records = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            count(new WstxInputFactory(), xml);
            bestLoop = Math.min(bestLoop, (System.nanoTime() - start) / 1e9);
            start = System.nanoTime();
            count(new InputFactoryImpl(), xml);
            bestBare = Math.min(bestBare, (System.nanoTime() - start) / 1e9);
            start = System.nanoTime();
            records =
                    reader.read(new ByteArrayInputStream(xml), "bench", _ -> {}).read();
            bestReader = Math.min(bestReader, (System.nanoTime() - start) / 1e9);
        }
        if (file == null) {
            Files.delete(source);
        }
        return List.of(
                Row.atLeast(
                        "DBLP XML to submissions, to a bare loop of Woodstox (best of " + ROUNDS + ")",
                        records / bestReader,
                        "records/s",
                        records / bestLoop,
                        GOAL),
                Row.of(
                        "the same, to a bare loop of Aalto, by which it reads",
                        records / bestReader,
                        "records/s",
                        records / bestBare));
    }

    private static long count(XMLInputFactory factory, byte[] xml) throws XMLStreamException {
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader events = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
        long count = 0;
        while (events.hasNext()) {
            events.next();
            count++;
        }
        return count;
    }
}
