package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page that nobody sees asks for nothing, and has caught up when it is seen again. */
class HiddenTabTest {
    /** Longer than an answer takes that was asked for before, and than three polls of the agent. */
    private static final long QUIET_MILLIS = 1_500;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void isQuietUntilItIsSeen() throws Exception {
        DashboardPage page = dashboard.open("view=processes&q=pupil-unseen");
        dashboard.chromium().hide();
        Waiting.until("it is hidden", page::isHidden);
        // Nothing to wait for: what must not happen only shows by time.
        Thread.sleep(QUIET_MILLIS);
        String poll = page.poll();
        dashboard.pupils().start("pupil-unseen");
        Thread.sleep(QUIET_MILLIS);
        assertEquals(poll, page.poll());
        dashboard.chromium().show();
        Waiting.until("it has caught up", () -> page.grid().count() == 1);
        assertNotEquals(poll, page.poll());
    }
}
