package org.citestream.events.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose form has been read already. The server would read it from the connection by itself, however slowly it came; so the
 * fields are taken from what was read, after those of the address.
 */
final class HeldForm extends ReplacedBody {

    private static final String TYPE = "application/x-www-form-urlencoded";

    private final Map<String, String[]> parameters;

    /**
     * Takes the fields apart.
     *
     * @throws IllegalArgumentException if they are not in percent encoding
     */
    HeldForm(HttpServletRequest request, byte[] form) {
        super(request, new HeldBody(form));
        Map<String, String[]> all = new LinkedHashMap<>(request.getParameterMap());
        for (String field : new String(form, StandardCharsets.UTF_8).split("&")) {
            if (!field.isEmpty()) {
                int equals = field.indexOf('=');
                String name = decoded(equals < 0 ? field : field.substring(0, equals));
                String value = equals < 0 ? "" : decoded(field.substring(equals + 1));
                all.merge(name, new String[] {value}, HeldForm::joined);
            }
        }
        this.parameters = Collections.unmodifiableMap(all);
    }

    /** Whether a request says that its body is a form. */
    static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.regionMatches(true, 0, TYPE, 0, TYPE.length());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String[] joined(String[] first, String[] second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return parameters;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return parameters.get(name);
    }
}
