package org.citestream.gateway.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

/**
 * Sends requests to addresses that others chose. The addresses of a host are checked where a connection is made, so that a name which
 * is public when it is looked at and private a moment later leads nowhere. Redirects are not followed.
 */
@Component
class WebhookRequests implements AutoCloseable {

    private static final int LONGEST_LINE = 8192;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_EMPTY_LINES = 10;

    /** Of an answer nothing is read but its status, and its head only as far as a head goes. */
    private static final Http1Config SHORT_HEADS = Http1Config.custom()
            .setMaxLineLength(LONGEST_LINE)
            .setMaxHeaderCount(MOST_HEADERS)
            .setMaxEmptyLineCount(MOST_EMPTY_LINES)
            .build();

    private final CloseableHttpClient http;

    WebhookRequests(WebhookProperties properties, Targets targets) {
        Timeout timeout = Timeout.of(properties.timeout());
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(SHORT_HEADS)
                                .build())
                        .setDnsResolver(new SystemDefaultDnsResolver() {
                            @Override
                            public InetAddress[] resolve(String host) throws UnknownHostException {
                                InetAddress[] addresses = super.resolve(host);
                                targets.check(addresses);
                                return addresses;
                            }
                        })
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout)
                                .setSocketTimeout(timeout)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout)
                        .setConnectionRequestTimeout(timeout)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * Posts JSON.
     *
     * @return the status that it is answered with; the rest of the answer is nobody's business
     * @throws Targets.RefusedTargetException if the host has an address where no request may go
     */
    int post(URI target, String body, String signature) throws IOException {
        HttpPost request = new HttpPost(target);
        request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
        request.setHeader(Deliveries.SIGNATURE, signature);
        try (ClassicHttpResponse answer = http.executeOpen(null, request, null)) {
            return answer.getCode();
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
