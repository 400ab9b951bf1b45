package io.procprobe.agent.dashboard;

import java.util.List;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

/** The grid that is shown: a table, a tree or a list, of which only visible rows are elements. */
final class GridRows {
    private final ChromeDriver driver;

    GridRows(ChromeDriver driver) {
        this.driver = driver;
    }

    /** How many rows there are, visible or not. */
    long count() {
        return (Long)
                driver.executeScript(
                        "return Number(document.querySelector('main .grid').ariaRowCount ?? 1) -"
                                + " 1");
    }

    /** How many rows exist as elements. */
    long elements() {
        return (Long)
                driver.executeScript(
                        "return document.querySelectorAll('main .grid-window .grid-row').length");
    }

    /** Texts of a column, from the top of what is shown. */
    @SuppressWarnings("unchecked")
    List<String> column(String id) {
        return (List<String>)
                driver.executeScript(
                        """
                        const shown = '.grid-window .grid-row:not([hidden])';
                        const rows = document.querySelectorAll(shown);
                        return [...rows].map(
                            row => row.querySelector(`[data-column="${arguments[0]}"]`).innerText);
                        """,
                        id);
    }

    /** Names of processes, without what stands beside them in their cells. */
    @SuppressWarnings("unchecked")
    List<String> names() {
        return (List<String>)
                driver.executeScript(
                        """
                        const shown = '.grid-window .grid-row:not([hidden])';
                        const rows = document.querySelectorAll(shown);
                        return [...rows].map(row => row.querySelector('.name').innerText);
                        """);
    }

    /** An attribute of the row of a process; null without row or attribute. */
    String attribute(long pid, String name) {
        return (String)
                driver.executeScript(
                        """
                        const rows = document.querySelectorAll('main .grid-row:not([hidden])');
                        return [...rows].find(row => row.dataset.pid === arguments[0])
                            ?.getAttribute(arguments[1]) ?? null;
                        """,
                        Long.toString(pid),
                        name);
    }

    /** Sorts by a click on the head of a column. */
    void sortBy(String column) {
        head(column).click();
    }

    /** "ascending", "descending" or "none". */
    String order(String column) {
        return head(column).getDomAttribute("aria-sort");
    }

    /** Chooses a process by a click on its row. */
    void choose(long pid) {
        driver.findElement(By.cssSelector("main .grid-row[data-pid='" + pid + "'] .name")).click();
    }

    /**
     * The PID, or where the head is the column, at which the keyboard is; null when it is not in
     * the grid.
     */
    String active() {
        return (String)
                driver.executeScript(
                        """
                        const grid = document.activeElement;
                        const id = grid.getAttribute('aria-activedescendant');
                        const active = id && document.getElementById(id);
                        const row = active?.closest('[data-pid]');
                        return row?.dataset.pid ?? active?.dataset.column ?? null;
                        """);
    }

    /**
     * Scrolls from top to bottom and back for some seconds, as far in each frame as a page.
     *
     * @return milliseconds of each frame
     */
    @SuppressWarnings("unchecked")
    List<Number> scrollThrough(int frames) {
        return (List<Number>)
                driver.executeAsyncScript(
                        """
                        const [frames, done] = arguments;
                        const grid = document.querySelector('main .grid');
                        const times = [];
                        let last = performance.now();
                        const step = () => {
                            const now = performance.now();
                            times.push(now - last);
                            last = now;
                            if (times.length > frames) {
                                grid.scrollTop = 0;
                                done(times.slice(1));
                                return;
                            }
                            const way = grid.scrollHeight - grid.clientHeight;
                            const at = (times.length * grid.clientHeight) % (2 * way);
                            grid.scrollTop = at < way ? at : 2 * way - at;
                            requestAnimationFrame(step);
                        };
                        requestAnimationFrame(step);
                        """,
                        frames);
    }

    private WebElement head(String column) {
        return driver.findElement(
                By.cssSelector("main .grid-header[data-column='" + column + "']"));
    }
}
