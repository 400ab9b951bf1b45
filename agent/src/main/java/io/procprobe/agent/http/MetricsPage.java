package io.procprobe.agent.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** All meters, in the form that the scraper wants. */
final class MetricsPage {
    static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry;

    MetricsPage(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    static String type(String accept) {
        return accept.toLowerCase(Locale.ROOT).contains("application/openmetrics-text")
                ? OPEN_METRICS
                : PROMETHEUS;
    }

    Content scrape(String type) {
        return new Content(type, registry.scrape(type).getBytes(StandardCharsets.UTF_8));
    }
}
