package io.procprobe.agent.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.agent.config.AgentOptions;
import io.procprobe.agent.config.AlertSpec;
import io.procprobe.agent.config.AlertSpec.Measure;
import io.procprobe.agent.config.GroupSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Makes the picture of the README: a shop of some groups of processes that work, come and go.
 * Nothing else of the machine is named in it.
 */
class ReadmeScreenshotTest {
    private static final int POLLS = 40;
    private static final double MEBIBYTE = 0x1p20;
    private static final long MOST_BYTES = 150_000;

    @RegisterExtension
    final DashboardTests dashboard = new DashboardTests(ReadmeScreenshotTest::configure);

    private final Random random = new Random(42);

    private static void configure(AgentOptions.Builder options) {
        options.interval(Duration.ofMillis(250))
                .group(GroupSpec.parse("shop=name:shop-*"))
                .group(GroupSpec.parse("web=name:shop-web*"))
                .group(GroupSpec.parse("jobs=name:shop-job*"))
                .alert(alert("web", Measure.MEMORY, 96 * MEBIBYTE, Duration.ZERO))
                .alert(alert("jobs", Measure.PROCESSES, 12, Duration.ZERO))
                .alert(alert("shop", Measure.CPU, 1.5, Duration.ofMinutes(1)))
                .alert(alert("shop", Measure.GROWTH, 128 * MEBIBYTE, Duration.ofSeconds(5)));
    }

    private static AlertSpec alert(String group, Measure measure, double above, Duration time) {
        boolean isGrowth = measure == Measure.GROWTH;
        return new AlertSpec(
                group,
                measure,
                above,
                above,
                isGrowth ? Duration.ZERO : time,
                isGrowth ? time : Duration.ZERO);
    }

    @Test
    void aShopAtWork() throws Exception {
        dashboard.chromium().size(1280, 800);
        DashboardPage page = dashboard.open("view=overview&group=shop");
        List<Process> servers = new ArrayList<>();
        Deque<Process> jobs = new ArrayDeque<>();
        long end = System.nanoTime() + Waiting.DEADLINE.toNanos();
        // To the end they work: where nothing moves there are no movers.
        for (int poll = 0; poll < POLLS || !hasEverything(page); poll++) {
            assertTrue(poll < POLLS || System.nanoTime() < end, "something is missing for long");
            if (poll % 5 == 0 && servers.size() < 6) {
                boolean isCache = servers.size() % 3 == 2;
                servers.add(
                        dashboard
                                .pupils()
                                .startHolder(isCache ? "shop-cache" : "shop-web", 60 + 8 * poll));
            }
            if (poll % 4 == 1) {
                jobs.add(dashboard.pupils().startHolder("shop-job", 16));
            }
            if (jobs.size() > 5 && poll % 3 == 0) {
                Pupils.end(jobs.remove());
            }
            work(servers, 10);
            work(jobs, 24);
            page.awaitPoll();
        }
        page.hideHostName();
        assertNothingElseIsNamed(page);
        Path picture = dashboard.chromium().smallScreenshot("readme");
        assertTrue(Files.size(picture) < MOST_BYTES, () -> picture + " is too large for git");
        assertEquals(List.of(), page.sticksOut());
    }

    private static boolean hasEverything(DashboardPage page) {
        return page.alerts().get(0).startsWith("firing")
                && !page.texts(".movers .name").isEmpty()
                && !page.texts(".events li").isEmpty()
                && page.chartsAreDrawn();
    }

    private void work(Iterable<Process> processes, int mebibytes) throws Exception {
        for (Process process : processes) {
            Pupils.fill(process, random.nextInt(mebibytes));
        }
    }

    private static void assertNothingElseIsNamed(DashboardPage page) {
        List<String> names = new ArrayList<>(page.texts(".movers .name"));
        names.addAll(page.texts(".events .event-name"));
        assertTrue(
                names.stream().allMatch(name -> name.matches("(shop|web|jobs)\\b.*")),
                names::toString);
        assertEquals(List.of(""), page.texts("#host"));
    }
}
