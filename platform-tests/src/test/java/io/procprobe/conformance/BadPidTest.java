package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.util.List;

/** Numbers that are of no process: a status in their place, and nothing else is harmed. */
final class BadPidTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    private static final List<Long> INVALID =
            List.of(0L, -1L, -OWN_PID, (long) Integer.MIN_VALUE, Long.MIN_VALUE);

    /** Those beyond 32 bits would be this process if their upper half were cut off. */
    private static final List<Long> GONE =
            List.of(
                    (long) Integer.MAX_VALUE,
                    1L << 31,
                    (1L << 32) + OWN_PID,
                    (1L << 63) - (1L << 32) + OWN_PID,
                    Long.MAX_VALUE);

    @EachBinding
    void noPidIsInvalidOrGone(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            for (long pid : INVALID) {
                assertEquals(Status.INVALID, status(probe, pid), "PID " + pid);
            }
            for (long pid : GONE) {
                assertEquals(Status.GONE, status(probe, pid), "PID " + pid);
            }
        }
    }

    private static Status status(ProcessProbe probe, long pid) {
        Status status = probe.sample(pid, FieldSet.SWEEP).status();
        assertEquals(status, probe.sample(pid, FieldSet.NONE).status(), "PID " + pid);
        assertEquals(status, probe.sample(pid, FieldSet.CHEAP_AND_TEXT).status(), "PID " + pid);
        assertEquals(status == Status.OK, probe.identify(pid).isPresent(), "PID " + pid);
        return status;
    }

    @EachBinding
    void theTextsOfNoProcessSayTheSame(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            TextBuffer text = probe.newTextBuffer(16);
            for (long pid : INVALID) {
                assertEquals(Status.INVALID, probe.text().name(pid, text), "PID " + pid);
            }
            for (long pid : GONE) {
                assertEquals(Status.GONE, probe.text().name(pid, text), "PID " + pid);
                assertEquals(0, text.length());
            }
        }
    }

    @EachBinding
    void noProcessIsTracked(Binding binding) {
        try (ProcessProbe probe = binding.open();
                ProcessWatch watch = probe.newWatch()) {
            for (long pid : INVALID) {
                assertEquals(Status.INVALID, ProcessWatch.statusOf(watch.add(pid)), "PID " + pid);
            }
            for (long pid : GONE) {
                assertEquals(Status.GONE, ProcessWatch.statusOf(watch.add(pid)), "PID " + pid);
            }
            assertEquals(0, watch.tracked());
        }
    }

    @EachBinding
    void anEndedChildIsGone(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            assertEquals(Status.OK, status(probe, child.pid()));
            child.kill();
            assertEquals(Status.GONE, status(probe, child.pid()));
        }
    }

    @EachBinding
    void badEntriesHarmNoOthers(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child ended = Child.start()) {
            ended.kill();
            long[] pids = {0, child.pid(), ended.pid(), -1, OWN_PID, Long.MAX_VALUE, child.pid()};
            Status[] expected = {
                Status.INVALID,
                Status.OK,
                Status.GONE,
                Status.INVALID,
                Status.OK,
                Status.GONE,
                Status.OK
            };
            SampleBuffer rows = probe.newSampleBuffer(pids.length);
            probe.query(pids, FieldSet.SWEEP, rows);
            assertEquals(pids.length, rows.rows());
            for (int row = 0; row < pids.length; row++) {
                assertEquals(expected[row], rows.status(row), "row " + row);
                for (Field field : Field.values()) {
                    boolean isWanted = expected[row] == Status.OK && FieldSet.SWEEP.contains(field);
                    assertEquals(isWanted, rows.has(row, field), "row " + row + ", " + field);
                }
            }
            assertEquals(OWN_PID, rows.parentPid(1));
            assertEquals(child.pid(), rows.pid(6));
        }
    }
}
