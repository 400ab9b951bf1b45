package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What happens on the machine comes to the page without a reload, unless the reader holds it still.
 */
class LiveUpdateTest {
    private static final long QUIET_MILLIS = 1_500;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void processesComeAndGo() throws Exception {
        DashboardPage page = dashboard.open("view=processes&q=pupil-live");
        assertEquals(0, page.grid().count());
        Process pupil = dashboard.pupils().start("pupil-live");
        Waiting.until("it is there", () -> page.grid().count() == 1);
        Pupils.end(pupil);
        Waiting.until("it is gone", () -> page.grid().count() == 0);
    }

    @Test
    void eventsTellOfBoth() throws Exception {
        DashboardPage page = dashboard.open("view=events&q=pupil-told");
        Process pupil = dashboard.pupils().start("pupil-told");
        Waiting.until(
                "its start is told",
                () -> page.grid().column("kind").contains("spawned"),
                () -> page.grid().column("kind"));
        Pupils.end(pupil);
        Waiting.until(
                "its end is told",
                () -> page.grid().column("kind").contains("exited"),
                () -> page.grid().column("kind"));
        assertEquals("exited", page.grid().column("kind").get(0), "the newest is the first");
        assertTrue(page.grid().column("why").get(0).contains("after "), "how long it lived");
        dashboard.chromium().screenshot("events-of-one");
    }

    @Test
    void figuresChangeInPlace() throws Exception {
        for (String view : new String[] {"overview", "processes", "groups"}) {
            DashboardPage page = dashboard.open("view=" + view);
            for (int polls = 0; polls < 3; polls++) {
                page.awaitPoll();
            }
            // What the field calls good is ten times as much.
            assertTrue(page.moved() < 0.01, () -> view + " moved by " + page.moved());
        }
    }

    @Test
    void pauseHoldsFiguresStill() throws Exception {
        DashboardPage page = dashboard.open("view=processes&q=pupil-still");
        page.pause();
        page.awaitLink("paused");
        // An answer may be on its way. Then three polls of the agent would show what must not be.
        Thread.sleep(QUIET_MILLIS);
        String poll = page.poll();
        dashboard.pupils().start("pupil-still");
        Thread.sleep(QUIET_MILLIS);
        assertEquals(poll, page.poll());
        assertEquals(0, page.grid().count());
        page.pause();
        page.awaitLink("live");
        Waiting.until("it is there", () -> page.grid().count() == 1);
    }
}
