package org.citestream.ingest.imports;

import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Files to read at start.
 *
 * @param files DBLP XML, or the product's own JSON; gzip is told by content. A file that was read whole already, and has not changed
 *     since, is passed over.
 * @param checkpointEvery how many records are acknowledged between two checkpoints
 */
@ConfigurationProperties("citestream.ingest.imports")
@Validated
public record ImportProperties(
        @DefaultValue List<Path> files,
        @DefaultValue("2000") @Min(1) int checkpointEvery) {}
