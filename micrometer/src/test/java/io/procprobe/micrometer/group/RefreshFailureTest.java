package io.procprobe.micrometer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.Status;
import io.procprobe.micrometer.testing.Await;
import io.procprobe.micrometer.testing.Children;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What goes wrong in a refresh, or takes long, does not spoil what is told. */
@EnabledOnOs(OS.LINUX)
class RefreshFailureTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final ProcessProbe probe = ProcessProbe.open();
    private final Children children = new Children();

    @AfterEach
    void endAll() {
        children.close();
        probe.close();
    }

    private static ProcessGroup matching(GroupMatcher matcher) {
        return new ProcessGroup("some", matcher);
    }

    @Test
    void whoReadsDoesNotWaitForARefresh() throws Exception {
        CountDownLatch isAsked = new CountDownLatch(1);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        GroupMatcher waiting =
                (table, row) -> {
                    isAsked.countDown();
                    try {
                        return mayAnswer.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                };
        try (ProcessGroups groups = ProcessGroups.builder(probe).group(matching(waiting)).open()) {
            CompletableFuture<Status> refresh = CompletableFuture.supplyAsync(groups::refresh);
            isAsked.await();
            assertTimeoutPreemptively(
                    DEADLINE.dividedBy(2),
                    () -> {
                        assertEquals(0, groups.totals(0).processes());
                        assertEquals(0, groups.refreshes() + groups.failures());
                    });
            mayAnswer.countDown();
            assertEquals(Status.OK, refresh.get());
            assertTrue(groups.totals(1).processes() > 0);
        }
    }

    @Test
    void aMatcherThatFailsChoosesNobody() {
        GroupMatcher failing =
                (table, row) -> {
                    if (table.rows().pid(row) % 2 == 0) {
                        throw new IllegalStateException("on purpose");
                    }
                    throw new StackOverflowError("as of a regular expression");
                };
        try (ProcessGroups groups = ProcessGroups.builder(probe).group(matching(failing)).open()) {
            assertEquals(Status.OK, groups.refresh());
            assertEquals(0, groups.totals(1).processes());
            assertTrue(groups.totals(0).processes() > 0);
        }
    }

    @Test
    void aRefreshThatFailsHasCountedNothing() throws Exception {
        Process child = children.start("sleep", "1000");
        Await.until(
                "the program runs",
                () -> probe.text().name(child.pid()).filter("sleep"::equals).isPresent());
        AtomicBoolean isFailing = new AtomicBoolean();
        GroupMatcher own = (table, row) -> table.rows().pid(row) == child.pid();
        try (ProcessGroups groups = ProcessGroups.builder(probe).group(matching(own)).open()) {
            groups.addListener(
                    new GroupListener() {
                        @Override
                        public void spawned(ProcessTable table, int row, long membership) {
                            fail();
                        }

                        @Override
                        public void exited(long pid, long membership, ExitBuffer ends, int end) {
                            fail();
                        }

                        private void fail() {
                            if (isFailing.get()) {
                                throw new IllegalStateException("on purpose");
                            }
                        }
                    });
            groups.refresh();
            GroupTotals before = groups.totals(1);
            assertEquals(1, before.processes());
            isFailing.set(true);
            Children.end(child);
            assertThrows(IllegalStateException.class, groups::refresh);
            assertEquals(before, groups.totals(1));
            assertEquals(1, groups.failures());
            assertEquals(1, groups.refreshes());
            isFailing.set(false);
            assertEquals(Status.OK, groups.refresh());
            assertEquals(0, groups.totals(1).processes());
            assertEquals(1, groups.totals(1).exited(), "once");
        }
    }

    @Test
    void aHostileCommandLineHoldsNobodyUp() throws Exception {
        Process hostile = children.start("cat", "-", "a".repeat(200) + "!");
        Process harmless = children.start("cat", "-", "a".repeat(200));
        for (Process each : new Process[] {hostile, harmless}) {
            Await.until(
                    "the program runs",
                    () -> probe.text().name(each.pid()).filter("cat"::equals).isPresent());
        }
        // Twice the time for each letter, where the line does not end as it should.
        GroupMatcher slow = GroupMatchers.commandLine(probe, Pattern.compile("^cat - (a|aa)+$"));
        try (ProcessGroups groups = ProcessGroups.builder(probe).group(matching(slow)).open()) {
            assertTimeoutPreemptively(DEADLINE, groups::refresh);
            ProcessTable table = groups.table();
            assertEquals(3, groups.membership(table.find(harmless.pid())));
            assertFalse(groups.membership(table.find(hostile.pid())) == 3);
        }
    }
}
