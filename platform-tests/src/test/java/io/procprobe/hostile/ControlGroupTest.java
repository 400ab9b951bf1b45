package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessResources;
import io.procprobe.ProcessWatch;
import io.procprobe.Resource;
import io.procprobe.Status;
import io.procprobe.SystemFacts;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Control groups of version 2, and of version 1: limit, use and headroom are those of the group
 * that leaves the least; what a group ends is told as ended; and where no memory controller is
 * mounted, nothing is told of memory.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "machine")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ControlGroupTest {
    private static final int KILL = 9;
    private static final long MB = 1 << 20;

    /** What the child has, and what nobody comes near to. */
    private static final long LEAST_USED = 8 * MB;

    private static final long MOST_USED = 32 * MB;

    private static final int PERIOD_MICROS = 100_000;
    private static final int QUOTA_MICROS = 150_000;
    private static final long SELF = ProcessHandle.current().pid();

    /**
     * First of all: a group that has had pages of this JVM cannot be forgotten while it runs, and
     * its controller then stays with version 2.
     */
    @Order(1)
    @EachBinding
    void version1IsTold(Binding binding) throws Exception {
        try (Hierarchy groups = Hierarchy.ofVersion(1);
                ProcessProbe probe = binding.open()) {
            checkCpuLimit(groups, probe);
            if (groups.hasMemory()) {
                checkLimits(groups, probe, 1);
                checkLimitThatBindsNobodyBelow(groups, probe);
                checkEndForMemory(groups, probe);
            } else {
                checkNothingOfMemory(probe);
            }
        }
    }

    @Order(2)
    @EachBinding
    void version2IsTold(Binding binding) throws Exception {
        try (Hierarchy groups = Hierarchy.ofVersion(2);
                ProcessProbe probe = binding.open()) {
            checkLimits(groups, probe, 2);
            checkOwnLimit(groups, probe);
            checkCpuLimit(groups, probe);
            checkEndForMemory(groups, probe);
        }
    }

    private static void checkLimits(Hierarchy groups, ProcessProbe probe, int version)
            throws Exception {
        try (ControlGroup outer = new ControlGroup(groups.memory(), "outer")) {
            if (version == 2) {
                outer.set("cgroup.subtree_control", "+memory");
            } else if (outer.has("memory.use_hierarchy")) {
                // Without, which only kernels before 5.11 know, a group's limit binds it alone.
                outer.set("memory.use_hierarchy", 1);
            }
            try (ControlGroup inner = new ControlGroup(outer.folder(), "inner");
                    Child child = Child.start()) {
                inner.add(child.pid());
                child.order("touch " + LEAST_USED / MB);
                ProcessId id = probe.identify(child.pid()).orElseThrow();
                checkLimit(probe, id, version, OptionalLong.empty());
                inner.set(groups.limitFile(), 2 * MOST_USED);
                checkLimit(probe, id, version, OptionalLong.of(2 * MOST_USED));
                outer.set(groups.limitFile(), MOST_USED);
                checkLimit(probe, id, version, OptionalLong.of(MOST_USED));
                outer.set(groups.limitFile(), groups.noLimit());
                inner.set(groups.limitFile(), groups.noLimit());
                checkLimit(probe, id, version, OptionalLong.empty());
                TextBuffer text = probe.newTextBuffer(64);
                assertEquals(Status.OK, probe.text().cgroup(id, text));
                assertEquals("/outer/inner", text.toString());
            }
        }
    }

    /** Kernels before 5.11 have such groups unless they are told otherwise. */
    private static void checkLimitThatBindsNobodyBelow(Hierarchy groups, ProcessProbe probe)
            throws Exception {
        String choice = "memory.use_hierarchy";
        try (ControlGroup outer = new ControlGroup(groups.memory(), "outer")) {
            if (!outer.has(choice) || outer.number(choice) != 0) {
                return;
            }
            try (ControlGroup inner = new ControlGroup(outer.folder(), "inner");
                    Child child = Child.start()) {
                inner.add(child.pid());
                child.order("touch " + LEAST_USED / MB);
                ProcessId id = probe.identify(child.pid()).orElseThrow();
                outer.set(groups.limitFile(), MOST_USED);
                checkLimit(probe, id, 1, OptionalLong.empty());
                inner.set(groups.limitFile(), 2 * MOST_USED);
                checkLimit(probe, id, 1, OptionalLong.of(2 * MOST_USED));
            }
        }
    }

    private static void checkLimit(
            ProcessProbe probe, ProcessId id, int version, OptionalLong limit) {
        ProcessResources told = probe.resources(id, Set.of(Resource.CGROUP_MEMORY));
        assertEquals(Status.OK, told.status());
        assertEquals(OptionalInt.of(version), told.cgroupVersion());
        assertEquals(limit, told.cgroupMemoryLimitBytes());
        long used = told.cgroupMemoryUsedBytes().orElseThrow();
        assertTrue(used >= LEAST_USED && used < MOST_USED, "used " + used);
        OptionalLong headroom = told.cgroupMemoryHeadroomBytes();
        assertEquals(limit.isPresent(), headroom.isPresent());
        assertEquals(limit.orElse(used) - used, headroom.orElse(0));
    }

    private static void checkOwnLimit(Hierarchy groups, ProcessProbe probe) throws Exception {
        try (ControlGroup group = new ControlGroup(groups.memory(), "own")) {
            long limit = Runtime.getRuntime().maxMemory() * 2;
            group.set(groups.limitFile(), limit);
            group.add(SELF);
            try {
                SystemFacts facts = probe.systemFacts();
                assertEquals(OptionalInt.of(2), facts.cgroupVersion());
                assertEquals(OptionalLong.of(limit), facts.cgroupMemoryLimitBytes());
                long used = facts.cgroupMemoryUsedBytes().orElseThrow();
                long apart = Math.abs(used - group.number(groups.usedFile()));
                assertTrue(apart < MOST_USED, "used " + used);
                group.set(groups.limitFile(), groups.noLimit());
                assertEquals(OptionalLong.empty(), probe.systemFacts().cgroupMemoryLimitBytes());
            } finally {
                Guest.write(groups.memory() + "/cgroup.procs", SELF);
            }
        }
    }

    private static void checkCpuLimit(Hierarchy groups, ProcessProbe probe) throws Exception {
        try (ControlGroup group = new ControlGroup(groups.cpu(), "slow")) {
            assertEquals(OptionalDouble.empty(), probe.systemFacts().cgroupCpuLimit());
            if (group.has("cpu.max")) {
                group.set("cpu.max", QUOTA_MICROS + " " + PERIOD_MICROS);
            } else {
                group.set("cpu.cfs_period_us", PERIOD_MICROS);
                group.set("cpu.cfs_quota_us", QUOTA_MICROS);
            }
            group.add(SELF);
            try {
                assertEquals(
                        OptionalDouble.of((double) QUOTA_MICROS / PERIOD_MICROS),
                        probe.systemFacts().cgroupCpuLimit());
            } finally {
                Guest.write(groups.cpu() + "/cgroup.procs", SELF);
            }
        }
    }

    /** The kernel ends who goes beyond the limit. */
    private static void checkEndForMemory(Hierarchy groups, ProcessProbe probe) throws Exception {
        try (ControlGroup group = new ControlGroup(groups.memory(), "small");
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            group.set(groups.limitFile(), LEAST_USED);
            group.add(child.pid());
            long slot = watch.add(child.pid());
            assertEquals(Status.OK, ProcessWatch.statusOf(slot));
            assertEquals(128 + KILL, child.last("touch " + MOST_USED / MB));
            ExitBuffer exits = probe.newExitBuffer(2);
            assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
            assertEquals(1, exits.rows());
            checkIsKilled(exits, 0, slot);
        }
    }

    /** The signal is unknown where it was reaped before it could be asked about. */
    private static void checkIsKilled(ExitBuffer exits, int row, long slot) {
        assertEquals(slot, exits.slot(row));
        assertEquals(KILL, exits.toExit(row).signal().orElse(KILL));
    }

    private static void checkNothingOfMemory(ProcessProbe probe) {
        SystemFacts facts = probe.systemFacts();
        assertEquals(OptionalInt.empty(), facts.cgroupVersion());
        assertEquals(OptionalLong.empty(), facts.cgroupMemoryLimitBytes());
        assertEquals(OptionalLong.empty(), facts.cgroupMemoryUsedBytes());
        ProcessId self = probe.identify(SELF).orElseThrow();
        ProcessResources told = probe.resources(self, Set.of(Resource.CGROUP_MEMORY));
        assertEquals(Status.OK, told.status());
        assertEquals(OptionalInt.empty(), told.cgroupVersion());
        assertEquals(OptionalLong.empty(), told.cgroupMemoryLimitBytes());
        assertEquals(OptionalLong.empty(), told.cgroupMemoryHeadroomBytes());
    }

    @Order(3)
    @EachBinding
    void aTreeThatAGroupEndsIsToldOneByOne(Binding binding) throws Exception {
        try (Hierarchy groups = Hierarchy.ofVersion(2);
                ControlGroup group = new ControlGroup(groups.memory(), "tree");
                ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            assumeTrue(group.has("cgroup.kill"), "Linux 5.14+ has cgroup.kill");
            group.add(child.pid());
            Map<Long, Long> untold = new HashMap<>();
            for (Child.Member member : child.members("tree 2 2")) {
                untold.put(watch.add(member.pid()), member.pid());
            }
            int tracked = untold.size();
            group.set("cgroup.kill", 1);
            ExitBuffer exits = probe.newExitBuffer(tracked);
            while (!untold.isEmpty()) {
                assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
                for (int row = 0; row < exits.rows(); row++) {
                    assertEquals(exits.pid(row), untold.remove(exits.slot(row)));
                    checkIsKilled(exits, row, exits.slot(row));
                }
            }
            assertEquals(tracked, watch.stats().ended());
        }
    }
}
