package org.citestream.gateway.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.citestream.gateway.api.ErrorPages;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Renders the templates, which are compiled with the service. */
@Component
class Templates implements ErrorPages {

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), Templates.class.getPackageName());
    private final CollectionProperties collection;

    Templates(CollectionProperties collection) {
        this.collection = collection;
    }

    ResponseEntity<String> html(String template, Map<String, Object> parameters) {
        return ResponseEntity.ok().contentType(HTML).body(render(template, parameters));
    }

    private String render(String template, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.put("collection", collection);
        StringOutput page = new StringOutput(16 * 1024);
        engine.render(template + ".jte", all, page);
        return page.toString();
    }

    @Override
    public String page(int status, @Nullable String detail) {
        HttpStatus known = HttpStatus.resolve(status);
        String heading = status == 404 ? "Not found" : known == null ? "Error " + status : known.getReasonPhrase();
        return render("error", Map.of("heading", heading, "detail", detail == null ? "" : detail));
    }
}
