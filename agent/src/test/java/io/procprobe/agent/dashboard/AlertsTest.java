package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.config.AlertSpec.Measure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Thresholds are crossed by real processes, and the page says so wherever it is. */
class AlertsTest {
    private static final double MEBIBYTE = 0x1p20;

    @RegisterExtension
    final DashboardTests dashboard =
            new DashboardTests(
                    options ->
                            options.alert(
                                            new AlertSpec(
                                                    DashboardServer.GROUP,
                                                    Measure.PROCESSES,
                                                    1,
                                                    1,
                                                    Duration.ZERO,
                                                    Duration.ZERO))
                                    .alert(
                                            new AlertSpec(
                                                    DashboardServer.GROUP,
                                                    Measure.MEMORY,
                                                    100 * MEBIBYTE,
                                                    90 * MEBIBYTE,
                                                    Duration.ofHours(1),
                                                    Duration.ZERO))
                                    .alert(
                                            new AlertSpec(
                                                    DashboardServer.GROUP,
                                                    Measure.GROWTH,
                                                    MEBIBYTE,
                                                    MEBIBYTE,
                                                    Duration.ZERO,
                                                    Duration.ofHours(1))));

    @Test
    void oneFiresAndClears() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        Waiting.until("all are within", () -> states(page).equals(List.of("ok", "ok", "ok")));
        assertEquals("none", vital(page));
        Process one = dashboard.pupils().start("pupil-alert");
        Process other = dashboard.pupils().start("pupil-alert");
        Waiting.until(
                "it fires", () -> states(page).equals(List.of("firing", "ok", "ok")), page::alerts);
        assertTrue(page.alerts().get(0).contains("pupils processes"), page.alerts()::toString);
        assertTrue(page.alerts().get(0).contains("2 of 1"), page.alerts()::toString);
        assertEquals("1", vital(page));
        assertTrue(page.title().startsWith("(1) "), page::title);
        assertTrue(page.texts(".events .event-kind").contains("alert"));
        dashboard.chromium().screenshot("alert-fires");

        Pupils.end(one);
        Pupils.end(other);
        Waiting.until(
                "it clears", () -> states(page).equals(List.of("ok", "ok", "ok")), page::alerts);
        assertEquals("none", vital(page));
        page.view("events");
        page.filter("pupils processes");
        Waiting.until(
                "both are told",
                () -> page.grid().column("kind").equals(List.of("cleared", "alert")),
                () -> page.grid().column("kind"));
        assertTrue(page.grid().column("why").get(1).contains("threshold 1"));
    }

    @Test
    void growthIsPerMinuteWithItsUnit() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        Waiting.until("thresholds are told", () -> page.alerts().size() == 3);
        String growth = page.alerts().get(2);
        assertTrue(growth.contains("of 60.0 MiB/min"), growth);
        assertTrue(page.alerts().get(1).contains("of 100 MiB"), page.alerts()::toString);
    }

    @Test
    void aboveIsNotYetFiring() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        Process pupil = dashboard.pupils().startHolder("pupil-large", 120);
        Pupils.fill(pupil, 120);
        Waiting.until("it is above", () -> states(page).get(1).equals("above"), page::alerts);
        assertTrue(page.alerts().get(1).contains("not long enough"), page.alerts()::toString);
        assertEquals("none", vital(page));
    }

    /** In the order of their configuration, as only one of them ever fires. */
    private static List<String> states(DashboardPage page) {
        return page.texts(".alerts .alert-state");
    }

    private static String vital(DashboardPage page) {
        List<String> values = page.texts("#vitals .vital-value");
        return values.get(values.size() - 1);
    }
}
