package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procprobe.ExitBuffer;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.Resource;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Wrong use throws what is documented, and does nothing. */
final class MisuseTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    private static void assertAllThrow(
            Class<? extends Throwable> expected, List<Executable> calls) {
        for (int i = 0; i < calls.size(); i++) {
            assertThrows(expected, calls.get(i), "call " + i);
        }
    }

    @EachBinding
    void aClosedProbeAnswersNoMore(Binding binding) {
        ProcessProbe probe = binding.open();
        SampleBuffer rows = probe.newSampleBuffer(1);
        PidBuffer pids = probe.newPidBuffer(1);
        TextBuffer text = probe.newTextBuffer(1);
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        probe.close();
        probe.close();
        assertAllThrow(
                IllegalStateException.class,
                List.of(
                        () -> probe.query(OWN_PID, FieldSet.SWEEP, rows),
                        () -> probe.query(own, FieldSet.SWEEP, rows),
                        () -> probe.query(new long[] {OWN_PID}, FieldSet.SWEEP, rows),
                        () -> probe.query(pids, FieldSet.SWEEP, rows),
                        () -> probe.sample(OWN_PID, FieldSet.SWEEP),
                        () -> probe.identify(OWN_PID),
                        () -> probe.listPids(pids),
                        () -> probe.text().name(OWN_PID, text),
                        () -> probe.children(own),
                        () -> probe.descendants(own),
                        () -> probe.resources(own, EnumSet.noneOf(Resource.class)),
                        () -> probe.signal(own, 0),
                        () -> probe.treeKill(own),
                        () -> probe.onExit(own),
                        probe::newWatch,
                        probe::newTable,
                        probe::systemFacts,
                        probe::diagnostics));
        try (ProcessProbe another = binding.open()) {
            assertEquals(Status.OK, another.sample(OWN_PID, FieldSet.SWEEP).status());
        }
    }

    @EachBinding
    void aWatchAndATableOutliveTheirProbe(Binding binding) {
        ProcessProbe probe = binding.open();
        SampleBuffer rows = probe.newSampleBuffer(1);
        try (ProcessWatch watch = probe.newWatch();
                ProcessTable table = probe.newTable()) {
            probe.close();
            watch.add(OWN_PID);
            assertEquals(1, watch.poll(rows));
            assertEquals(Status.OK, rows.status(0));
            assertEquals(Status.OK, table.refresh());
        }
    }

    @EachBinding
    void aClosedWatchOrTableAnswersNoMore(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            ExitBuffer exits = probe.newExitBuffer(1);
            ProcessWatch watch = probe.newWatch();
            ProcessTable table = probe.newTable();
            long slot = watch.add(OWN_PID);
            watch.close();
            watch.close();
            table.close();
            table.close();
            assertAllThrow(
                    IllegalStateException.class,
                    List.of(
                            () -> watch.add(OWN_PID),
                            () -> watch.remove(slot),
                            () -> watch.poll(rows),
                            () -> watch.exits(exits),
                            () -> watch.await(Duration.ZERO, exits),
                            watch::stats,
                            table::refresh,
                            () -> table.gone(exits),
                            table::stats));
            watch.wake();
        }
    }

    @EachBinding
    void wrongNumbersAreRefused(Binding binding) {
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(1);
            ProcessId own = probe.identify(OWN_PID).orElseThrow();
            assertAllThrow(
                    IllegalArgumentException.class,
                    List.of(
                            () -> probe.newSampleBuffer(0),
                            () -> probe.newPidBuffer(-1),
                            () -> probe.newTextBuffer(0),
                            () -> probe.newExitBuffer(0),
                            () -> probe.newWatchBuilder().capacity(0),
                            () -> probe.newWatchBuilder().descriptorBudget(-1),
                            () -> probe.newTableBuilder().capacity(Integer.MAX_VALUE),
                            () -> watch.memoryMaxAge(Duration.ofNanos(-1)),
                            () -> probe.treeKill(own).grace(Duration.ofNanos(-1)),
                            () -> probe.treeKill(own).cookie("A=B", ""),
                            () -> probe.query(new long[2], FieldSet.SWEEP, rows),
                            () -> probe.text().environment(OWN_PID, "A=B"),
                            () -> new ProcessId(0, own.tokenKind(), 1)));
            assertAllThrow(
                    IndexOutOfBoundsException.class,
                    List.of(() -> rows.status(0), () -> rows.pid(-1), () -> rows.toSample(1)));
        }
    }

    @EachBinding
    void aSlotThatWasGivenBackIsStale(Binding binding) {
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch()) {
            long slot = watch.add(OWN_PID);
            assertEquals(Status.OK, watch.remove(slot));
            assertEquals(Status.STALE, watch.remove(slot));
            long next = watch.add(OWN_PID);
            assertEquals(ProcessWatch.index(slot), ProcessWatch.index(next));
            assertEquals(Status.STALE, watch.remove(slot));
            assertEquals(1, watch.tracked());
        }
    }

    /** Memory of one binding means nothing to another. */
    @Test
    void buffersOfAnotherBindingAreRefused() {
        for (Binding binding : Binding.required()) {
            for (Binding other : Binding.required()) {
                if (binding != other) {
                    try (ProcessProbe probe = binding.open();
                            ProcessProbe foreign = other.open();
                            ProcessWatch watch = probe.newWatch()) {
                        SampleBuffer rows = foreign.newSampleBuffer(1);
                        ExitBuffer exits = foreign.newExitBuffer(1);
                        assertAllThrow(
                                IllegalArgumentException.class,
                                List.of(
                                        () -> probe.query(OWN_PID, FieldSet.SWEEP, rows),
                                        () -> probe.listPids(foreign.newPidBuffer(1)),
                                        () -> probe.text().name(OWN_PID, foreign.newTextBuffer(9)),
                                        () -> watch.poll(rows),
                                        () -> watch.exits(exits)));
                    }
                }
            }
        }
    }
}
