package io.procprobe.micrometer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.procprobe.micrometer.group.GroupListener;
import io.procprobe.micrometer.group.GroupTotals;
import io.procprobe.micrometer.group.ProcessGroups;
import java.time.Duration;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * Meters of groups of processes, with the label {@code group}: CPU time and load, memory, counts
 * and peaks, who came and who has gone; and how long reading them takes.
 *
 * <pre>{@code
 * new GroupMetrics(groups).bindTo(registry);
 * }</pre>
 *
 * <p>However many meters a scrape reads, and however many scrapes there are, the processes are read
 * once within {@link #DEFAULT_MAX_AGE}, or whatever else was asked for.
 */
public final class GroupMetrics implements MeterBinder {
    /** How old a reading may be when a meter is read. */
    public static final Duration DEFAULT_MAX_AGE = Duration.ofSeconds(1);

    private static final double NANOS_PER_SECOND = 1e9;

    private final ProcessGroups groups;

    /** Null when somebody else refreshes. */
    private final Duration maxAge;

    /**
     * Meters that refresh the groups themselves.
     *
     * @param groups to be closed later than the registry
     */
    public GroupMetrics(ProcessGroups groups) {
        this(groups, DEFAULT_MAX_AGE);
    }

    /**
     * Meters that refresh the groups when they are older than this.
     *
     * @param groups to be closed later than the registry
     * @param maxAge {@link #neverRefreshing} says who never wants them to
     */
    public GroupMetrics(ProcessGroups groups, Duration maxAge) {
        this(Objects.requireNonNull(maxAge, "maxAge"), groups);
    }

    private GroupMetrics(Duration maxAgeOrNull, ProcessGroups groups) {
        this.groups = Objects.requireNonNull(groups, "groups");
        this.maxAge = maxAgeOrNull;
    }

    /**
     * Meters that show what the last refresh has found, whenever that was: somebody else refreshes.
     *
     * @param groups to be closed later than the registry
     * @return a binder
     */
    public static GroupMetrics neverRefreshing(ProcessGroups groups) {
        return new GroupMetrics(null, groups);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        for (int i = 0; i < groups.names().size(); i++) {
            bind(meters, i);
        }
        Timer polls =
                Timer.builder("procprobe.poll.duration")
                        .description("Time that it takes to read all processes")
                        .register(registry);
        groups.addListener(
                new GroupListener() {
                    @Override
                    public void refreshed(long nanos, boolean isDone) {
                        if (isDone) {
                            polls.record(Duration.ofNanos(nanos));
                        }
                    }
                });
        meters.counter(
                "procprobe.polls.failed",
                null,
                "Readings of all processes that have failed",
                Tags.empty(),
                () -> {
                    refresh();
                    return groups.failures();
                });
    }

    private void bind(Meters meters, int group) {
        Tags tags = Tags.of("group", groups.names().get(group));
        Binding on = new Binding(meters, group, tags);
        on.counter(
                "process.cpu.time",
                "seconds",
                "CPU time of all processes of the group, ended ones included",
                totals -> totals.cpuNanos() / NANOS_PER_SECOND);
        groups.cpusOnline()
                .ifPresent(
                        cpus ->
                                on.gauge(
                                        "process.cpu.utilization",
                                        null,
                                        "CPU load since the reading before; 1 is all CPUs",
                                        totals -> totals.cpuLoad() / cpus));
        on.gauge(
                "procprobe.cpu.load",
                null,
                "CPU load since the reading before; 1 is one core",
                GroupTotals::cpuLoad);
        on.gauge("process.memory.usage", "bytes", "Resident memory", GroupTotals::residentBytes);
        on.gauge("process.memory.virtual", "bytes", "Address space", GroupTotals::virtualBytes);
        on.gauge(
                "procprobe.memory.private",
                "bytes",
                "Memory that the end of the processes would give back, estimated",
                GroupTotals::privateBytes);
        on.gauge(
                "procprobe.memory.usage.peak",
                "bytes",
                "The most resident memory that was seen",
                GroupTotals::peakResidentBytes);
        on.gauge("procprobe.processes", null, "Processes that are alive", GroupTotals::processes);
        on.gauge(
                "procprobe.processes.peak",
                null,
                "The most processes that were seen alive",
                GroupTotals::peakProcesses);
        on.counter(
                "procprobe.processes.spawned",
                null,
                "Processes that have come",
                GroupTotals::spawned);
        on.counter(
                "procprobe.processes.exited",
                null,
                "Processes that have gone",
                GroupTotals::exited);
    }

    private void refresh() {
        if (maxAge != null) {
            groups.refreshIfOlderThan(maxAge);
        }
    }

    private double read(int group, ToDoubleFunction<GroupTotals> value) {
        refresh();
        return value.applyAsDouble(groups.totals(group));
    }

    /** Meters of one group. */
    private final class Binding {
        private final Meters meters;
        private final int group;
        private final Tags tags;

        Binding(Meters meters, int group, Tags tags) {
            this.meters = meters;
            this.group = group;
            this.tags = tags;
        }

        void gauge(String name, String unit, String text, ToDoubleFunction<GroupTotals> value) {
            meters.gauge(name, unit, text, tags, () -> read(group, value));
        }

        void counter(String name, String unit, String text, ToDoubleFunction<GroupTotals> value) {
            meters.counter(name, unit, text, tags, () -> read(group, value));
        }
    }
}
