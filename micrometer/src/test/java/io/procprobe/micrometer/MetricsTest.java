package io.procprobe.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.procprobe.ProcessProbe;
import io.procprobe.micrometer.group.GroupMatchers;
import io.procprobe.micrometer.group.ProcessGroup;
import io.procprobe.micrometer.group.ProcessGroups;
import io.procprobe.micrometer.testing.Await;
import io.procprobe.micrometer.testing.Children;
import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a Prometheus gets to see. */
class MetricsTest {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** The value of a line; empty when there is none. */
    private Optional<Double> value(String series) {
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .map(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst();
    }

    private double require(String series) {
        return value(series)
                .orElseThrow(() -> new AssertionError(series + " in\n" + registry.scrape()));
    }

    @Test
    void utilizationIsOfAllCpus() throws Exception {
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessGroups groups = ProcessGroups.builder(probe).open()) {
            GroupMetrics.neverRefreshing(groups).bindTo(registry);
            groups.refresh();
            Await.until("somebody has used a CPU", () -> isBusy(groups));
            assertEquals(
                    groups.totals(0).cpuLoad() / probe.systemFacts().cpusOnline().getAsInt(),
                    require("process_cpu_utilization{group=\"all\"}"),
                    1e-9);
            assertEquals(
                    groups.totals(0).cpuLoad(), require("procprobe_cpu_load{group=\"all\"}"), 1e-9);
        }
    }

    private static boolean isBusy(ProcessGroups groups) {
        groups.refresh();
        return groups.totals(0).cpuLoad() > 0;
    }

    @Test
    void groupsHaveTheNamesOfTheConventions() throws Exception {
        try (ProcessProbe probe = ProcessProbe.open();
                Children children = new Children()) {
            Process child = children.start("sleep", "1000");
            long pid = child.pid();
            try (ProcessGroups groups =
                    ProcessGroups.builder(probe)
                            .group(
                                    new ProcessGroup(
                                            "mine", (table, row) -> table.rows().pid(row) == pid))
                            .open()) {
                new GroupMetrics(groups, Duration.ZERO).bindTo(registry);
                assertEquals(1, require("procprobe_processes{group=\"mine\"}"));
                assertEquals(1, require("procprobe_processes_peak{group=\"mine\"}"));
                assertTrue(require("procprobe_processes{group=\"all\"}") > 1);
                assertTrue(require("process_memory_usage_bytes{group=\"mine\"}") > 0);
                assertTrue(require("process_memory_virtual_bytes{group=\"mine\"}") > 0);
                assertTrue(require("procprobe_memory_private_bytes{group=\"all\"}") > 0);
                assertTrue(require("procprobe_memory_usage_peak_bytes{group=\"mine\"}") > 0);
                assertTrue(require("process_cpu_time_seconds_total{group=\"all\"}") > 0);
                assertTrue(require("procprobe_cpu_load{group=\"all\"}") >= 0);
                assertEquals(0, require("procprobe_processes_spawned_total{group=\"mine\"}"));
                assertEquals(0, require("procprobe_polls_failed_total"));
                assertTrue(require("procprobe_poll_duration_seconds_count") > 0);
                assertTrue(require("procprobe_poll_duration_seconds_sum") > 0);
                assertTrue(require("procprobe_poll_duration_seconds_max") > 0);
                Children.end(child);
                assertEquals(1, require("procprobe_processes_exited_total{group=\"mine\"}"));
                assertEquals(0, require("procprobe_processes{group=\"mine\"}"));
                assertFalse(registry.scrape().contains("pid"), "no PID in any label");
            }
        }
    }

    @Test
    void aScrapeReadsTheProcessesOnce() {
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessGroups groups =
                        ProcessGroups.builder(probe)
                                .group(new ProcessGroup("more", GroupMatchers.everything()))
                                .open()) {
            new GroupMetrics(groups, Duration.ofMinutes(10)).bindTo(registry);
            registry.scrape();
            registry.scrape();
            assertEquals(1, groups.refreshes());
        }
    }

    @Test
    void whoNeverRefreshesReadsNothing() {
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessGroups groups = ProcessGroups.builder(probe).open()) {
            GroupMetrics.neverRefreshing(groups).bindTo(registry);
            registry.scrape();
            assertEquals(0, groups.refreshes(), "not the first one either");
            groups.refresh();
            assertTrue(require("procprobe_processes{group=\"all\"}") > 0);
            assertEquals(1, groups.refreshes());
        }
    }

    @Test
    void theHostIsAsItIs() {
        try (ProcessProbe probe = ProcessProbe.open()) {
            new HostMetrics(probe).bindTo(registry);
            var facts = probe.systemFacts();
            assertEquals(
                    (double) facts.memoryTotalBytes().orElseThrow(),
                    require("procprobe_host_memory_total_bytes"));
            assertTrue(require("procprobe_host_memory_available_bytes") > 0);
            assertEquals(facts.cpusOnline().orElseThrow(), require("procprobe_host_cpus"));
            assertEquals(
                    facts.cgroupMemoryLimitBytes().isPresent(),
                    value("procprobe_cgroup_memory_limit_bytes").isPresent());
            assertEquals(
                    HostMetrics.headroomBytes(facts).isPresent(),
                    value("procprobe_cgroup_memory_headroom_bytes").isPresent());
        }
    }

    @Test
    void pressureIsThereWhereItIsKnown() {
        new PressureMetrics(() -> List.of(new Pressure("memory", "some", 0.25, 0, 0, 2_500_000)))
                .bindTo(registry);
        assertEquals(
                2.5,
                require(
                        "procprobe_pressure_stalled_seconds_total"
                                + "{kind=\"some\",resource=\"memory\"}"));
        assertEquals(0.25, require("procprobe_pressure_ratio{kind=\"some\",resource=\"memory\"}"));
    }

    @Test
    void pressureIsAbsentWhereThereIsNone() {
        new PressureMetrics(List::of).bindTo(registry);
        assertEquals("", registry.scrape());
    }

    @Test
    void aSupervisorTellsWhomItHasEnded() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().grace(Duration.ZERO).build()) {
            new SupervisorMetrics(supervisor::stats).bindTo(registry);
            Supervised who =
                    supervisor.spawn(new ProcessBuilder("sleep", "1000"), Tags.of("kind", "a"));
            assertEquals(1, require("procprobe_supervisor_processes"));
            assertEquals(1, require("procprobe_supervisor_slots_taken"));
            assertEquals(1, require("procprobe_supervisor_started_total"));
            supervisor.end(who, "by the test").get(60, TimeUnit.SECONDS);
            Await.until(
                    "its end is counted",
                    () -> require("procprobe_supervisor_ended_total{reason=\"requested\"}") == 1);
            assertEquals(1, require("procprobe_processes_reaped_total{reason=\"requested\"}"));
            assertEquals(1, require("procprobe_supervisor_processes_peak"));
            assertEquals(0, require("procprobe_supervisor_degraded"));
            assertEquals(0, require("procprobe_supervisor_breakers_open"));
            assertEquals(0, require("procprobe_supervisor_waiting"));
            assertTrue(value("procprobe_supervisor_sweep_duration_seconds").isPresent());
            for (EndReason reason : EndReason.values()) {
                assertEquals(
                        reason.isOurs(),
                        value(
                                        "procprobe_processes_reaped_total{reason=\""
                                                + reason.name().toLowerCase(Locale.ROOT)
                                                + "\"}")
                                .isPresent());
            }
        }
    }
}
