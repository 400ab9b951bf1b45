package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Proc;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A table holds every process, and its tree is that of the processes that the test has made. */
@EnabledOnOs(OS.LINUX)
class ProcessTableTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    /** A shell with two children, one of which has a child; {@code exec} keeps the PIDs. */
    private static final String TREE =
            "sleep 1000 & sh -c 'sleep 1001 & exec sleep 1002' & exec sleep 1003";

    @BindingTest
    void rowsAreInOrderAndAsQueriesSay(ProcessProbe probe, Children children) throws Exception {
        long pid = children.sleeping().pid();
        Await.until("it is sleep", () -> Proc.text(pid, "comm").strip().equals("sleep"));
        Await.until("it sleeps", () -> Proc.stat(pid).state() == 'S');
        try (ProcessTable table = probe.newTable()) {
            assertEquals(ProcessTable.NONE, table.find(pid));
            assertEquals(Status.OK, table.refresh());
            SampleBuffer rows = table.rows();
            for (int row = 1; row < rows.rows(); row++) {
                assertTrue(rows.pid(row - 1) < rows.pid(row));
            }
            int row = table.find(pid);
            assertEquals(pid, rows.pid(row));
            assertEquals("sleep", table.name(row));
            assertEquals('s', table.nameByte(row, 0));
            assertEquals(table.find(OWN_PID), table.parent(row));
            assertTrue(table.isNew(row));
            assertFalse(table.isOrphan(row));
            assertEquals(OWN_PID, rows.parentPid(row));
            assertEquals(
                    probe.sample(pid, FieldSet.SWEEP).residentBytes().orElseThrow(),
                    rows.residentBytes(row));
            assertFalse(rows.has(row, Field.CPU_LOAD));
            assertEquals(Status.OK, table.refresh());
            row = table.find(pid);
            assertFalse(table.isNew(row));
            assertTrue(rows.has(row, Field.CPU_LOAD));
            assertEquals(ProcessTable.NONE, table.find(Integer.MAX_VALUE));
        }
    }

    @BindingTest
    void theTreeIsThatOfTheProcesses(ProcessProbe probe, Children children) throws Exception {
        Process shell = children.start("sh", "-c", TREE);
        Await.until("the tree has grown", () -> shell.descendants().count() == 3);
        Set<Long> expected = new HashSet<>(Set.of(shell.pid()));
        shell.descendants().forEach(each -> expected.add(each.pid()));
        try (ProcessTable table = probe.newTable()) {
            assertEquals(Status.OK, table.refresh());
            int root = table.find(shell.pid());
            Set<Long> walked = new HashSet<>();
            long resident = 0;
            for (int row = root; row != ProcessTable.NONE; row = table.nextInSubtree(root, row)) {
                assertTrue(walked.add(table.rows().pid(row)), "each is met once");
                resident += table.rows().residentBytes(row);
                if (row != root) {
                    assertEquals(table.depth(table.parent(row)) + 1, table.depth(row));
                }
            }
            assertEquals(expected, walked);
            assertEquals(4, table.subtreeCount(root));
            assertEquals(resident, table.subtreeResidentBytes(root));
        }
    }

    @BindingTest
    void whoIsGoneIsToldOnce(ProcessProbe probe, Children children) throws Exception {
        Process child = children.sleeping();
        try (ProcessTable table = probe.newTable()) {
            table.refresh();
            Children.end(child);
            table.refresh();
            assertEquals(ProcessTable.NONE, table.find(child.pid()));
            ExitBuffer gone = probe.newExitBuffer(256);
            int told = 0;
            int count = table.gone(gone);
            for (int row = 0; row < count; row++) {
                told += gone.pid(row) == child.pid() ? 1 : 0;
            }
            assertEquals(1, told);
        }
    }

    @BindingTest
    void anOrphanIsOneWhoseParentHasEnded(ProcessProbe probe, Children children) throws Exception {
        Process parent = children.start("sh", "-c", "sleep 1000 & echo $!; exec sleep 1001");
        long pid = Long.parseLong(Children.firstLine(parent));
        ProcessId orphan = probe.identify(pid).orElseThrow();
        try (ProcessTable table = probe.newTable()) {
            table.refresh();
            assertFalse(table.isOrphan(table.find(pid)));
            Children.end(parent);
            table.refresh();
            assertTrue(table.isOrphan(table.find(pid)));
        } finally {
            probe.kill(orphan);
        }
    }

    @BindingTest
    void itGrows(ProcessProbe probe, Children children) throws Exception {
        long pid = children.sleeping().pid();
        try (ProcessTable table = probe.newTableBuilder().capacity(1).open()) {
            assertEquals(Status.OK, table.refresh());
            assertTrue(table.stats().capacity() >= table.rows().rows());
            assertEquals(pid, table.rows().pid(table.find(pid)));
        }
    }

    @BindingTest
    void misuseThrows(ProcessProbe probe) {
        ProcessTable table =
                probe.newTableBuilder()
                        .memoryMaxAge(Duration.ofHours(1))
                        .descriptorBudget(0)
                        .open();
        assertThrows(IndexOutOfBoundsException.class, () -> table.depth(0));
        assertEquals(Status.OK, table.refresh());
        assertThrows(IndexOutOfBoundsException.class, () -> table.depth(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> table.name(table.rows().rows()));
        table.close();
        table.close();
        ExitBuffer gone = probe.newExitBuffer(1);
        List<Runnable> calls = List.of(table::refresh, table::stats, () -> table.gone(gone));
        for (Runnable call : calls) {
            assertThrows(IllegalStateException.class, call::run);
        }
        assertTrue(table.depth(0) >= 0);
    }

    @BindingTest
    void aCookieTellsWhoseItWas(ProcessProbe probe, Children children) throws Exception {
        String cookie = UUID.randomUUID().toString();
        ProcessBuilder builder =
                new ProcessBuilder(
                        "sh", "-c", "(setsid sh -c 'echo $$; exec sleep 1000' &); exec sleep 1001");
        builder.environment().put("PROCPROBE_TEST_ORPHAN", cookie);
        Process starter = children.start(builder);
        ProcessId starterId = probe.identify(starter.pid()).orElseThrow();
        ProcessId left = probe.identify(Long.parseLong(Children.firstLine(starter))).orElseThrow();
        try (ProcessTable table = probe.newTable()) {
            Await.until(
                    "it has left the tree and has its own environment",
                    () -> {
                        table.refresh();
                        int row = table.find(left.pid());
                        return table.isOrphanOf(row, starterId, "PROCPROBE_TEST_ORPHAN", cookie);
                    });
            int row = table.find(left.pid());
            assertFalse(table.isOrphanOf(row, starterId, "PROCPROBE_TEST_ORPHAN", "another"));
            assertFalse(table.isOrphanOf(row, starterId, "PROCPROBE_TEST_OTHER", cookie));
            assertFalse(table.isOrphanOf(row, left, "PROCPROBE_TEST_ORPHAN", cookie));
            int own = table.find(starter.pid());
            assertFalse(table.isOrphanOf(own, starterId, "PROCPROBE_TEST_ORPHAN", cookie));
            // Somebody who is no ancestor of it: then it is nobody's but by the cookie.
            assertTrue(table.isOrphanOf(own, left, "PROCPROBE_TEST_ORPHAN", cookie));
        } finally {
            assertEquals(Status.OK, probe.kill(left));
        }
        Await.until(
                "it has ended",
                () -> !probe.sample(left, FieldSet.of(Field.ALIVE)).alive().orElse(false));
    }
}
