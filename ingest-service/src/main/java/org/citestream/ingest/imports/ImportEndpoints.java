package org.citestream.ingest.imports;

import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/imports}. */
@RestController
class ImportEndpoints {

    private final Imports imports;

    ImportEndpoints(Imports imports) {
        this.imports = imports;
    }

    @GetMapping("/api/v1/imports")
    Map<String, List<FileImport>> imports() {
        return Map.of(
                "imports",
                imports.all().stream().map(FileImport::withoutDirectories).toList());
    }
}
