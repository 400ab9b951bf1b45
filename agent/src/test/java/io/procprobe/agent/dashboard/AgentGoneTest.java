package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An agent that goes away is missed, and one that comes back is found without a reload. */
class AgentGoneTest {
    private static final int FAR_SECONDS = 6;
    private static final int SOME = 4;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void goesAndComesBack() throws Exception {
        // Of others on this machine some may come and go meanwhile.
        dashboard.pupils().startMany("pupil-before", SOME);
        DashboardPage page = dashboard.open("view=processes&group=" + DashboardServer.GROUP);
        Waiting.until("there are rows", () -> page.grid().count() == SOME);
        dashboard.server().stop();
        page.awaitLink("gone");
        assertTrue(page.banner().contains("does not answer"), page::banner);
        assertEquals(SOME, page.grid().count(), "what was there last stays");
        dashboard.chromium().screenshot("agent-gone");
        dashboard.server().restart();
        page.awaitLink("live");
        assertEquals("", page.banner());
        dashboard.pupils().start("pupil-after");
        page.filter("pupil-after");
        Waiting.until("what is new is there", () -> page.grid().count() == 1);
    }

    @Test
    void isAskedAtOnceOnDemand() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        dashboard.server().stop();
        page.awaitLink("gone");
        // Some failures later there is time enough to press the button before the next try.
        Waiting.until(
                "the next try is far", () -> page.secondsToNextTry() >= FAR_SECONDS, page::banner);
        dashboard.server().restart();
        long left = page.secondsToNextTry();
        long start = System.nanoTime();
        page.tryNow();
        page.awaitLink("live");
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(millis < left * 1_000, () -> millis + " ms of " + left + " s");
    }

    @Test
    void eventsOfTheNextAgentAreItsOwn() throws Exception {
        DashboardPage page = dashboard.open("view=events&q=pupil-first");
        dashboard.pupils().start("pupil-first");
        Waiting.until("its start is told", () -> page.grid().count() == 1);
        dashboard.server().restart();
        page.awaitLink("live");
        Waiting.until("the next agent knows nothing of it", () -> page.grid().count() == 0);
        page.filter("pupil-second");
        dashboard.pupils().start("pupil-second");
        Waiting.until("another start is told", () -> page.grid().count() == 1);
    }
}
