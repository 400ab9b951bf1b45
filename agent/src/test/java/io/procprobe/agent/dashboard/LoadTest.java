package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each view comes up, shows this machine, and the browser has nothing to complain of. */
class LoadTest {
    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void overviewShowsFiguresChartsAndPanels() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        Waiting.until("charts are drawn", page::chartsAreDrawn);
        List<String> panels = page.texts("main h2");
        assertTrue(
                panels.containsAll(
                        List.of("History", "Memory movers", "CPU movers", "Alerts", "Host")),
                panels::toString);
        assertFalse(page.texts("#vitals .vital-value").contains(""));
        dashboard.chromium().screenshot("overview-dark");
        dashboard.chromium().theme("light");
        dashboard.chromium().screenshot("overview-light");
        assertEquals(List.of(), dashboard.chromium().complaints());
    }

    @ParameterizedTest
    @ValueSource(strings = {"processes", "tree", "groups", "events"})
    void viewComesUp(String view) throws Exception {
        dashboard.pupils().start("pupil-load");
        DashboardPage page = dashboard.open("view=overview");
        page.view(view);
        if ("groups".equals(view)) {
            Waiting.until("sparklines are drawn", page::chartsAreDrawn);
        } else if (!"events".equals(view)) {
            Waiting.until("there are rows", () -> page.grid().count() > 3);
        }
        dashboard.chromium().screenshot(view + "-dark");
        dashboard.chromium().theme("light");
        dashboard.chromium().screenshot(view + "-light");
        assertEquals(List.of(), dashboard.chromium().complaints());
    }

    @Test
    void ownProcessHasItsNameAndDetails() throws Exception {
        Process pupil = dashboard.pupils().start("pupil-own");
        DashboardPage page = dashboard.open("view=processes&q=pupil-own");
        Waiting.until("it is there", () -> page.grid().count() == 1);
        assertEquals(List.of("pupil-own"), page.grid().names());
        assertEquals(List.of(Long.toString(pupil.pid())), page.grid().column("pid"));
        page.grid().choose(pupil.pid());
        Waiting.until(
                "its command line is there",
                () -> page.details().contains("/pupil-own"),
                page::details);
        assertEquals("true", page.grid().attribute(pupil.pid(), "aria-selected"));
        assertTrue(page.details().contains("sleeping"), page::details);
        assertTrue(page.details().contains(System.getProperty("user.name") + ", "), page::details);
        dashboard.chromium().screenshot("details");

        Pupils.end(pupil);
        Waiting.until("its end is told", () -> page.details().contains("has ended"), page::details);
    }

    @Test
    void aLinkToAProcessThatIsNoMoreSaysSo() throws Exception {
        Process pupil = dashboard.pupils().start("pupil-gone");
        Pupils.end(pupil);
        DashboardPage page = dashboard.open("view=processes&pid=" + pupil.pid());
        Waiting.until(
                "it is told", () -> page.details().contains("no such process"), page::details);
        page.awaitPoll();
        page.awaitPoll();
        // One complaint of the browser about one answer 404, and not one for each poll.
        assertEquals(1, dashboard.chromium().complaints().size());
        assertEquals("live", page.link());
    }

    @Test
    void addressLeadsBack() throws Exception {
        DashboardPage page = dashboard.open("view=tree&q=pupil&sort=memory&order=desc");
        String address = page.fragment();
        assertEquals("view=tree&q=pupil&sort=memory&order=desc", address);
        page.view("groups");
        dashboard.chromium().driver().navigate().back();
        Waiting.until("the tree is back", () -> address.equals(page.fragment()), page::fragment);
        assertEquals("descending", page.grid().order("memory"));
    }
}
