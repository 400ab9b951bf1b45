package io.procprobe.agent.alert;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** Meters of what becomes of alerts that are to be posted. */
public final class WebhookMetrics implements MeterBinder {
    private final Webhook webhook;

    /**
     * Meters of one webhook.
     *
     * @param webhook which
     */
    public WebhookMetrics(Webhook webhook) {
        this.webhook = webhook;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        count(registry, "delivered", Webhook::delivered);
        count(registry, "failed", Webhook::failed);
        count(registry, "dropped", Webhook::dropped);
        Gauge.builder("procprobe.webhook.waiting", webhook, Webhook::waiting)
                .description("Alerts that wait to be posted")
                .strongReference(true)
                .register(registry);
    }

    private void count(MeterRegistry registry, String outcome, ToDoubleFunction<Webhook> count) {
        FunctionCounter.builder("procprobe.webhook.alerts", webhook, count)
                .description("Alerts by what became of posting them")
                .tag("outcome", outcome)
                .register(registry);
    }
}
