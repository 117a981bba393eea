package org.citestream.gateway.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.citestream.gateway.export.PaperFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/** In which form a client wants papers. */
final class Formats {

    private Formats() {}

    /** The form that the client prefers to JSON, or nothing where it takes JSON. */
    static Optional<PaperFormat> accepted(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.ACCEPT);
        if (header == null) {
            return Optional.empty();
        }
        List<MediaType> types;
        try {
            types = MediaType.parseMediaTypes(header);
            MimeTypeUtils.sortBySpecificity(types);
        } catch (InvalidMediaTypeException e) {
            throw new BadParameterException("Accept", header, "a list of media types");
        }
        for (MediaType each : types.stream()
                .sorted((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue()))
                .toList()) {
            if (each.includes(MediaType.APPLICATION_JSON)) {
                return Optional.empty();
            }
            Optional<PaperFormat> format = PaperFormat.of(each);
            if (format.isPresent()) {
                return format;
            }
        }
        return Optional.empty();
    }
}
