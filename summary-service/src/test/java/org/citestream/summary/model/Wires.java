package org.citestream.summary.model;

import tools.jackson.databind.json.JsonMapper;

/** The protocols of the providers, as their own documentation has them. */
enum Wires implements ProviderStub.Wire {
    OPENAI(Provider.OPENAI, "/v1", "/v1/chat/completions", "Authorization", "Bearer %s") {
        @Override
        public String answer(ProviderStub.Answer.Says says) {
            return choices(
                    says,
                    switch (says.end()) {
                        case STOP -> "stop";
                        case LENGTH -> "length";
                        case FILTER -> "content_filter";
                    });
        }
    },
    MISTRAL(Provider.MISTRAL, "/v1", "/v1/chat/completions", "Authorization", "Bearer %s") {
        @Override
        public String answer(ProviderStub.Answer.Says says) {
            return choices(
                    says,
                    switch (says.end()) {
                        case STOP -> "stop";
                        case LENGTH -> "length";
                        case FILTER -> "content_filter";
                    });
        }
    },
    ANTHROPIC(Provider.ANTHROPIC, "/v1", "/v1/messages", "x-api-key", "%s") {
        @Override
        public String answer(ProviderStub.Answer.Says says) {
            String content =
                    says.text() == null ? "" : "{\"type\": \"text\", \"text\": %s}".formatted(json(says.text()));
            return """
                    {"id": "m1", "type": "message", "role": "assistant", "model": "stub-model-2026", "content": [%s],
                     "stop_reason": "%s", "stop_sequence": null%s}
                    """.formatted(
                            content,
                            switch (says.end()) {
                                case STOP -> "end_turn";
                                case LENGTH -> "max_tokens";
                                case FILTER -> "refusal";
                            },
                            says.counts() ? ", \"usage\": {\"input_tokens\": 100, \"output_tokens\": 40}" : "");
        }
    },
    GEMINI(Provider.GEMINI, "/v1beta", "/v1beta/models/%s:generateContent", "x-goog-api-key", "%s") {
        @Override
        public String answer(ProviderStub.Answer.Says says) {
            String content = says.text() == null
                    ? ""
                    : "\"content\": {\"parts\": [{\"text\": %s}], \"role\": \"model\"},".formatted(json(says.text()));
            return """
                    {"candidates": [{%s "finishReason": "%s", "index": 0}], "modelVersion": "stub-model-2026",
                     "responseId": "r1"%s}
                    """.formatted(
                            content,
                            switch (says.end()) {
                                case STOP -> "STOP";
                                case LENGTH -> "MAX_TOKENS";
                                case FILTER -> "SAFETY";
                            },
                            says.counts()
                                    ? ", \"usageMetadata\": {\"promptTokenCount\": 100, \"candidatesTokenCount\": 25,"
                                            + " \"thoughtsTokenCount\": 15, \"totalTokenCount\": 140}"
                                    : "");
        }
    },
    OLLAMA(Provider.OLLAMA, "", "/api/chat", "Authorization", "null") {
        @Override
        public String answer(ProviderStub.Answer.Says says) {
            return """
                    {"model": "stub-model", "created_at": "2026-11-23T10:00:00Z",
                     "message": {"role": "assistant", "content": %s}, "done": true, "done_reason": "%s"%s}
                    """.formatted(
                            json(says.text() == null ? "" : says.text()),
                            says.end() == ProviderStub.End.LENGTH ? "length" : "stop",
                            says.counts() ? ", \"prompt_eval_count\": 100, \"eval_count\": 40" : "");
        }
    };

    private final Provider provider;
    private final String base;
    private final String path;
    private final String keyHeader;
    private final String keyForm;

    Wires(Provider provider, String base, String path, String keyHeader, String keyForm) {
        this.provider = provider;
        this.base = base;
        this.path = path;
        this.keyHeader = keyHeader;
        this.keyForm = keyForm;
    }

    Provider provider() {
        return provider;
    }

    @Override
    public String base() {
        return base;
    }

    @Override
    public String path(String model) {
        return path.formatted(model);
    }

    @Override
    public String keyHeader() {
        return keyHeader;
    }

    @Override
    public String key(String key) {
        return keyForm.formatted(key);
    }

    private static String choices(ProviderStub.Answer.Says says, String finishReason) {
        return """
                {"id": "1", "object": "chat.completion", "created": 1, "model": "stub-model-2026", "choices": [{"index": 0,
                 "message": {"role": "assistant", "content": %s}, "finish_reason": "%s"}]%s}
                """.formatted(
                        json(says.text()),
                        finishReason,
                        says.counts()
                                ? ", \"usage\": {\"prompt_tokens\": 100, \"completion_tokens\": 40, \"total_tokens\": 140}"
                                : ", \"usage\": null");
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }
}
