package org.citestream.gateway.search;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Embeds questions by the model that the most papers are embedded by, of those that can be asked: while another model takes over, the
 * former one goes on answering.
 */
@Component
public final class QuestionVectors {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final List<TextVectors> models;

    @Autowired
    QuestionVectors(QuestionProperties properties, MiniLmVectors inProcess) {
        this(models(properties, inProcess));
    }

    /**
     * @param models the one first that is to be preferred of those that are level
     */
    QuestionVectors(List<TextVectors> models) {
        this.models = List.copyOf(models);
    }

    private static List<TextVectors> models(QuestionProperties properties, TextVectors inProcess) {
        String baseUrl = properties.baseUrl();
        List<TextVectors> models = new ArrayList<>();
        if (baseUrl != null && properties.enabled()) {
            models.add(new EndpointVectors(baseUrl, properties.model(), properties.apiKey(), LONGEST));
        }
        models.add(inProcess);
        return models;
    }

    /** Those that can be asked, by their names. */
    public List<String> models() {
        return models.stream().map(TextVectors::model).toList();
    }

    /**
     * Whether a question can be compared with papers, as far as is known.
     *
     * @param papers how many are embedded by each model
     */
    public boolean canAnswer(Map<String, Integer> papers) {
        return models.stream().anyMatch(each -> each.isAvailable() && papers.containsKey(each.model()));
    }

    /**
     * The vector of a question, by a model that papers are embedded by; by the preferred one where none is embedded yet.
     *
     * @param papers how many are embedded by each model
     * @return nothing if no such model can be had
     */
    public Optional<Question> of(String text, Map<String, Integer> papers) {
        return models.stream()
                .filter(each -> papers.isEmpty() || papers.containsKey(each.model()))
                .sorted(Comparator.comparingInt((TextVectors each) -> papers.getOrDefault(each.model(), 0))
                        .reversed())
                .flatMap(each -> each.of(text).map(vector -> new Question(each.model(), vector)).stream())
                .findFirst();
    }

    /**
     * A question as a model understands it.
     *
     * @param model by its name
     * @param vector its own, not shared
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Question(String model, float[] vector) {}
}
