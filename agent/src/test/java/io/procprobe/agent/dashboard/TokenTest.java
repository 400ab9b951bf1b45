package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who has no token, or a wrong one, is told so and gets nothing else. */
class TokenTest {
    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void missing() throws Exception {
        DashboardPage page = dashboard.openWith("view=processes");
        page.awaitLink("refused");
        assertTrue(page.asksForToken());
        assertEquals("", page.refusal(), "none was given, so none was wrong");
        dashboard.chromium().screenshot("token");
        page.enterToken(DashboardTests.TOKEN);
        page.awaitLink("live");
        assertEquals("view=processes", page.fragment());
    }

    @Test
    void wrong() throws Exception {
        DashboardPage page = dashboard.openWith("token=wrong");
        page.awaitLink("refused");
        assertTrue(page.refusal().contains("refused"), page::refusal);
        dashboard.chromium().screenshot("token-refused");
        page.enterToken("wrong as well");
        Waiting.until("it is asked for again", page::asksForToken);
        page.enterToken(DashboardTests.TOKEN);
        page.awaitLink("live");
        assertFalse(page.asksForToken());
    }

    @Test
    void leavesTheAddressAndStaysInTheTab() throws Exception {
        DashboardPage page = dashboard.open("view=groups");
        assertEquals("view=groups", page.fragment());
        dashboard.chromium().driver().navigate().refresh();
        page.awaitLink("live");
    }

    @Test
    void changesWhileTheAgentRuns() throws Exception {
        DashboardPage page = dashboard.open("view=processes");
        dashboard.server().stop();
        dashboard.server().start("another-token-of-its-own");
        page.awaitLink("refused");
        assertTrue(page.refusal().contains("refused"), page::refusal);
        page.openInPlace("token=another-token-of-its-own&view=processes");
        page.awaitLink("live");
        assertEquals("view=processes", page.fragment());
    }
}
