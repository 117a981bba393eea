package org.citestream.summary.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ChainPropertiesTest {

    @Test
    void aChainIsConfigurationAlone() {
        ChainProperties chain = bound(Map.of(
                "citestream.summary.model.name", "gpt-5-mini",
                "citestream.summary.model.api-key", "k",
                "citestream.summary.fallbacks[0].provider", "anthropic",
                "citestream.summary.fallbacks[0].name", "claude",
                "citestream.summary.fallbacks[0].api-key", "a",
                "citestream.summary.fallbacks[0].input-price", "0.8",
                "citestream.summary.fallbacks[1].provider", "ollama",
                "citestream.summary.fallbacks[1].name", "llama"));

        assertThat(chain.models())
                .extracting(ModelProperties::provider)
                .containsExactly(Provider.OPENAI, Provider.ANTHROPIC, Provider.OLLAMA);
        assertThat(chain.models())
                .extracting(ModelProperties::endpoint)
                .containsExactly("https://api.openai.com/v1", "https://api.anthropic.com/v1", "http://127.0.0.1:11434");
        assertThat(chain.models()).extracting(ModelProperties::missing).containsOnlyNulls();
        assertThat(chain.fallbacks().getFirst().inputPrice()).isEqualTo(new BigDecimal("0.8"));
        assertThat(chain.models().toString()).doesNotContain("k\"").contains("claude at");
    }

    @Test
    void withoutAnythingThereIsNoModelAndDefaultsAreAsDocumented() {
        ChainProperties chain = bound(Map.of("citestream.summary.concurrency", "8"));

        assertThat(chain.models()).singleElement().satisfies(model -> {
            assertThat(model.missing()).isEqualTo("no name is set");
            assertThat(model.maxTokens()).isEqualTo(400);
            assertThat(model.timeout()).isEqualTo(Duration.ofSeconds(60));
            assertThat(model.longestAbstract()).isEqualTo(8000);
        });
        assertThat(chain.circuit()).isEqualTo(new ChainProperties.Circuit(20, 10, 50, Duration.ofSeconds(30), 2));
    }

    @Test
    void aModelThatNeedsAKeyIsToldToBeWithoutOne() {
        assertThat(bound(Map.of("citestream.summary.model.name", "m", "citestream.summary.model.provider", "gemini"))
                        .model()
                        .missing())
                .isEqualTo("no api-key is set, and neither is a base-url that needs none");
    }

    private static ChainProperties bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("citestream.summary", ChainProperties.class);
    }
}
