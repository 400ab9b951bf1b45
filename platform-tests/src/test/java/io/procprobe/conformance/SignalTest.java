package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.Status;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import org.junit.jupiter.api.condition.OS;

/** Asking to end and ending are two things, and both are done to the one that is meant only. */
final class SignalTest {
    private static final boolean IS_ASKED_IN_VAIN = OS.WINDOWS.isCurrentOs();

    private static ProcessId idOf(ProcessProbe probe, Child child) {
        return probe.identify(child.pid()).orElseThrow();
    }

    private static void assertServes(Child child) throws Exception {
        assertTrue(child.ask("burn 0") >= 0);
        assertTrue(child.process().isAlive());
    }

    @EachBinding
    void aKillEndsIt(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child bystander = Child.start()) {
            ProcessId id = idOf(probe, child);
            assertEquals(Status.OK, probe.kill(id));
            child.awaitEnd();
            Status after = probe.kill(id);
            assertTrue(after == Status.GONE || after == Status.REPLACED, after.toString());
            assertServes(bystander);
        }
    }

    /** Windows knows no such request, and it is never faked by a kill. */
    @EachBinding
    void whoIsAskedEnds(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child bystander = Child.start()) {
            Status status = probe.terminate(idOf(probe, child));
            assertEquals(IS_ASKED_IN_VAIN ? Status.UNSUPPORTED : Status.OK, status);
            if (IS_ASKED_IN_VAIN) {
                assertServes(child);
            } else {
                child.awaitEnd();
            }
            assertServes(bystander);
        }
    }

    @EachBinding
    void whoTakesNoNoticeHasToBeKilled(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            if (!IS_ASKED_IN_VAIN) {
                child.order("ignore-terminate");
                assertEquals(Status.OK, probe.terminate(idOf(probe, child)));
            }
            assertServes(child);
            assertEquals(Status.OK, probe.kill(idOf(probe, child)));
            child.awaitEnd();
        }
    }

    @EachBinding
    void signalZeroSendsNothing(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            assertEquals(Status.OK, probe.signal(idOf(probe, child), 0));
            assertServes(child);
        }
    }

    @EachBinding
    void thereAreNoOtherNumbers(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            ProcessId id = idOf(probe, child);
            for (int signal : new int[] {-1, 65, Integer.MAX_VALUE}) {
                assertThrows(IllegalArgumentException.class, () -> probe.signal(id, signal));
            }
            assertServes(child);
        }
    }

    @EachBinding
    void thisProcessIsRefused(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            ProcessId own = probe.identify(ProcessHandle.current().pid()).orElseThrow();
            assertEquals(Status.REFUSED, probe.kill(own));
            assertEquals(Status.REFUSED, probe.terminate(own));
        }
    }
}
