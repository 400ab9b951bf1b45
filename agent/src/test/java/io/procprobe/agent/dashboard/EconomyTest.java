package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An open page asks the agent for little: what it shows, once for each poll. */
class EconomyTest {
    private static final int POLLS = 8;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void groupsNeedNoList() throws Exception {
        List<String> asked = askedDuringPolls("view=groups");
        assertFalse(asked.stream().anyMatch(path -> path.startsWith("processes")));
        assertFalse(asked.contains("alerts"), "the agent has no thresholds");
        assertTrue(
                asked.stream()
                        .filter(path -> path.startsWith("events"))
                        .allMatch(path -> path.matches("events\\?since=[1-9]\\d*")),
                asked::toString);
    }

    @Test
    void overviewRarelyNeedsAList() throws Exception {
        long lists = countOf("processes", askedDuringPolls("view=overview"));
        assertTrue(lists <= POLLS / 2, () -> lists + " lists");
    }

    @Test
    void tableNeedsOneListForEachPoll() throws Exception {
        List<String> asked = askedDuringPolls("view=processes");
        assertEquals(countOf("groups", asked), countOf("processes", asked));
        assertEquals(0, countOf("tree", asked));
    }

    private static long countOf(String path, List<String> asked) {
        return asked.stream().filter(path::equals).count();
    }

    private List<String> askedDuringPolls(String view) throws Exception {
        // So that there is an event to ask from.
        dashboard.pupils().start("pupil-before");
        DashboardPage page = dashboard.open(view);
        page.awaitPoll();
        page.awaitPoll();
        dashboard.pupils().start("pupil-asked");
        page.awaitPoll();
        page.awaitPoll();
        page.forgetAsked();
        for (int polls = 0; polls < POLLS; polls++) {
            page.awaitPoll();
        }
        return page.asked();
    }
}
