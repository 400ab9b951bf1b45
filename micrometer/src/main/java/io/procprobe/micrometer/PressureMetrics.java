package io.procprobe.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Meters of the machine's pressure (PSI), with the labels {@code resource} and {@code kind}. Where
 * the kernel tells none when they are bound, there are none.
 */
public final class PressureMetrics implements MeterBinder {
    private static final double MICROS_PER_SECOND = 1e6;

    private final Supplier<List<Pressure>> source;

    /** Meters that read it once a second at most. */
    public PressureMetrics() {
        this(new Aged<>(new PressureReader()::read, GroupMetrics.DEFAULT_MAX_AGE));
    }

    /**
     * Meters of what somebody else reads.
     *
     * @param source asked for each number: must be quick
     */
    public PressureMetrics(Supplier<List<Pressure>> source) {
        this.source = Objects.requireNonNull(source, "source");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        for (Pressure each : source.get()) {
            Tags tags = Tags.of("resource", each.resource(), "kind", each.kind());
            meters.counter(
                    "procprobe.pressure.stalled",
                    "seconds",
                    "Time that tasks have waited for the resource",
                    tags,
                    () -> read(each, now -> now.stalledMicros() / MICROS_PER_SECOND));
            meters.gauge(
                    "procprobe.pressure.ratio",
                    null,
                    "Share of the last 10 seconds that tasks have waited for the resource",
                    tags,
                    () -> read(each, Pressure::avg10));
        }
    }

    private double read(Pressure as, ToDoubleFunction<Pressure> value) {
        for (Pressure now : source.get()) {
            if (now.resource().equals(as.resource()) && now.kind().equals(as.kind())) {
                return value.applyAsDouble(now);
            }
        }
        return Double.NaN;
    }
}
