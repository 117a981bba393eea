package org.citestream.ingest.imports;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/imports}. */
@RestController
@Tag(name = "feeds")
class ImportEndpoints {

    private final Imports imports;

    ImportEndpoints(Imports imports) {
        this.imports = imports;
    }

    /**
     * The imports.
     *
     * @param imports of all files that were named at a start
     */
    @Schema(name = "Imports")
    record All(List<FileImport> imports) {}

    @GetMapping("/api/v1/imports")
    @Operation(operationId = "imports", summary = "The files that are read, and how far that is")
    All imports() {
        return new All(
                imports.all().stream().map(FileImport::withoutDirectories).toList());
    }
}
