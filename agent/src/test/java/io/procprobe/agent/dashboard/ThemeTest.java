package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dark or light is what the system prefers, until the reader says otherwise. */
class ThemeTest {
    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void followsTheSystem() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        String dark = page.ground();
        dashboard.chromium().theme("light");
        assertNotEquals(dark, page.ground());
        assertTrue(page.ground().startsWith("system"), page::ground);
    }

    @Test
    void staysAsChosen() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        dashboard.chromium().theme("light");
        page.switchTheme();
        String chosen = page.ground();
        assertTrue(chosen.startsWith("dark"), chosen);
        dashboard.chromium().driver().navigate().refresh();
        page.awaitLink("live");
        assertEquals(chosen, page.ground());
    }
}
