package io.procprobe.agent.config;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * Who is told of alerts.
 *
 * @param url gets a POST for each, with JSON
 * @param timeout how long it may take to answer
 */
public record WebhookOptions(URI url, Duration timeout) {
    /** How long an answer may take by default. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    /** Checks the address. */
    public WebhookOptions {
        Objects.requireNonNull(timeout, "timeout");
        Urls.requireHttp(url);
    }
}
