package org.example.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.procprobe.ProcessProbe;
import io.procprobe.micrometer.GroupMetrics;
import io.procprobe.micrometer.HostMetrics;
import io.procprobe.micrometer.PressureMetrics;
import io.procprobe.micrometer.group.GroupMatchers;
import io.procprobe.micrometer.group.ProcessGroup;
import io.procprobe.micrometer.group.ProcessGroups;

/** Starts a child, and prints a row about it of what a scrape has about its children. */
public final class Application {
    private Application() {}

    public static void main(String[] command) throws Exception {
        long self = ProcessHandle.current().pid();
        Process child = new ProcessBuilder(command).start();
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessGroups groups =
                        ProcessGroups.builder(probe)
                                .group(new ProcessGroup("children", GroupMatchers.descendantsOf(self)))
                                .open()) {
            new GroupMetrics(groups).bindTo(registry);
            new HostMetrics(probe).bindTo(registry);
            new PressureMetrics().bindTo(registry);
            String scrape = registry.scrape();
            System.out.println(
                    (value(scrape, "procprobe_processes{group=\"children\"}") == 1 ? "OK" : scrape)
                            + " pid=" + child.pid()
                            + " parent=" + self
                            + " resident=" + value(scrape, "process_memory_usage_bytes{group=\"children\"}")
                            + " cpu=" + value(scrape, "process_cpu_time_seconds_total{group=\"children\"}")
                            + " binding=" + probe.diagnostics().binding());
        } finally {
            registry.close();
            child.destroyForcibly().waitFor();
        }
    }

    private static long value(String scrape, String series) {
        return scrape.lines()
                .filter(line -> line.startsWith(series))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(series.length())))
                .findFirst()
                .orElse(-1);
    }
}
