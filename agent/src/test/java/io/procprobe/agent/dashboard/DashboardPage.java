package io.procprobe.agent.dashboard;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/**
 * The dashboard as a reader sees and uses it. What changes by itself is read by one script each, so
 * that nothing changes between two looks.
 */
final class DashboardPage {
    private static final Pattern NEXT_TRY = Pattern.compile("Next try in ([0-9]+) s");

    private final ChromeDriver driver;

    DashboardPage(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Opens the page with what stands behind "#". */
    void open(URI url, String fragment) {
        driver.get(url + "#" + fragment);
    }

    /** Follows a link to the same page: only what stands behind "#" changes. */
    void openInPlace(String fragment) {
        driver.executeScript("location.hash = arguments[0]", fragment);
    }

    /** Leaves the page, and forgets what it kept in the tab. */
    static void leave(ChromeDriver driver) {
        driver.executeScript("try { sessionStorage.clear(); localStorage.clear(); } catch { }");
        driver.get("about:blank");
    }

    /** Waits for a state of the connection: "live", "paused", "gone" or "refused". */
    void awaitLink(String state) throws InterruptedException {
        Waiting.until("the connection is " + state, () -> state.equals(link()), this::link);
    }

    String link() {
        return text("return document.body.dataset.link ?? 'none'");
    }

    /** Whether the browser says that nobody sees the page. */
    boolean isHidden() {
        return yes("return document.hidden");
    }

    /** The poll that the figures are of. */
    String poll() {
        return text("return document.getElementById('link').title.replace(/ took.*/, '')");
    }

    /** Waits for the figures of another poll. */
    void awaitPoll() throws InterruptedException {
        String poll = poll();
        Waiting.until("another poll is shown", () -> !poll().equals(poll));
    }

    /** Takes the name of this machine off the page, for a picture that is published. */
    void hideHostName() {
        driver.executeScript("document.getElementById('host').textContent = ''");
    }

    /** Goes to a view by its link. */
    void view(String name) throws InterruptedException {
        driver.findElement(By.cssSelector("nav [data-view='" + name + "']")).click();
        Waiting.until(
                "the view is " + name,
                () -> name.equals(text("return document.body.dataset.view")));
    }

    /** The rows of the table, tree or list that is shown. */
    GridRows grid() {
        return new GridRows(driver);
    }

    /** Types a filter in place of what is there. */
    void filter(String text) {
        // By keys: a field that a driver clears tells the page nothing, which then puts the text
        // of the address back.
        driver.findElement(By.cssSelector("main input[type=search]"))
                .sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    }

    /** Chooses the group that is shown. */
    void group(String name) {
        driver.findElement(By.cssSelector("main select option[value='" + name + "']")).click();
    }

    /** What stands in the address behind "#". */
    String fragment() {
        return text("return location.hash.slice(1)");
    }

    /** What the banner over the page says; empty without one. */
    String banner() {
        return text(
                "const b = document.getElementById('banner'); return b.hidden ? '' : b.innerText");
    }

    /** In how many seconds the page asks again by itself, as it says; 0 when it does not say. */
    long secondsToNextTry() {
        Matcher seconds = NEXT_TRY.matcher(banner());
        return seconds.find() ? Long.parseLong(seconds.group(1)) : 0;
    }

    void tryNow() {
        driver.findElement(By.cssSelector("#banner button")).click();
    }

    /** Whether a token is asked for. */
    boolean asksForToken() {
        return yes("return document.getElementById('token') !== null");
    }

    /** What is said of a refused token; empty when none was. */
    String refusal() {
        return text("return document.getElementById('token-refused')?.innerText ?? ''");
    }

    void enterToken(String token) {
        WebElement input = driver.findElement(By.id("token"));
        input.clear();
        input.sendKeys(token, Keys.ENTER);
    }

    /** What is said of the chosen process; empty when none is chosen. */
    String details() {
        return text(
                "const d = document.getElementById('details'); return d.hidden ? '' : d.innerText");
    }

    void pause() {
        driver.findElement(By.id("pause")).click();
    }

    /** Presses keys wherever the focus is. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** Presses Tab until an element that a selector names has the focus. */
    void tabTo(String selector) {
        for (int presses = 0; presses < 60; presses++) {
            if (focusIsOn(selector)) {
                return;
            }
            press(Keys.TAB);
        }
        throw new AssertionError("Tab never comes to " + selector);
    }

    boolean focusIsOn(String selector) {
        return yes("return document.activeElement.matches(arguments[0])", selector);
    }

    /** Whether what has the focus shows that it has. */
    boolean focusIsVisible() {
        return yes(
                """
                const focused = document.activeElement;
                const active = focused.getAttribute('aria-activedescendant');
                return [focused, active && document.getElementById(active)].some(
                    each => each && getComputedStyle(each).outlineStyle !== 'none');
                """);
    }

    /** Elements that reach beyond the right edge of the page; none on a good page. */
    @SuppressWarnings("unchecked")
    List<String> sticksOut() {
        return (List<String>)
                driver.executeScript(
                        """
                        const edge = document.documentElement.clientWidth;
                        if (document.documentElement.scrollWidth <= edge) {
                            return [];
                        }
                        return [...document.querySelectorAll('body *')]
                            .filter(each => each.getBoundingClientRect().right > edge + 0.5)
                            .map(each => each.tagName + '.' + each.className)
                            .slice(0, 10);
                        """);
    }

    /** Whether something is drawn in each chart of the page. */
    boolean chartsAreDrawn() {
        // A copy is read: the browser complains of reading one that is drawn to.
        return yes(
                """
                const canvases = [...document.querySelectorAll('main canvas')];
                return canvases.length > 0 && canvases.every(canvas => {
                    const copy = new OffscreenCanvas(canvas.width, canvas.height);
                    const context = copy.getContext('2d', { willReadFrequently: true });
                    context.drawImage(canvas, 0, 0);
                    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
                    return new Uint32Array(data.buffer).some(pixel => pixel !== 0);
                });
                """);
    }

    /** How much of the page has moved by itself since it was opened: Chromium's layout shift. */
    double moved() {
        return ((Number)
                        driver.executeAsyncScript(
                                """
                                const done = arguments[0];
                                let sum = 0;
                                const observer = new PerformanceObserver(
                                    list => list.getEntries().forEach(each => sum += each.value));
                                observer.observe({ type: 'layout-shift', buffered: true });
                                setTimeout(() => done(sum), 200);
                                """))
                .doubleValue();
    }

    /** The theme that the reader chose, and the colour of the ground that came of it. */
    String ground() {
        return text(
                """
                const root = document.documentElement;
                const colour = getComputedStyle(root).backgroundColor;
                return `${root.dataset.theme ?? 'system'} ${colour}`;
                """);
    }

    void switchTheme() {
        driver.findElement(By.id("theme")).click();
    }

    /** Texts of all elements that a selector names. */
    @SuppressWarnings("unchecked")
    List<String> texts(String selector) {
        return (List<String>)
                driver.executeScript(
                        "return [...document.querySelectorAll(arguments[0])].map(e => e.innerText)",
                        selector);
    }

    /** An attribute of all elements that a selector names. */
    @SuppressWarnings("unchecked")
    List<String> attributes(String selector, String name) {
        return (List<String>)
                driver.executeScript(
                        "return [...document.querySelectorAll(arguments[0])].map("
                                + "e => e.getAttribute(arguments[1]) ?? '')",
                        selector,
                        name);
    }

    /** Follows a link by a click. */
    void follow(String selector) {
        driver.findElement(By.cssSelector(selector)).click();
    }

    /** What the browser writes on the tab. */
    String title() {
        return text("return document.title");
    }

    /** What is said of each threshold. */
    List<String> alerts() {
        return texts(".alerts li");
    }

    /** Texts, of visible elements that a selector names, that are not to be seen as a whole. */
    @SuppressWarnings("unchecked")
    List<String> cutOff(String selector) {
        return (List<String>)
                driver.executeScript(
                        """
                        return [...document.querySelectorAll(arguments[0])]
                            .filter(each => each.checkVisibility())
                            .filter(
                                each =>
                                    each.scrollWidth > each.clientWidth ||
                                    each.scrollHeight > each.clientHeight ||
                                    each.getBoundingClientRect().bottom >
                                        each.parentElement.getBoundingClientRect().bottom + 0.5)
                            .map(each => each.innerText);
                        """,
                        selector);
    }

    /** How many processes the agent remembers that a group had. */
    @SuppressWarnings("unchecked")
    List<Double> history(String group) {
        List<Number> processes =
                (List<Number>)
                        driver.executeAsyncScript(
                                """
                                const [group, done] = arguments;
                                const token = sessionStorage.getItem('procprobe.token');
                                fetch(`api/v1/history?group=${group}`, {
                                    headers: { Authorization: `Bearer ${token}` },
                                })
                                    .then(answer => answer.json())
                                    .then(history => done(history.processes));
                                """,
                                group);
        return processes.stream().map(each -> each == null ? null : each.doubleValue()).toList();
    }

    /**
     * What the page asks for from now on is what {@link #asked} gives. Noted when it is asked, not
     * when it is answered: a round of questions is there as a whole or not at all.
     */
    void forgetAsked() {
        driver.executeScript(
                """
                if (!window.asked) {
                    const ask = window.fetch;
                    window.fetch = (...arguments) => {
                        window.asked.push(String(arguments[0]));
                        return ask(...arguments);
                    };
                }
                window.asked = [];
                """);
    }

    /** What the page has asked the agent for, below the path of its API. */
    @SuppressWarnings("unchecked")
    List<String> asked() {
        return (List<String>)
                driver.executeScript(
                        "return window.asked.map(each => each.replace(/.*api\\/v1\\//, ''));");
    }

    private String text(String script) {
        return String.valueOf(driver.executeScript(script));
    }

    private boolean yes(String script, Object... arguments) {
        return Boolean.TRUE.equals(driver.executeScript(script, arguments));
    }
}
