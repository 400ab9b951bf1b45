package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Five thousand processes are as easy to look at as fifty. */
class ManyProcessesTest {
    private static final int MANY = 5_000;
    private static final int FRAMES = 120;

    /** Fit into any window, with some beyond its edges. */
    private static final int MOST_ELEMENTS = 100;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void tableTreeAndFilterHoldThemAll() throws Exception {
        // An agent looks twice what a process is called. With thousands that wait for a CPU to
        // begin their program, that may be too soon for some.
        dashboard.server().stop();
        dashboard.pupils().startMany("pupil-crowd", MANY);
        dashboard.server().restart();
        DashboardPage page = dashboard.open("view=processes&group=" + DashboardServer.GROUP);
        Waiting.until(
                "all are there", () -> page.grid().count() >= MANY, () -> page.grid().count());
        assertTrue(page.grid().elements() < MOST_ELEMENTS, "only what is visible exists");
        scroll(page);
        dashboard.chromium().screenshot("many-table");
        page.view("tree");
        Waiting.until("all are in the tree", () -> page.grid().count() >= MANY);
        assertTrue(page.grid().elements() < MOST_ELEMENTS, "only what is visible exists");
        scroll(page);
        dashboard.chromium().screenshot("many-tree");
        // Not in a test of its own: it takes long to start so many.
        assertOneIsFound(dashboard.open("view=processes"));
    }

    private void assertOneIsFound(DashboardPage page) throws Exception {
        dashboard.pupils().start("pupil-needle");
        Waiting.until("all are there", () -> page.grid().count() > MANY, () -> page.grid().count());
        page.filter("needle");
        Waiting.until("it is found", () -> page.grid().count() == 1);
        assertEquals(List.of("pupil-needle"), page.grid().names());
    }

    /**
     * Told and not judged: how long a frame takes is a matter of the machine. What makes it short
     * is that only what is visible exists, while it is scrolled as well.
     */
    private static void scroll(DashboardPage page) {
        double[] frames =
                page.grid().scrollThrough(FRAMES).stream()
                        .mapToDouble(Number::doubleValue)
                        .sorted()
                        .toArray();
        System.out.printf(
                "frames of %,d rows: median %.1f ms, 90 %% within %.1f ms, longest %.1f ms%n",
                page.grid().count(),
                frames[frames.length / 2],
                frames[frames.length * 9 / 10],
                frames[frames.length - 1]);
        assertTrue(page.grid().elements() < MOST_ELEMENTS, "only what is visible exists");
    }
}
