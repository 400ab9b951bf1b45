package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Everything can be done without a mouse, and one sees where one is. */
class KeyboardTest {
    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void skipLinkIsFirst() throws Exception {
        DashboardPage page = dashboard.open("view=processes");
        page.press(Keys.TAB);
        assertTrue(page.focusIsOn(".skip"));
        page.press(Keys.ENTER);
        assertTrue(page.focusIsOn("main"));
        assertEquals("view=processes", page.fragment(), "the view stays");
    }

    @Test
    void everyStopShowsItsFocus() throws Exception {
        DashboardPage page = dashboard.open("view=processes");
        for (String stop :
                new String[] {".skip", "nav a", "#pause", "#theme", "main input", ".grid"}) {
            page.tabTo(stop);
            assertTrue(page.focusIsVisible(), stop);
        }
    }

    @Test
    void viewIsChosen() throws Exception {
        DashboardPage page = dashboard.open("view=overview");
        page.tabTo("nav [data-view=tree]");
        page.press(Keys.ENTER);
        Waiting.until("the tree is there", () -> page.grid().count() > 3);
    }

    @Test
    void rowsAreWalkedAndOneIsChosen() throws Exception {
        dashboard.pupils().startMany("pupil-walk", 40);
        DashboardPage page = dashboard.open("view=processes&q=pupil-walk&sort=pid&order=asc");
        Waiting.until("they are there", () -> page.grid().count() >= 40);
        page.tabTo(".grid");
        String first = page.grid().active();
        assertEquals(page.grid().column("pid").get(0), first);
        page.press(Keys.ARROW_DOWN);
        assertEquals(page.grid().column("pid").get(1), page.grid().active());
        page.press(Keys.END);
        assertNotEquals(first, page.grid().active());
        assertTrue(page.focusIsVisible(), "the last row is scrolled to");
        page.press(Keys.HOME);
        assertEquals(first, page.grid().active());
        page.press(Keys.ENTER);
        Waiting.until("its details are there", () -> page.details().contains(first));
        assertTrue(page.focusIsOn(".details"));
        page.press(Keys.ESCAPE);
        Waiting.until("they are gone", () -> page.details().isEmpty());
        assertTrue(page.focusIsOn(".grid"));
        assertEquals(first, page.grid().active());
    }

    @Test
    void columnIsSorted() throws Exception {
        DashboardPage page = dashboard.open("view=processes");
        Waiting.until("there are rows", () -> page.grid().count() > 3);
        page.tabTo(".grid");
        page.press(Keys.ARROW_UP);
        assertEquals("name", page.grid().active());
        page.press(Keys.ARROW_RIGHT, Keys.ENTER);
        assertEquals("pid", page.grid().active());
        assertEquals("ascending", page.grid().order("pid"));
    }

    @Test
    void branchIsClosedAndOpened() throws Exception {
        dashboard.pupils().startMany("pupil-twig", 3);
        // With all memory below it, the root of this very test comes first.
        DashboardPage page = dashboard.open("view=tree&sort=subtreeMemory&order=desc");
        Waiting.until("there are rows", () -> page.grid().count() > 3);
        page.tabTo(".grid");
        String root = page.grid().active();
        long all = page.grid().count();
        page.press(Keys.ARROW_LEFT);
        long pid = Long.parseLong(root);
        Waiting.until(
                "it is closed", () -> "false".equals(page.grid().attribute(pid, "aria-expanded")));
        assertTrue(page.grid().count() < all);
        page.press(Keys.ARROW_RIGHT);
        Waiting.until(
                "it is open", () -> "true".equals(page.grid().attribute(pid, "aria-expanded")));
        page.press(Keys.ARROW_DOWN);
        String child = page.grid().active();
        assertNotEquals(root, child);
        assertEquals("2", page.grid().attribute(Long.parseLong(child), "aria-level"));
    }

    @Test
    void slashLeadsToTheFilterAndEnterBack() throws Exception {
        DashboardPage page = dashboard.open("view=processes");
        page.tabTo(".grid");
        page.press("/");
        assertTrue(page.focusIsOn("main input[type=search]"));
        page.press("pupil", Keys.ENTER);
        assertTrue(page.focusIsOn(".grid"));
        assertTrue(page.fragment().contains("q=pupil"), page::fragment);
    }

    @Test
    void updateLeavesTheFocusWhereItIs() throws Exception {
        DashboardPage page = dashboard.open("view=processes&sort=cpu&order=desc");
        Waiting.until("there are rows", () -> page.grid().count() > 3);
        page.tabTo(".grid");
        page.press(Keys.ARROW_DOWN);
        String poll = page.poll();
        Waiting.until("another poll is shown", () -> !page.poll().equals(poll));
        assertTrue(page.focusIsOn(".grid"));
        page.press(Keys.ENTER);
        Waiting.until("one is chosen", () -> !page.details().isEmpty());
    }
}
