package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process names itself as it likes, and the page stays what it is. */
class HostileNameTest {
    private static final String NAME = "pupil<i>\n\t'\"&";
    private static final String SHOWN = "pupil<i>\\n\\t'\"&";

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void nameIsTextAndOfOneLine() throws Exception {
        DashboardPage page = dashboard.open("view=processes&q=pupil<i>");
        Process pupil = dashboard.pupils().start(NAME);
        Waiting.until("it is there", () -> page.grid().count() == 1);
        assertEquals(List.of(SHOWN), page.grid().names());
        page.grid().choose(pupil.pid());
        Waiting.until("its details are there", () -> page.details().contains(SHOWN), page::details);
        page.view("events");
        page.filter("pupil<i>");
        Waiting.until("its start is told", () -> page.grid().column("name").contains(SHOWN));
        assertEquals(List.of(), page.texts("main i"));
        assertTrue(dashboard.chromium().complaints().isEmpty());
    }
}
