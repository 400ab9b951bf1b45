package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import java.util.List;

/** Numbers that are nobody's PID, and processes that are no more. */
class BadPidTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    @BindingTest
    void whatIsNoPidIsInvalid(ProcessProbe probe) {
        for (long pid : new long[] {0, -1, Integer.MIN_VALUE, -(1L << 40), Long.MIN_VALUE}) {
            assertOutcome(probe, pid, Status.INVALID);
        }
    }

    @BindingTest
    void whatIsAboveEveryPidIsGone(ProcessProbe probe) {
        long pidMax = probe.systemFacts().pidMax().orElseThrow();
        // Numbers that hold the own PID in their lower 29, 30 and 32 bits: the number of a CPU
        // clock has 29 bits for the PID, and a PID in C has 32.
        for (long pid :
                new long[] {
                    pidMax,
                    pidMax + 1,
                    Integer.MAX_VALUE,
                    1L << 31,
                    Long.MAX_VALUE,
                    OWN_PID + (1L << 29),
                    OWN_PID + (1L << 30),
                    OWN_PID + (1L << 32),
                    OWN_PID + (1L << 62)
                }) {
            assertOutcome(probe, pid, Status.GONE);
        }
    }

    @BindingTest
    void aReapedProcessIsGone(ProcessProbe probe, Children children) throws Exception {
        assertOutcome(probe, children.reaped().pid(), Status.GONE);
    }

    @BindingTest
    void aProcessThatEndsBetweenListAndQueryIsGone(ProcessProbe probe, Children children)
            throws Exception {
        Process child = children.sleeping();
        PidBuffer pids = probe.newPidBuffer(1);
        assertEquals(Status.OK, probe.listPids(pids));
        Children.end(child);
        SampleBuffer rows = probe.newSampleBuffer(pids.size());
        probe.query(pids, FieldSet.CHEAP_AND_TEXT, rows);
        int found = 0;
        for (int row = 0; row < rows.rows(); row++) {
            if (rows.pid(row) == child.pid()) {
                assertEquals(Status.GONE, rows.status(row));
                found++;
            } else if (rows.pid(row) == OWN_PID) {
                assertEquals(Status.OK, rows.status(row));
                found++;
            }
        }
        assertEquals(2, found);
    }

    @BindingTest
    void oneBadEntryFailsNoOther(ProcessProbe probe, Children children) throws Exception {
        long gone = children.reaped().pid();
        long[] pids = {0, OWN_PID, gone, OWN_PID, -7, Long.MAX_VALUE, OWN_PID};
        SampleBuffer rows = probe.newSampleBuffer(pids.length);
        probe.query(pids, FieldSet.SWEEP, rows);
        Status[] expected = {
            Status.INVALID,
            Status.OK,
            Status.GONE,
            Status.OK,
            Status.INVALID,
            Status.GONE,
            Status.OK
        };
        for (int row = 0; row < pids.length; row++) {
            assertEquals(expected[row], rows.status(row));
            assertEquals(
                    expected[row] == Status.OK ? FieldSet.SWEEP : FieldSet.NONE, rows.fields(row));
        }
    }

    @BindingTest
    void nothingAskedIsNothingGiven(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        probe.query(new long[0], FieldSet.SWEEP, rows);
        assertEquals(0, rows.rows());
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        probe.query(probe.newPidBuffer(1), FieldSet.SWEEP, rows);
        assertEquals(0, rows.rows());
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        probe.query(List.of(), FieldSet.SWEEP, rows);
        assertEquals(0, rows.rows());
    }

    private static void assertOutcome(ProcessProbe probe, long pid, Status expected) {
        ProcessSample sample = probe.sample(pid, FieldSet.CHEAP_AND_TEXT);
        assertEquals(expected, sample.status(), "PID " + pid);
        assertTrue(sample.id().isEmpty());
        assertTrue(sample.alive().isEmpty());
        assertTrue(sample.residentBytes().isEmpty());
        assertTrue(sample.parentPid().isEmpty());
        assertTrue(probe.identify(pid).isEmpty());

        SampleBuffer rows = probe.newSampleBuffer(1);
        probe.query(new long[] {pid}, FieldSet.NONE, rows);
        assertEquals(expected, rows.status(0), "PID " + pid);
        TextBuffer text = probe.newTextBuffer(16);
        assertEquals(expected, probe.text().name(pid, text), "PID " + pid);
        assertEquals(expected, probe.text().commandLine(pid, text), "PID " + pid);
        assertEquals(expected, probe.text().executable(pid, text), "PID " + pid);
        assertEquals(expected, probe.text().environment(pid, "PATH", text), "PID " + pid);
        assertEquals(0, text.length());
        assertTrue(probe.text().name(pid).isEmpty());
    }
}
