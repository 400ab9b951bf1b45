package io.procprobe.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.SupervisorStats;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Meters of a {@link Supervisor}: whom it looks after, who has ended and why, how its slots are
 * taken and how its sweeps go. Its statistics are taken once a second at most.
 */
public final class SupervisorMetrics implements MeterBinder {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String OPEN = "OPEN";

    private final Supplier<SupervisorStats> stats;

    /**
     * Meters of a supervisor.
     *
     * @param supervisor may be closed earlier: then its last numbers stay
     */
    @SuppressWarnings("exports") // whoever has a supervisor requires its module
    public SupervisorMetrics(Supervisor supervisor) {
        this(new Aged<>(supervisor::stats, GroupMetrics.DEFAULT_MAX_AGE));
    }

    /**
     * Meters of statistics that somebody else takes.
     *
     * @param stats asked for each number: must be quick
     */
    @SuppressWarnings("exports") // whoever has a supervisor requires its module
    public SupervisorMetrics(Supplier<SupervisorStats> stats) {
        this.stats = Objects.requireNonNull(stats, "stats");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        gauge(
                meters,
                "procprobe.supervisor.processes",
                "Processes that it looks after",
                now -> now.active().size());
        gauge(
                meters,
                "procprobe.supervisor.processes.peak",
                "The most that were ever alive at once",
                SupervisorStats::peakConcurrent);
        gauge(
                meters,
                "procprobe.supervisor.slots.taken",
                "Slots that are taken",
                SupervisorStats::slotsTaken);
        gauge(
                meters,
                "procprobe.supervisor.waiting",
                "Starts that wait for a slot",
                SupervisorStats::waiting);
        gauge(
                meters,
                "procprobe.supervisor.degraded",
                "1 while memory is above a soft threshold",
                now -> now.isDegraded() ? 1 : 0);
        gauge(
                meters,
                "procprobe.supervisor.breakers.open",
                "Spawn-storm breakers that are open",
                now -> now.breakers().values().stream().filter(OPEN::equals).count());
        meters.gauge(
                "procprobe.supervisor.sweep.duration",
                "seconds",
                "How long the last sweep took",
                Tags.empty(),
                () -> stats.get().lastSweep().toNanos() / NANOS_PER_SECOND);
        counter(
                meters,
                "procprobe.supervisor.started",
                "Processes that were started or adopted",
                SupervisorStats::started);
        counter(meters, "procprobe.supervisor.sweeps", "Sweeps", SupervisorStats::sweeps);
        counter(
                meters,
                "procprobe.supervisor.sweeps.skipped",
                "Sweeps that were left out since the one before took too long",
                SupervisorStats::sweepsSkipped);
        counter(
                meters,
                "procprobe.supervisor.failures",
                "Failures of policies, listeners and steps of a sweep",
                SupervisorStats::failures);
        for (EndReason reason : EndReason.values()) {
            Tags tags = Tags.of("reason", reason.name().toLowerCase(Locale.ROOT));
            meters.counter(
                    "procprobe.supervisor.ended",
                    null,
                    "Processes whose end was verified",
                    tags,
                    () -> ended(reason));
            if (reason.isOurs()) {
                meters.counter(
                        "procprobe.processes.reaped",
                        null,
                        "Processes that the supervisor itself has ended",
                        tags,
                        () -> ended(reason));
            }
        }
    }

    private double ended(EndReason reason) {
        return stats.get().endedByReason().getOrDefault(reason, 0L);
    }

    private void gauge(
            Meters meters, String name, String text, ToDoubleFunction<SupervisorStats> value) {
        meters.gauge(name, null, text, Tags.empty(), () -> value.applyAsDouble(stats.get()));
    }

    private void counter(
            Meters meters, String name, String text, ToDoubleFunction<SupervisorStats> value) {
        meters.counter(name, null, text, Tags.empty(), () -> value.applyAsDouble(stats.get()));
    }
}
