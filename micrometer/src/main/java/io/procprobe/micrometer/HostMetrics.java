package io.procprobe.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.procprobe.ProcessProbe;
import io.procprobe.SystemFacts;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Meters of the machine's memory, and of the limit that the control group of this process sets.
 * What is not known, or not limited, when they are bound has no meter; later it is NaN.
 */
public final class HostMetrics implements MeterBinder {
    private final Supplier<SystemFacts> facts;

    /**
     * Meters that read the machine once a second at most.
     *
     * @param probe to be closed later than the registry
     */
    public HostMetrics(ProcessProbe probe) {
        this(new Aged<>(probe::systemFacts, GroupMetrics.DEFAULT_MAX_AGE));
    }

    /**
     * Meters of facts that somebody else reads.
     *
     * @param facts asked for each number: must be quick
     */
    public HostMetrics(Supplier<SystemFacts> facts) {
        this.facts = Objects.requireNonNull(facts, "facts");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        bytes(
                meters,
                "procprobe.host.memory.total",
                "Physical memory",
                SystemFacts::memoryTotalBytes);
        bytes(
                meters,
                "procprobe.host.memory.available",
                "Memory that can be had without swapping",
                SystemFacts::memoryAvailableBytes);
        bytes(meters, "procprobe.host.swap.total", "Room to swap", SystemFacts::swapTotalBytes);
        bytes(
                meters,
                "procprobe.host.swap.free",
                "Unused room to swap",
                SystemFacts::swapFreeBytes);
        bind(meters, "procprobe.host.cpus", null, "CPUs that run", now -> cpus(now.cpusOnline()));
        bytes(
                meters,
                "procprobe.cgroup.memory.limit",
                "Memory limit of the control group that is nearest to its limit",
                SystemFacts::cgroupMemoryLimitBytes);
        bytes(
                meters,
                "procprobe.cgroup.memory.usage",
                "Memory that this control group uses",
                now ->
                        now.cgroupMemoryLimitBytes().isPresent()
                                ? now.cgroupMemoryUsedBytes()
                                : OptionalLong.empty());
        bytes(
                meters,
                "procprobe.cgroup.memory.headroom",
                "What is left until this limit",
                HostMetrics::headroomBytes);
    }

    /**
     * What is left until the memory limit of the control group.
     *
     * @param facts of now
     * @return empty without a limit; never below 0
     */
    public static OptionalLong headroomBytes(SystemFacts facts) {
        OptionalLong limit = facts.cgroupMemoryLimitBytes();
        OptionalLong used = facts.cgroupMemoryUsedBytes();
        return limit.isPresent() && used.isPresent()
                ? OptionalLong.of(Math.max(0, limit.getAsLong() - used.getAsLong()))
                : OptionalLong.empty();
    }

    private static OptionalLong cpus(OptionalInt cpus) {
        return cpus.isPresent() ? OptionalLong.of(cpus.getAsInt()) : OptionalLong.empty();
    }

    private void bytes(
            Meters meters, String name, String text, Function<SystemFacts, OptionalLong> value) {
        bind(meters, name, "bytes", text, value);
    }

    private void bind(
            Meters meters,
            String name,
            String unit,
            String text,
            Function<SystemFacts, OptionalLong> value) {
        if (value.apply(facts.get()).isEmpty()) {
            return;
        }
        meters.gauge(
                name,
                unit,
                text,
                Tags.empty(),
                () -> {
                    OptionalLong now = value.apply(facts.get());
                    return now.isPresent() ? now.getAsLong() : Double.NaN;
                });
    }
}
