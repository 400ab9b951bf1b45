package io.procprobe.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.DoubleSupplier;

/**
 * Registers meters that hold on to what they read. A registry by itself refers to it weakly, and
 * goes on to report the last number when it is gone: here the function itself refers to it.
 */
final class Meters {
    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    void gauge(String name, String unit, String description, Tags tags, DoubleSupplier value) {
        Gauge.builder(name, value, unused -> value.getAsDouble())
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    void counter(String name, String unit, String description, Tags tags, DoubleSupplier value) {
        FunctionCounter.builder(name, value, unused -> value.getAsDouble())
                .baseUnit(unit)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
