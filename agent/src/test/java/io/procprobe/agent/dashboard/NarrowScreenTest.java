package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a phone nothing is beyond the edge of the screen. */
class NarrowScreenTest {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 740;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @ParameterizedTest
    @ValueSource(strings = {"overview", "processes", "tree", "groups", "events"})
    void viewFits(String view) throws Exception {
        dashboard.chromium().size(WIDTH, HEIGHT);
        dashboard.pupils().start("pupil-narrow");
        DashboardPage page = dashboard.open("view=" + view);
        Waiting.until("the view is there", () -> !page.texts("main .view").isEmpty());
        assertEquals(List.of(), page.sticksOut());
        dashboard.chromium().screenshot(view + "-narrow");
    }

    @Test
    void processKeepsItsMainFigures() throws Exception {
        dashboard.chromium().size(WIDTH, HEIGHT);
        Process pupil = dashboard.pupils().start("pupil-slim");
        DashboardPage page = dashboard.open("view=processes&q=pupil-slim");
        Waiting.until("it is there", () -> page.grid().count() == 1);
        assertEquals(List.of("pupil-slim"), page.grid().names());
        assertTrue(page.grid().column("memory").get(0).endsWith("B"));
        assertTrue(page.grid().column("cpu").get(0).matches(".* %|–"));
        page.grid().choose(pupil.pid());
        Waiting.until("the rest is in its details", () -> page.details().contains("Private"));
        assertEquals(List.of(), page.sticksOut());
        dashboard.chromium().screenshot("details-narrow");
    }

    @Test
    void tokenFormFits() throws Exception {
        dashboard.chromium().size(WIDTH, HEIGHT);
        DashboardPage page = dashboard.openWith("token=wrong");
        page.awaitLink("refused");
        assertEquals(List.of(), page.sticksOut());
        dashboard.chromium().screenshot("token-refused-narrow");
    }
}
