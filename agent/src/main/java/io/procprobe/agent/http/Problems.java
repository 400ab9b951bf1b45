package io.procprobe.agent.http;

import org.eclipse.jetty.http.HttpStatus;

/** Errors as RFC 9457 wants them. */
final class Problems {
    private Problems() {}

    static Content of(int status, String detail) {
        return new Content(
                Content.PROBLEM,
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            json.writeStringProperty("type", "about:blank");
                            json.writeStringProperty("title", HttpStatus.getMessage(status));
                            json.writeNumberProperty("status", status);
                            json.writeStringProperty("detail", detail);
                            json.writeEndObject();
                        }));
    }
}
