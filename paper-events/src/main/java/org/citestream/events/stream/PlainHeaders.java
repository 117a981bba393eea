package org.citestream.events.stream;

import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.springframework.kafka.support.KafkaHeaderMapper;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.MessageHeaders;

/** Headers as their bytes and nothing besides: the framework's own mapper adds what only it reads. */
final class PlainHeaders implements KafkaHeaderMapper {

    @Override
    public void fromHeaders(MessageHeaders headers, Headers target) {
        headers.forEach((name, value) -> {
            if (value instanceof byte[] bytes && !name.startsWith(KafkaHeaders.PREFIX)) {
                target.add(name, bytes);
            }
        });
    }

    @Override
    public void toHeaders(Headers source, Map<String, Object> headers) {
        for (Header header : source) {
            if (header.value() != null) {
                headers.put(header.key(), header.value());
            }
        }
    }
}
