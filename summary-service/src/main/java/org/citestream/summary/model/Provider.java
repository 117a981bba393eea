package org.citestream.summary.model;

/** Who offers a model, and thus which protocol is spoken. */
enum Provider {
    /** OpenAI, and everything that speaks its protocol, such as vLLM, llama.cpp and LM Studio. */
    OPENAI("openai", "https://api.openai.com/v1", true),
    ANTHROPIC("anthropic", "https://api.anthropic.com/v1", true),
    GEMINI("gcp.gemini", "https://generativelanguage.googleapis.com/v1beta", true),
    OLLAMA("ollama", "http://127.0.0.1:11434", false),
    MISTRAL("mistral_ai", "https://api.mistral.ai/v1", true);

    private final String label;
    private final String endpoint;
    private final boolean asksForKey;

    Provider(String label, String endpoint, boolean asksForKey) {
        this.label = label;
        this.endpoint = endpoint;
        this.asksForKey = asksForKey;
    }

    /** As the OpenTelemetry conventions call it. */
    String label() {
        return label;
    }

    /** Its own endpoint. */
    String endpoint() {
        return endpoint;
    }

    /** Whether its own endpoint asks for a key. */
    boolean asksForKey() {
        return asksForKey;
    }
}
