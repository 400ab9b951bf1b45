package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Only what a reader asks for is shown, and the address says what that is. */
class FilterTest {
    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void byPartOfName() throws Exception {
        dashboard.pupils().start("pupil-red");
        dashboard.pupils().start("pupil-reddish");
        dashboard.pupils().start("pupil-blue");
        DashboardPage page = dashboard.open("view=processes");
        page.filter("pupil-red");
        Waiting.until("two match", () -> page.grid().count() == 2, () -> page.grid().names());
        page.filter("PUPIL-*E");
        Waiting.until("one matches", () -> page.grid().count() == 1, () -> page.grid().names());
        assertEquals(List.of("pupil-blue"), page.grid().names());
        assertTrue(page.fragment().contains("q=PUPIL-*E"), page::fragment);
    }

    @Test
    void byPid() throws Exception {
        Process pupil = dashboard.pupils().start("pupil-by-pid");
        DashboardPage page = dashboard.open("view=processes");
        page.filter(Long.toString(pupil.pid()));
        Waiting.until(
                "it is there",
                () -> page.grid().names().contains("pupil-by-pid") && page.grid().count() < 12);
    }

    @Test
    void byGroup() throws Exception {
        dashboard.pupils().start("pupil-grouped");
        DashboardPage page = dashboard.open("view=processes");
        page.group(DashboardServer.GROUP);
        Waiting.until(
                "only the group is there",
                () ->
                        page.grid().names().contains("pupil-grouped")
                                && page.grid().names().stream()
                                        .allMatch(
                                                name ->
                                                        name.startsWith(
                                                                DashboardServer.GROUP_PREFIX)),
                () -> page.grid().names());
        assertTrue(page.fragment().contains("group=" + DashboardServer.GROUP), page::fragment);
    }

    @Test
    void treeKeepsAncestorsOfWhatMatches() throws Exception {
        Process parent = dashboard.pupils().startMany("pupil-leaf", 3);
        DashboardPage page = dashboard.open("view=tree&q=pupil-leaf");
        Waiting.until("leaves and ancestors are there", () -> page.grid().count() > 3);
        assertTrue(page.grid().column("pid").contains(Long.toString(parent.pid())));
    }

    @Test
    void nothingMatches() throws Exception {
        DashboardPage page = dashboard.open("view=processes&q=no-process-has-this-name");
        Waiting.until("no row is left", () -> page.grid().count() == 0);
        assertEquals(List.of("No process matches."), page.texts("main .grid-empty"));
    }
}
