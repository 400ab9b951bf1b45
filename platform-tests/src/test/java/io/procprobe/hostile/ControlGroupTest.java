package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.ProcessExit;
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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Control groups of version 2 or 1: limit, use and headroom are told as the group that binds has
 * them, and what a group ends is told as ends. Where no version has the memory controller mounted,
 * nothing is told of memory.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "control-groups")
final class ControlGroupTest {
    private static final long MB = 1 << 20;
    private static final int KILL = 9;

    /** What of memory is mounted: 2, 1, or 0 for nothing. */
    private static final int VERSION = Integer.getInteger("procprobe.cgroup.memory", 0);

    private static final String MEMORY = System.getProperty("procprobe.cgroup.memory.folder", "");
    private static final String CPU = System.getProperty("procprobe.cgroup.cpu.folder", "");

    private static final String LIMIT = VERSION == 2 ? "memory.max" : "memory.limit_in_bytes";
    private static final String USED = VERSION == 2 ? "memory.current" : "memory.usage_in_bytes";
    private static final Object NONE = VERSION == 2 ? "max" : -1;

    private static final long SELF = ProcessHandle.current().pid();

    private static ProcessResources memoryOf(ProcessProbe probe, long pid) {
        ProcessId id = probe.identify(pid).orElseThrow();
        ProcessResources told = probe.resources(id, Set.of(Resource.CGROUP_MEMORY));
        assertEquals(Status.OK, told.status());
        return told;
    }

    @EachBinding
    void limitUseAndHeadroomAreThoseOfTheGroup(Binding binding) throws Exception {
        assumeTrue(VERSION != 0, "the kernel has no memory controller for this version");
        try (ControlGroup outer = new ControlGroup(MEMORY, "outer");
                ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            if (VERSION == 2) {
                outer.set("cgroup.subtree_control", "+memory");
            }
            try (ControlGroup inner = new ControlGroup(outer.folder(), "inner")) {
                inner.add(child.pid());
                child.order("touch 8");
                checkLimit(probe, child.pid(), OptionalLong.empty());
                inner.set(LIMIT, 64 * MB);
                checkLimit(probe, child.pid(), OptionalLong.of(64 * MB));
                outer.set(LIMIT, 32 * MB);
                checkLimit(probe, child.pid(), OptionalLong.of(32 * MB));
                outer.set(LIMIT, NONE);
                inner.set(LIMIT, NONE);
                checkLimit(probe, child.pid(), OptionalLong.empty());
                TextBuffer text = probe.newTextBuffer(64);
                assertEquals(Status.OK, probe.text().cgroup(child.pid(), text));
                assertEquals("/outer/inner", text.toString());
                child.kill();
            }
        }
    }

    private static void checkLimit(ProcessProbe probe, long pid, OptionalLong limit) {
        ProcessResources told = memoryOf(probe, pid);
        assertEquals(OptionalInt.of(VERSION), told.cgroupVersion());
        assertEquals(limit, told.cgroupMemoryLimitBytes());
        long used = told.cgroupMemoryUsedBytes().orElseThrow();
        assertTrue(used >= 8 * MB && used < 32 * MB, "used " + used);
        assertEquals(
                limit.isPresent()
                        ? OptionalLong.of(limit.getAsLong() - used)
                        : OptionalLong.empty(),
                told.cgroupMemoryHeadroomBytes());
    }

    @EachBinding
    void thisProcessIsToldOfItsOwnLimits(Binding binding) throws Exception {
        assumeTrue(VERSION != 0, "the kernel has no memory controller for this version");
        try (ProcessProbe probe = binding.open();
                ControlGroup group = new ControlGroup(MEMORY, "own")) {
            group.set(LIMIT, 900 * MB);
            group.add(SELF);
            try {
                SystemFacts facts = probe.systemFacts();
                assertEquals(OptionalInt.of(VERSION), facts.cgroupVersion());
                assertEquals(OptionalLong.of(900 * MB), facts.cgroupMemoryLimitBytes());
                long used = facts.cgroupMemoryUsedBytes().orElseThrow();
                assertTrue(Math.abs(used - group.number(USED)) < 32 * MB, "used " + used);
                group.set(LIMIT, NONE);
                assertEquals(OptionalLong.empty(), probe.systemFacts().cgroupMemoryLimitBytes());
            } finally {
                Guest.write(MEMORY + "/cgroup.procs", SELF);
            }
        }
    }

    @EachBinding
    void theLimitOfTheProcessorsIsTold(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                ControlGroup group = new ControlGroup(CPU, "slow")) {
            assertEquals(OptionalDouble.empty(), probe.systemFacts().cgroupCpuLimit());
            if (VERSION == 2) {
                group.set("cpu.max", "150000 100000");
            } else {
                group.set("cpu.cfs_quota_us", 150_000);
            }
            group.add(SELF);
            try {
                assertEquals(OptionalDouble.of(1.5), probe.systemFacts().cgroupCpuLimit());
            } finally {
                Guest.write(CPU + "/cgroup.procs", SELF);
            }
        }
    }

    @EachBinding
    void withoutAMemoryControllerNothingIsTold(Binding binding) {
        assumeTrue(VERSION == 0, "there is one");
        try (ProcessProbe probe = binding.open()) {
            SystemFacts facts = probe.systemFacts();
            assertEquals(OptionalInt.empty(), facts.cgroupVersion());
            assertEquals(OptionalLong.empty(), facts.cgroupMemoryLimitBytes());
            assertEquals(OptionalLong.empty(), facts.cgroupMemoryUsedBytes());
            ProcessResources told = memoryOf(probe, SELF);
            assertEquals(OptionalInt.empty(), told.cgroupVersion());
            assertEquals(OptionalLong.empty(), told.cgroupMemoryLimitBytes());
            assertEquals(OptionalLong.empty(), told.cgroupMemoryHeadroomBytes());
        }
    }

    /** The kernel ends who goes beyond the limit. */
    @EachBinding
    void whoIsEndedForItsMemoryIsToldOf(Binding binding) throws Exception {
        assumeTrue(VERSION != 0, "the kernel has no memory controller for this version");
        try (ControlGroup group = new ControlGroup(MEMORY, "small");
                ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            group.set(LIMIT, 16 * MB);
            group.add(child.pid());
            long slot = watch.add(child.pid());
            assertEquals(128 + KILL, child.last("touch 64"));
            ExitBuffer exits = probe.newExitBuffer(2);
            assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
            assertEquals(1, exits.rows());
            assertEquals(slot, exits.slot(0));
            checkIsKill(exits.toExit(0));
        }
    }

    @EachBinding
    void aTreeThatTheGroupEndsIsToldAsEnds(Binding binding) throws Exception {
        try (ControlGroup group = new ControlGroup(VERSION == 2 ? MEMORY : CPU, "tree");
                ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            assumeTrue(group.has("cgroup.kill"), "Linux 5.14+ has it, for version 2");
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
                    checkIsKill(exits.toExit(row));
                }
            }
            assertEquals(tracked, watch.stats().ended());
        }
    }

    /** Unknown, where it was reaped before it could be asked about. */
    private static void checkIsKill(ProcessExit exit) {
        assertEquals(
                OptionalInt.of(KILL),
                exit.exitStatus().isEmpty() ? OptionalInt.of(KILL) : exit.signal());
    }
}
