package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.config.AlertSpec.Measure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On a phone as well it can be read why something has happened. */
class NarrowEventsTest {
    @RegisterExtension
    final DashboardTests dashboard =
            new DashboardTests(
                    options ->
                            options.alert(
                                    new AlertSpec(
                                            DashboardServer.GROUP,
                                            Measure.MEMORY,
                                            1024,
                                            512,
                                            Duration.ZERO,
                                            Duration.ZERO)));

    @Test
    void reasonIsWhole() throws Exception {
        dashboard.chromium().size(360, 740);
        DashboardPage page = dashboard.open("view=events&q=pupils memory");
        dashboard.pupils().start("pupil-reason");
        Waiting.until("it is told", () -> page.grid().count() == 1);
        String why = page.grid().column("why").get(0);
        assertTrue(why.startsWith("memory of group pupils is above its threshold: "), why);
        assertTrue(why.endsWith(", threshold 1.00 KiB"), why);
        assertEquals(List.of(), page.cutOff("main .grid-window [data-column='why']"));
        assertEquals(List.of(), page.sticksOut());
        dashboard.chromium().screenshot("event-narrow");
        page.view("overview");
        Waiting.until("the panel has it", () -> page.texts(".events .event-text").contains(why));
        assertEquals(List.of(), page.cutOff("main .event-text"));
    }
}
