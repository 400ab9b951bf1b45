package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Control groups with a memory controller of version 2 or 1: limit, use and headroom are those of
 * the group that leaves the least, and whom the kernel ends for its memory is told as ended.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "control-groups")
final class ControlGroupMemoryTest {
    private static final int KILL = 9;

    /** What the child has, and what nobody comes near to. */
    private static final long LEAST_USED = 8 * Mounted.MB;

    private static final long MOST_USED = 32 * Mounted.MB;

    @EachBinding
    void limitUseAndHeadroomAreThoseOfTheGroup(Binding binding) throws Exception {
        try (ControlGroup outer = new ControlGroup(Mounted.MEMORY, "outer");
                ProcessProbe probe = binding.open()) {
            if (Mounted.VERSION == 2) {
                outer.set("cgroup.subtree_control", "+memory");
            }
            try (ControlGroup inner = new ControlGroup(outer.folder(), "inner");
                    Child child = Child.start()) {
                inner.add(child.pid());
                child.order("touch " + LEAST_USED / Mounted.MB);
                ProcessId id = probe.identify(child.pid()).orElseThrow();
                checkLimit(probe, id, OptionalLong.empty());
                inner.set(Mounted.LIMIT, 2 * MOST_USED);
                checkLimit(probe, id, OptionalLong.of(2 * MOST_USED));
                outer.set(Mounted.LIMIT, MOST_USED);
                checkLimit(probe, id, OptionalLong.of(MOST_USED));
                outer.set(Mounted.LIMIT, Mounted.NO_LIMIT);
                inner.set(Mounted.LIMIT, Mounted.NO_LIMIT);
                checkLimit(probe, id, OptionalLong.empty());
                TextBuffer text = probe.newTextBuffer(64);
                assertEquals(Status.OK, probe.text().cgroup(id, text));
                assertEquals("/outer/inner", text.toString());
            }
        }
    }

    private static void checkLimit(ProcessProbe probe, ProcessId id, OptionalLong limit) {
        ProcessResources told = probe.resources(id, Set.of(Resource.CGROUP_MEMORY));
        assertEquals(Status.OK, told.status());
        assertEquals(OptionalInt.of(Mounted.VERSION), told.cgroupVersion());
        assertEquals(limit, told.cgroupMemoryLimitBytes());
        long used = told.cgroupMemoryUsedBytes().orElseThrow();
        assertTrue(used >= LEAST_USED && used < MOST_USED, "used " + used);
        assertEquals(
                limit.isPresent()
                        ? OptionalLong.of(limit.getAsLong() - used)
                        : OptionalLong.empty(),
                told.cgroupMemoryHeadroomBytes());
    }

    @EachBinding
    void thisProcessIsToldOfItsOwnLimits(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                ControlGroup group = new ControlGroup(Mounted.MEMORY, "own")) {
            long limit = Runtime.getRuntime().maxMemory() * 2;
            group.set(Mounted.LIMIT, limit);
            group.add(ProcessHandle.current().pid());
            try {
                SystemFacts facts = probe.systemFacts();
                assertEquals(OptionalInt.of(Mounted.VERSION), facts.cgroupVersion());
                assertEquals(OptionalLong.of(limit), facts.cgroupMemoryLimitBytes());
                long used = facts.cgroupMemoryUsedBytes().orElseThrow();
                long apart = Math.abs(used - group.number(Mounted.USED));
                assertTrue(apart < MOST_USED, "used " + used);
                group.set(Mounted.LIMIT, Mounted.NO_LIMIT);
                assertEquals(OptionalLong.empty(), probe.systemFacts().cgroupMemoryLimitBytes());
            } finally {
                Guest.write(Mounted.MEMORY + "/cgroup.procs", ProcessHandle.current().pid());
            }
        }
    }

    @EachBinding
    void whomTheKernelEndsForItsMemoryIsToldOf(Binding binding) throws Exception {
        try (ControlGroup group = new ControlGroup(Mounted.MEMORY, "small");
                ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch();
                Child child = Child.start()) {
            group.set(Mounted.LIMIT, LEAST_USED);
            group.add(child.pid());
            long slot = watch.add(child.pid());
            assertEquals(Status.OK, ProcessWatch.statusOf(slot));
            assertEquals(128 + KILL, child.last("touch " + MOST_USED / Mounted.MB));
            ExitBuffer exits = probe.newExitBuffer(2);
            assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
            assertEquals(1, exits.rows());
            assertEquals(slot, exits.slot(0));
            // Unknown, where it was reaped before it could be asked about.
            assertEquals(KILL, exits.toExit(0).signal().orElse(KILL));
        }
    }
}
