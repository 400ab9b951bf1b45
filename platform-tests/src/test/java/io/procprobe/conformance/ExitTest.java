package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.ProcessExit;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Exits;
import io.procprobe.conformance.support.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A watch tells of every end once, and with what it ended. */
final class ExitTest {
    private static final int ABORTED = 6;
    private static final int KILLED = 9;

    private static ProcessExit exitOf(ProcessProbe probe, String order) throws Exception {
        try (Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            long slot = watch.add(child.pid());
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            Exits exits = new Exits(probe, watch);
            assertEquals(0, exits.more());
            if (order.equals("kill")) {
                child.kill();
            } else {
                child.last(order);
            }
            ProcessExit exit = exits.awaitAll(1).get(slot);
            assertEquals(child.pid(), exit.pid());
            assertEquals(id, exit.id().orElseThrow());
            assertEndedAndTold(probe, watch, exits);
            return exit;
        }
    }

    /** The slot stays, with rows that say so, and nothing is told again. */
    private static void assertEndedAndTold(ProcessProbe probe, ProcessWatch watch, Exits exits) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        assertEquals(1, watch.poll(rows));
        assertTrue(
                rows.status(0) == Status.GONE
                        || (rows.status(0) == Status.OK
                                && !(rows.has(0, Field.ALIVE) && rows.isAlive(0))),
                rows.toSample(0).toString());
        assertEquals(0, exits.more());
        assertEquals(1, watch.tracked());
    }

    private static void assertStatusIsKnown(ProcessProbe probe, ProcessExit exit) {
        assertTrue(exit.exitStatus().isPresent() || !Exits.tellTheStatus(probe), exit.toString());
    }

    @EachBinding
    void theCodeIsThatOfTheChild(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open()) {
            for (int code : new int[] {0, 1, 255}) {
                ProcessExit exit = exitOf(probe, "exit " + code);
                assertStatusIsKnown(probe, exit);
                assertEquals(code, exit.exitCode().orElse(code));
                assertTrue(exit.signal().isEmpty(), exit.toString());
            }
        }
    }

    @EachBinding
    void aCrashIsNoOrderlyEnd(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open()) {
            ProcessExit exit = exitOf(probe, "crash");
            assertStatusIsKnown(probe, exit);
            assertNotEquals(0, exit.exitStatus().orElse(-1));
            if (!OS.WINDOWS.isCurrentOs()) {
                assertEquals(ABORTED, exit.signal().orElse(ABORTED));
            }
        }
    }

    @EachBinding
    void aKillIsTold(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open()) {
            ProcessExit exit = exitOf(probe, "kill");
            assertStatusIsKnown(probe, exit);
            if (!OS.WINDOWS.isCurrentOs()) {
                assertEquals(KILLED, exit.signal().orElse(KILLED));
            }
        }
    }

    /** 259 is what Windows also gives for processes that have not ended. */
    @EachBinding
    @EnabledOnOs(OS.WINDOWS)
    void whereThereAreNoSignalsEveryNumberIsACode(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open()) {
            for (int code : new int[] {256, 259, 265, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                ProcessExit exit = exitOf(probe, "exit " + code);
                assertEquals(code, exit.exitCode().orElseThrow());
                assertTrue(exit.signal().isEmpty(), exit.toString());
            }
        }
    }

    @EachBinding
    void aFutureTellsTheSame(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            var end = probe.onExit(id);
            assertFalse(end.isDone());
            child.last("exit 7");
            ProcessExit exit = end.get(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
            assertEquals(id, exit.id().orElseThrow());
            assertEquals(7, exit.exitCode().orElse(7));
            ProcessExit again =
                    probe.onExit(id).get(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
            assertEquals(child.pid(), again.pid());
        }
    }

    @EachBinding
    void ofManyEachIsToldOnce(Binding binding) throws Exception {
        int count = Part.of(60);
        List<Child> children = new ArrayList<>();
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatchBuilder().capacity(1).open()) {
            Map<Long, Integer> codes = new HashMap<>();
            Map<Long, Child> bySlot = new HashMap<>();
            for (int i = 0; i < count; i++) {
                Child child = Child.start();
                children.add(child);
                bySlot.put(watch.add(child.pid()), child);
            }
            Exits exits = new Exits(probe, watch);
            assertEquals(0, exits.more());
            List<Long> slots = new ArrayList<>(bySlot.keySet());
            Collections.shuffle(slots, new Random(count));
            for (long slot : slots) {
                codes.put(slot, codes.size() % 256);
                bySlot.get(slot).last("exit " + codes.get(slot));
            }
            Map<Long, ProcessExit> told = exits.awaitAll(count);
            assertEquals(codes.keySet(), told.keySet());
            told.forEach(
                    (slot, exit) -> {
                        assertEquals(bySlot.get(slot).pid(), exit.pid());
                        int code = codes.get(slot);
                        assertEquals(code, exit.exitCode().orElse(code), exit.toString());
                    });
            assertEquals(0, exits.more());
            watch.poll(probe.newSampleBuffer(count));
            assertEquals(0, exits.more());
        } finally {
            children.forEach(Child::close);
        }
    }

    @EachBinding
    void whoIsTrackedNoLongerIsNotTold(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child removed = Child.start();
                Child kept = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            long slot = watch.add(removed.pid());
            long other = watch.add(kept.pid());
            watch.remove(slot);
            removed.kill();
            kept.kill();
            Exits exits = new Exits(probe, watch);
            assertEquals(Set.of(other), exits.awaitAll(1).keySet());
            assertEquals(0, exits.more());
        }
    }
}
