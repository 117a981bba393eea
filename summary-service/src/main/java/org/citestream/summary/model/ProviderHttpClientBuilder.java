package org.citestream.summary.model;

import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** Gives LangChain4j our {@link ProviderHttpClient}. */
public final class ProviderHttpClientBuilder implements HttpClientBuilder {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final UnaryOperator<String> bodies;
    private Duration connectTimeout = CONNECT;
    private Duration readTimeout;

    /**
     * @param bodies what LangChain4j is given for the body of an answer
     */
    public ProviderHttpClientBuilder(Duration timeout, InstantSource clock, UnaryOperator<String> bodies) {
        this.readTimeout = timeout;
        this.clock = clock;
        this.bodies = bodies;
    }

    @Override
    public Duration connectTimeout() {
        return connectTimeout;
    }

    @Override
    public HttpClientBuilder connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    @Override
    public Duration readTimeout() {
        return readTimeout;
    }

    @Override
    public HttpClientBuilder readTimeout(Duration timeout) {
        readTimeout = timeout;
        return this;
    }

    @Override
    public HttpClient build() {
        java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_1_1)
                .connectTimeout(connectTimeout)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
        return new ProviderHttpClient(client, readTimeout, clock, bodies);
    }
}
