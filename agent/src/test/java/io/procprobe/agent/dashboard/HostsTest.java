package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.FleetOptions;
import io.procprobe.agent.testing.HttpStub;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The fleet as a Prometheus knows it; what that answers is as its documentation says. */
class HostsTest {
    private static final double GIBIBYTE = 0x1p30;

    private final HttpStub prometheus = new HttpStub(count -> isDown() ? 500 : 200);
    private volatile boolean down;

    @RegisterExtension
    final DashboardTests dashboard =
            new DashboardTests(
                    options ->
                            options.fleet(
                                    new FleetOptions(prometheus.url(), FleetOptions.DEFAULT_JOB)));

    HostsTest() throws IOException {
        prometheus.body(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                        + String.join(
                                ",",
                                host("alpha", 100, 8, 6, 0.5),
                                host("beta", 300, 16, 4, 2.25),
                                host("gamma", 200, 4, 3, 1),
                                sample("up", "delta", 0))
                        + "]}}");
    }

    @AfterEach
    void stop() {
        prometheus.close();
    }

    @Test
    void hostsAndTheirSumsAreThere() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        page.view("hosts");
        Waiting.until("all are there", () -> page.grid().count() == 4);
        assertEquals(List.of("alpha", "beta", "delta", "gamma"), page.grid().column("host"));
        assertEquals(List.of("up", "up", "down", "up"), page.grid().column("up"));
        assertEquals(List.of("100", "300", "–", "200"), page.grid().column("processes"));
        assertEquals(List.of("0.50", "2.25", "–", "1.00"), page.grid().column("cpu"));
        assertEquals(List.of("25.0 %", "75.0 %", "–", "25.0 %"), page.grid().column("used"));
        String sum = page.texts(".fleet-sum").get(0);
        assertTrue(sum.contains("4 hosts, 1 down · 600 processes"), sum);
        assertTrue(sum.contains("13.0 GiB of 28.0 GiB available"), sum);
        dashboard.chromium().screenshot("hosts-dark");

        page.grid().sortBy("processes");
        assertEquals(List.of("beta", "gamma", "alpha", "delta"), page.grid().column("host"));
        page.filter("ta");
        Waiting.until(
                "some are left",
                () -> page.grid().column("host").equals(List.of("beta", "delta")),
                () -> page.grid().column("host"));
        assertEquals(List.of(), dashboard.chromium().complaints());
    }

    @Test
    void fitsANarrowScreen() throws Exception {
        dashboard.chromium().size(360, 740);
        DashboardPage page = dashboard.open("view=hosts");
        Waiting.until("all are there", () -> page.grid().count() == 4);
        assertEquals(List.of(), page.sticksOut());
        assertEquals(
                List.of("6.00 GiB", "4.00 GiB", "–", "3.00 GiB"), page.grid().column("available"));
        dashboard.chromium().screenshot("hosts-narrow");
    }

    @Test
    void aPrometheusThatIsAwayIsTold() throws Exception {
        down = true;
        DashboardPage page = dashboard.open("view=hosts");
        Waiting.until("it is told", () -> page.texts("main .notice").get(0).contains("500"));
        assertEquals("live", page.link(), "this agent answers nevertheless");
        down = false;
        Waiting.until("it is back", () -> page.grid().count() == 4);
        assertEquals("", page.texts("main .notice").get(0));
    }

    private boolean isDown() {
        return down;
    }

    private static String host(String host, int processes, int total, int available, double cpu) {
        return String.join(
                ",",
                sample("up", host, 1),
                sample("procprobe_processes", host, processes),
                sample("procprobe_cpu_load", host, cpu),
                sample("process_memory_usage_bytes", host, GIBIBYTE),
                sample("procprobe_host_memory_total_bytes", host, total * GIBIBYTE),
                sample("procprobe_host_memory_available_bytes", host, available * GIBIBYTE));
    }

    private static String sample(String name, String host, double value) {
        return String.format(
                Locale.ROOT,
                "{\"metric\":{\"__name__\":\"%s\",\"job\":\"procprobe\",\"host\":\"%s\","
                        + "\"instance\":\"%s:9179\"},\"value\":[1766300000.123,\"%s\"]}",
                name,
                host,
                host,
                value);
    }
}
