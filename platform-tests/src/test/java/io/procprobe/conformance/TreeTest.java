package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** The tree of a table is the one that the children say they are. */
final class TreeTest {
    private static final String TREE = "tree 4 2";
    private static final int MEMBERS = 31;
    private static final int ENDED = 8;

    private static int row(ProcessTable table, long pid) {
        int row = table.find(pid);
        assertNotEquals(ProcessTable.NONE, row, "PID " + pid + " has no row");
        assertEquals(pid, table.rows().pid(row));
        return row;
    }

    private static Map<Long, Set<Long>> childrenOf(List<Child.Member> members) {
        Map<Long, Set<Long>> children = new HashMap<>();
        for (Child.Member each : members) {
            children.computeIfAbsent(each.pid(), pid -> new TreeSet<>());
            children.computeIfAbsent(each.parentPid(), pid -> new TreeSet<>()).add(each.pid());
        }
        return children;
    }

    @EachBinding
    void everybodyHasItsPlace(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTable()) {
            List<Child.Member> members = child.members(TREE);
            assertEquals(MEMBERS, members.size());
            assertEquals(Status.OK, table.refresh());
            for (Child.Member each : members) {
                int row = row(table, each.pid());
                assertEquals(row(table, each.parentPid()), table.parent(row));
                assertEquals(each.parentPid(), table.rows().parentPid(row));
                assertEquals(table.depth(table.parent(row)) + 1, table.depth(row));
                assertTrue(table.isNew(row));
                assertFalse(table.isOrphan(row));
            }
            childrenOf(members)
                    .forEach(
                            (pid, expected) ->
                                    assertEquals(
                                            List.copyOf(expected),
                                            children(table, row(table, pid))));
        }
    }

    /** In ascending order, as promised. */
    private static List<Long> children(ProcessTable table, int row) {
        List<Long> children = new ArrayList<>();
        int at = table.firstChild(row);
        while (at != ProcessTable.NONE) {
            children.add(table.rows().pid(at));
            at = table.nextSibling(at);
        }
        return children;
    }

    @EachBinding
    void theAncestorsLeadToThisProcess(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTable()) {
            List<Child.Member> members = child.members("tree 5 1");
            assertEquals(Status.OK, table.refresh());
            int at = row(table, members.get(members.size() - 1).pid());
            for (int i = 0; i < members.size(); i++) {
                at = table.parent(at);
            }
            assertEquals(child.pid(), table.rows().pid(at));
            assertEquals(ProcessHandle.current().pid(), table.rows().pid(table.parent(at)));
        }
    }

    @EachBinding
    void aSubtreeIsTheSumOfItsMembers(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTable()) {
            child.order("touch 8");
            child.order("burn 30");
            List<Child.Member> members = child.members(TREE);
            assertEquals(Status.OK, table.refresh());
            assertEquals(MEMBERS + 1, assertSums(table, row(table, child.pid())).size());
            for (Child.Member each : members) {
                assertSums(table, row(table, each.pid()));
            }
        }
    }

    /** Who is in the subtree. */
    private static Set<Long> assertSums(ProcessTable table, int root) {
        SampleBuffer rows = table.rows();
        Set<Long> members = new HashSet<>();
        long resident = 0;
        long own = 0;
        long cpu = 0;
        int row = root;
        while (row != ProcessTable.NONE) {
            assertTrue(members.add(rows.pid(row)), rows.pid(row) + " comes twice");
            assertTrue(row == root || members.contains(rows.pid(table.parent(row))));
            resident += rows.has(row, Field.RESIDENT) ? rows.residentBytes(row) : 0;
            own += rows.has(row, Field.PRIVATE) ? rows.privateBytes(row) : 0;
            cpu += rows.has(row, Field.CPU_TOTAL) ? rows.cpuTotalNanos(row) : 0;
            row = table.nextInSubtree(root, row);
        }
        assertEquals(members.size(), table.subtreeCount(root));
        assertEquals(resident, table.subtreeResidentBytes(root));
        assertEquals(own, table.subtreePrivateBytes(root));
        assertEquals(cpu, table.subtreeCpuNanos(root));
        return members;
    }

    /** Children of whom has ended are of its tree no more, and known as orphans. */
    @EachBinding
    void whoHasEndedLosesItsChildren(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTable()) {
            List<Child.Member> members = new ArrayList<>(child.members(TREE));
            assertEquals(Status.OK, table.refresh());
            table.gone(probe.newExitBuffer(1));
            Collections.shuffle(members, new Random(ENDED));
            Set<Long> ended = new HashSet<>();
            for (Child.Member each : members.subList(0, ENDED)) {
                ProcessId id = table.rows().id(row(table, each.pid()));
                assertEquals(Status.OK, probe.kill(id));
                ended.add(each.pid());
            }
            Set<Long> told = new HashSet<>();
            Await.until("their ends are told", () -> tell(probe, table, told).containsAll(ended));
            assertEquals(Status.OK, table.refresh());
            for (Child.Member each : members.subList(ENDED, MEMBERS)) {
                int row = row(table, each.pid());
                long parent = table.parent(row) == -1 ? 0 : table.rows().pid(table.parent(row));
                boolean isOrphan = ended.contains(each.parentPid());
                assertEquals(isOrphan, table.isOrphan(row), each + ", now of " + parent);
                assertEquals(isOrphan, parent != each.parentPid(), each + ", now of " + parent);
                assertFalse(table.isNew(row));
                assertSums(table, row);
            }
        }
    }

    /** Adds those who are given out by one more refresh: nobody twice. */
    private static Set<Long> tell(ProcessProbe probe, ProcessTable table, Set<Long> told) {
        assertEquals(Status.OK, table.refresh());
        ExitBuffer gone = probe.newExitBuffer(1);
        while (table.gone(gone) > 0) {
            assertTrue(told.add(gone.pid(0)), gone.toExit(0) + " is given out again");
        }
        return told;
    }

    @EachBinding
    void whoHasComeIsNewOnce(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTable()) {
            assertEquals(Status.OK, table.refresh());
            long spawned = child.ask("spawn");
            assertEquals(Status.OK, table.refresh());
            assertTrue(table.isNew(row(table, spawned)));
            assertFalse(table.isNew(row(table, child.pid())));
            assertEquals(Status.OK, table.refresh());
            assertFalse(table.isNew(row(table, spawned)));
        }
    }

    /** Closed, it can still be read. */
    @EachBinding
    void aSmallTableGrows(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            List<Child.Member> members = child.members(TREE);
            ProcessTable table = probe.newTableBuilder().capacity(1).open();
            assertEquals(Status.OK, table.refresh());
            table.close();
            for (Child.Member each : members) {
                assertEquals(each.parentPid(), table.rows().parentPid(row(table, each.pid())));
            }
        }
    }
}
