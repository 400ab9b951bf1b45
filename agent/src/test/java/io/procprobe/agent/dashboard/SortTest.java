package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows stand in the order that the head of a column says. */
class SortTest {
    @RegisterExtension final DashboardTests dashboard = new DashboardTests();

    @Test
    void pidsAscendThenDescend() throws Exception {
        dashboard.pupils().startMany("pupil-order", 30);
        DashboardPage page = dashboard.open("view=processes&q=pupil-order");
        Waiting.until("they are there", () -> page.grid().count() >= 30);
        page.grid().sortBy("pid");
        assertEquals("ascending", page.grid().order("pid"));
        Waiting.until("they ascend", () -> isOrdered(pids(page), Comparator.naturalOrder()));
        page.grid().sortBy("pid");
        assertEquals("descending", page.grid().order("pid"));
        Waiting.until("they descend", () -> isOrdered(pids(page), Comparator.reverseOrder()));
        assertTrue(page.fragment().contains("sort=pid&order=desc"), page::fragment);
    }

    @Test
    void largestMemoryComesFirst() throws Exception {
        DashboardPage page = dashboard.open("view=processes");
        page.grid().sortBy("name");
        page.grid().sortBy("memory");
        assertEquals("descending", page.grid().order("memory"));
        assertEquals("none", page.grid().order("name"));
        Waiting.until(
                "they descend",
                () -> isOrdered(sizes(page), Comparator.reverseOrder()),
                () -> page.grid().column("memory"));
    }

    @Test
    void treeSortsAmongSiblings() throws Exception {
        Process parent = dashboard.pupils().startMany("pupil-branch", 5);
        DashboardPage page = dashboard.open("view=tree&q=pupil-branch&sort=pid&order=desc");
        Waiting.until("they are there", () -> pupils(page).size() == 5);
        assertTrue(
                isOrdered(pupils(page), Comparator.reverseOrder()), () -> pupils(page).toString());
        assertEquals("true", page.grid().attribute(parent.pid(), "aria-expanded"));
    }

    private static List<Long> pids(DashboardPage page) {
        return page.grid().column("pid").stream().map(Long::valueOf).toList();
    }

    /** Those whose row names them: their ancestors are in the tree as well. */
    private static List<Long> pupils(DashboardPage page) {
        List<String> names = page.grid().names();
        List<Long> pids = pids(page);
        return IntStream.range(0, Math.min(names.size(), pids.size()))
                .filter(row -> names.get(row).equals("pupil-branch"))
                .mapToObj(pids::get)
                .toList();
    }

    private static List<Double> sizes(DashboardPage page) {
        return page.grid().column("memory").stream()
                .filter(text -> !text.equals("–"))
                .map(Sizes::bytes)
                .toList();
    }

    private static <T> boolean isOrdered(List<T> values, Comparator<T> order) {
        return !values.isEmpty() && values.equals(values.stream().sorted(order).toList());
    }
}
