package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tree says of all below a process is the sum of what it and the table say of each. */
class TreeSumsTest {
    private static final int CHILDREN = 6;

    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void sumsAgreeWithTheTable() throws Exception {
        Process shell = dashboard.pupils().startMany("pupil-sum", CHILDREN);
        String pid = Long.toString(shell.pid());
        DashboardPage page = dashboard.open("view=tree&q=pupil-sum");
        Waiting.until(
                "all are there",
                () -> page.grid().names().stream().filter("pupil-sum"::equals).count() == CHILDREN);
        page.pause();
        page.awaitLink("paused");
        List<String> pids = page.grid().column("pid");
        int parent = pids.indexOf(pid);
        assertEquals(Integer.toString(CHILDREN), page.grid().column("below").get(parent));
        double subtree = Sizes.bytes(page.grid().column("subtreeMemory").get(parent));
        double sum =
                page.grid().column("memory").subList(parent, parent + CHILDREN + 1).stream()
                        .mapToDouble(Sizes::bytes)
                        .sum();
        assertEquals(sum, subtree, sum * 2 * Sizes.ROUNDING);

        // They wait, so that their memory is the same at another poll.
        page.view("processes");
        page.filter(pid);
        Waiting.until("it is found", () -> page.grid().column("pid").contains(pid));
        int row = page.grid().column("pid").indexOf(pid);
        double inTable = Sizes.bytes(page.grid().column("subtreeMemory").get(row));
        assertEquals(subtree, inTable, subtree * 2 * Sizes.ROUNDING);
    }
}
