package io.procprobe.micrometer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.Status;
import io.procprobe.micrometer.testing.Await;
import io.procprobe.micrometer.testing.Children;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Groups count the processes that a test has started, and no others. */
@EnabledOnOs(OS.LINUX)
class ProcessGroupsTest {
    private static final String COOKIE = "PROCPROBE_TEST_GROUP";

    private final ProcessProbe probe = ProcessProbe.open();
    private final Children children = new Children();

    @AfterEach
    void endAll() throws Exception {
        children.close();
        probe.close();
    }

    private static final class Told implements GroupListener {
        private final List<Long> spawned = new ArrayList<>();
        private final List<Long> exited = new ArrayList<>();
        private int refreshed;

        @Override
        public void spawned(ProcessTable table, int row, long membership) {
            if (membership != 1) {
                spawned.add(table.rows().pid(row));
            }
        }

        @Override
        public void exited(long pid, long membership, ExitBuffer ends, int end) {
            if (membership != 1) {
                exited.add(pid);
            }
        }

        @Override
        public void refreshed(long nanos, boolean isDone) {
            assertTrue(nanos > 0 && isDone);
            refreshed++;
        }
    }

    private ProcessGroup cookie(String value) {
        return new ProcessGroup(
                "mine", GroupMatchers.environment(probe, COOKIE, Optional.of(value)));
    }

    private Process sleeping(String value) throws Exception {
        Process process = children.start(Map.of(COOKIE, value), "sleep", "1000");
        awaitName(process.pid(), "sleep");
        return process;
    }

    /** Until then it is a copy of this JVM. */
    private void awaitName(long pid, String name) throws Exception {
        Await.until(
                "the program runs", () -> probe.text().name(pid).filter(name::equals).isPresent());
    }

    private static void refresh(ProcessGroups groups) {
        assertEquals(Status.OK, groups.refresh());
    }

    @Test
    void whoComesAndGoesIsCounted() throws Exception {
        Process first = sleeping("counted");
        Told told = new Told();
        try (ProcessGroups groups = ProcessGroups.builder(probe).group(cookie("counted")).open()) {
            groups.addListener(told);
            refresh(groups);
            assertEquals(List.of("all", "mine"), groups.names());
            assertEquals(1, groups.totals(1).processes());
            assertEquals(0, groups.totals(1).spawned(), "who was there has not come");
            assertTrue(groups.totals(0).processes() > 1);
            assertEquals(List.of(), told.spawned);

            Process second = sleeping("counted");
            refresh(groups);
            GroupTotals both = groups.totals(1);
            assertEquals(2, both.processes());
            assertEquals(1, both.spawned());
            assertEquals(0, both.exited());
            assertEquals(List.of(second.pid()), told.spawned);
            assertTrue(both.residentBytes() > 0 && both.virtualBytes() > both.residentBytes());

            Children.end(first);
            Children.end(second);
            refresh(groups);
            GroupTotals none = groups.totals(1);
            assertEquals(0, none.processes());
            assertEquals(0, none.residentBytes());
            assertEquals(2, none.exited());
            assertEquals(2, none.peakProcesses());
            assertTrue(none.peakResidentBytes() >= both.residentBytes());
            assertTrue(none.cpuNanos() >= both.cpuNanos(), "CPU time is kept");
            assertEquals(2, told.exited.size());
            assertEquals(3, told.refreshed);
            refresh(groups);
            assertEquals(2, groups.totals(1).exited(), "each end is counted once");
            assertEquals(4, groups.refreshes());
            assertEquals(0, groups.failures());
        }
    }

    @Test
    void theCpuTimeOfThoseThatHaveEndedIsKept() throws Exception {
        Process busy =
                children.start(
                        Map.of(COOKIE, "busy"), "sh", "-c", "while [ ! -e /nowhere ]; do :; done");
        try (ProcessGroups groups = ProcessGroups.builder(probe).group(cookie("busy")).open()) {
            Await.until(
                    "it has used CPU time",
                    () -> {
                        refresh(groups);
                        return groups.totals(1).cpuNanos() > 50_000_000
                                && groups.totals(1).cpuLoad() > 0;
                    });
            long before = groups.totals(1).cpuNanos();
            Children.end(busy);
            refresh(groups);
            assertEquals(0, groups.totals(1).processes());
            assertTrue(groups.totals(1).cpuNanos() >= before);
            assertEquals(0, groups.totals(1).cpuLoad());
        }
    }

    @Test
    void aZombieHasExitedOnceAndIsNotAlive() throws Exception {
        // A shell that becomes a sleep reaps nobody.
        Process parent =
                children.start(Map.of(COOKIE, "zombie"), "sh", "-c", "sleep 0.1 & exec sleep 1000");
        awaitName(parent.pid(), "sleep");
        Told told = new Told();
        try (ProcessGroups groups = ProcessGroups.builder(probe).group(cookie("zombie")).open()) {
            groups.addListener(told);
            Await.until(
                    "the child is a zombie",
                    () -> {
                        refresh(groups);
                        return groups.totals(1).exited() == 1
                                || (groups.totals(1).processes() == 1
                                        && groups.table()
                                                        .subtreeCount(
                                                                groups.table().find(parent.pid()))
                                                == 2);
                    });
            long exited = groups.totals(1).exited();
            refresh(groups);
            assertEquals(1, groups.totals(1).processes());
            assertEquals(exited, groups.totals(1).exited());
            Children.end(parent);
            Await.until(
                    "both are gone",
                    () -> {
                        refresh(groups);
                        return groups.totals(1).processes() == 0;
                    });
            assertEquals(exited + 1, groups.totals(1).exited());
        }
    }

    @Test
    void eachWayToChooseFindsItsOwn() throws Exception {
        Process shell =
                children.start(
                        Map.of(COOKIE, "ways"), "sh", "-c", "sleep 1234.5 & echo; exec sleep 1000");
        assertEquals("", shell.inputReader().readLine());
        awaitName(shell.pid(), "sleep");
        long child = shell.children().findFirst().orElseThrow().pid();
        awaitName(child, "sleep");
        String cgroup = probe.text().cgroup(shell.pid()).orElse("");
        try (ProcessGroups groups =
                ProcessGroups.builder(probe)
                        .group(new ProcessGroup("name", GroupMatchers.name("slee?")))
                        .group(
                                new ProcessGroup(
                                        "line",
                                        GroupMatchers.commandLine(
                                                probe, Pattern.compile("sleep 1234\\.5$"))))
                        .group(new ProcessGroup("below", GroupMatchers.descendantsOf(shell.pid())))
                        .group(
                                new ProcessGroup(
                                        "both",
                                        GroupMatchers.descendantsOf("sleep")
                                                .and(GroupMatchers.name("sl*"))))
                        .group(
                                new ProcessGroup(
                                        "any",
                                        GroupMatchers.environment(probe, COOKIE, Optional.empty())))
                        .group(
                                new ProcessGroup(
                                        "cgroup",
                                        GroupMatchers.cgroup(
                                                probe, cgroup.isEmpty() ? "/" : cgroup)))
                        .group(
                                new ProcessGroup(
                                        "elsewhere", GroupMatchers.cgroup(probe, "/no/such/group")))
                        .open()) {
            refresh(groups);
            assertEquals(
                    List.of("all", "name", "any", "cgroup"),
                    of(groups, shell.pid(), cgroup.isEmpty()));
            assertEquals(
                    List.of("all", "name", "line", "below", "both", "any", "cgroup"),
                    of(groups, child, cgroup.isEmpty()));
            assertEquals(1, groups.totals(2).processes());
            assertEquals(1, groups.totals(3).processes());
        }
    }

    /** Where there are no control groups nobody is of one. */
    private static List<String> of(ProcessGroups groups, long pid, boolean isWithoutCgroups) {
        long membership = groups.membership(groups.table().find(pid));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < groups.names().size(); i++) {
            if ((membership & 1L << i) != 0
                    || (isWithoutCgroups && groups.names().get(i).equals("cgroup"))) {
                names.add(groups.names().get(i));
            }
        }
        return names;
    }

    @Test
    void whoHasNotStartedItsProgramIsAskedForAgain() throws Exception {
        Process shell = children.start("sh", "-c", "read line; exec sleep 1000");
        awaitName(shell.pid(), "sh");
        try (ProcessGroups groups =
                ProcessGroups.builder(probe)
                        .group(
                                new ProcessGroup(
                                        "asleep",
                                        GroupMatchers.name("sleep")
                                                .and(
                                                        (table, row) ->
                                                                table.rows().pid(row)
                                                                        == shell.pid())))
                        .open()) {
            refresh(groups);
            assertEquals(0, groups.totals(1).processes());
            shell.getOutputStream().write('\n');
            shell.getOutputStream().flush();
            awaitName(shell.pid(), "sleep");
            refresh(groups);
            assertEquals(1, groups.totals(1).processes());
            assertEquals(1, groups.totals(1).spawned());
        }
    }

    @Test
    void isRefreshedWhenItIsTooOld() {
        try (ProcessGroups groups = ProcessGroups.builder(probe).open()) {
            groups.refreshIfOlderThan(Duration.ofHours(1));
            groups.refreshIfOlderThan(Duration.ofHours(1));
            assertEquals(1, groups.refreshes());
            groups.refreshIfOlderThan(Duration.ZERO);
            assertEquals(2, groups.refreshes());
        }
    }

    @Test
    void misuseIsRefused() {
        ProcessGroup group = new ProcessGroup("a", GroupMatchers.everything());
        ProcessGroups.Builder builder = ProcessGroups.builder(probe).group(group);
        assertThrows(IllegalArgumentException.class, () -> builder.group(group));
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.group(new ProcessGroup("all", GroupMatchers.everything())));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ProcessGroup(" ", GroupMatchers.everything()));
        assertThrows(IllegalArgumentException.class, () -> GroupMatchers.descendantsOf(0));
        for (int i = 1; i < ProcessGroups.MOST_GROUPS; i++) {
            builder.group(new ProcessGroup("g" + i, GroupMatchers.everything()));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> builder.group(new ProcessGroup("more", GroupMatchers.everything())));
        try (ProcessGroups most = builder.open()) {
            refresh(most);
            int last = ProcessGroups.MOST_GROUPS;
            assertEquals(most.totals(0).processes(), most.totals(last).processes());
            assertFalse(most.totals(last).residentBytes() == 0);
            assertThrows(IndexOutOfBoundsException.class, () -> most.totals(last + 1));
        }
        ProcessGroups closed = ProcessGroups.builder(probe).open();
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, closed::refresh);
    }
}
