package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessTable;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Part;
import io.procprobe.conformance.support.ShortLived;
import java.util.EnumSet;
import java.util.Set;

/**
 * Every process of the machine × every field, text, place in a table and signal: only outcomes that
 * are documented, also of processes that come and go meanwhile.
 */
final class EveryProcessTest {
    private static final Set<Status> OF_A_QUERY =
            EnumSet.of(Status.OK, Status.GONE, Status.DENIED, Status.UNSUPPORTED);

    private static final Set<Status> OF_A_TEXT =
            EnumSet.of(Status.OK, Status.GONE, Status.DENIED, Status.NOT_FOUND, Status.UNSUPPORTED);

    private static final Set<Status> OF_A_ROW =
            EnumSet.of(Status.OK, Status.DENIED, Status.UNSUPPORTED);

    private static final Set<Status> OF_A_SIGNAL =
            EnumSet.of(Status.OK, Status.GONE, Status.REPLACED, Status.DENIED, Status.REFUSED);

    private static final int REFRESHES = Part.of(20);

    @EachBinding
    void everyFieldHasADocumentedOutcome(Binding binding) throws Exception {
        try (ShortLived load = new ShortLived();
                ProcessProbe probe = binding.open()) {
            PidBuffer pids = list(probe);
            SampleBuffer samples = probe.newSampleBuffer(pids.size());
            for (Field field : Field.values()) {
                probe.query(pids, FieldSet.of(field), samples);
                assertEquals(pids.size(), samples.rows());
                for (int row = 0; row < samples.rows(); row++) {
                    checkRow(samples, row, field);
                }
            }
            assertTrue(load.isRunning());
        }
    }

    private static void checkRow(SampleBuffer samples, int row, Field field) {
        Status status = samples.status(row);
        String what = "PID " + samples.pid(row) + ", " + field;
        assertTrue(OF_A_QUERY.contains(status), what + ": " + status);
        assertEquals(status == Status.OK, samples.has(row, field), what);
        for (Field other : Field.values()) {
            assertFalse(other != field && samples.has(row, other), what + " also gave " + other);
        }
    }

    @EachBinding
    void everyTextHasADocumentedOutcome(Binding binding) throws Exception {
        try (ShortLived load = new ShortLived();
                ProcessProbe probe = binding.open()) {
            PidBuffer pids = list(probe);
            TextBuffer text = probe.newTextBuffer(1);
            for (int i = 0; i < pids.size(); i++) {
                long pid = pids.pid(i);
                check(pid, "name", probe.text().name(pid, text));
                check(pid, "executable", probe.text().executable(pid, text));
                check(pid, "command line", probe.text().commandLine(pid, text));
                check(pid, "environment", probe.text().environment(pid, "PATH", text));
            }
            assertTrue(load.isRunning());
        }
    }

    private static void check(long pid, String text, Status status) {
        assertTrue(OF_A_TEXT.contains(status), "PID " + pid + ", " + text + ": " + status);
    }

    @EachBinding
    void everyLiveProcessIsListed(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            PidBuffer pids = list(probe);
            boolean foundItself = false;
            for (int i = 0; i < pids.size(); i++) {
                foundItself |= pids.pid(i) == ProcessHandle.current().pid();
            }
            assertTrue(foundItself);
        }
    }

    @EachBinding
    void everyRowOfATableHasADocumentedOutcome(Binding binding) throws Exception {
        try (ShortLived load = new ShortLived();
                ProcessProbe probe = binding.open();
                ProcessTable table =
                        probe.newTableBuilder().fields(FieldSet.of(Field.values())).open()) {
            for (int i = 0; i < REFRESHES; i++) {
                assertEquals(Status.OK, table.refresh());
                for (int row = 0; row < table.rows().rows(); row++) {
                    checkPlace(table, row);
                }
            }
            assertTrue(load.isRunning());
        }
    }

    private static void checkPlace(ProcessTable table, int row) {
        SampleBuffer rows = table.rows();
        String what = "PID " + rows.pid(row);
        assertTrue(OF_A_ROW.contains(rows.status(row)), what + ": " + rows.status(row));
        ProcessSample all = rows.toSample(row);
        assertEquals(rows.pid(row), all.pid(), what);
        assertEquals(row, table.find(all.pid()), what);
        int parent = table.parent(row);
        assertEquals(parent == ProcessTable.NONE ? 0 : table.depth(parent) + 1, table.depth(row));
        int child = table.firstChild(row);
        assertTrue(child == ProcessTable.NONE || table.parent(child) == row, what);
        int sibling = table.nextSibling(row);
        assertTrue(sibling == ProcessTable.NONE || table.parent(sibling) == parent, what);
        assertTrue(table.subtreeCount(row) >= 1, what);
        assertTrue(table.subtreeResidentBytes(row) >= 0, what);
        assertTrue(table.subtreePrivateBytes(row) >= 0, what);
        assertTrue(table.subtreeCpuNanos(row) >= 0, what);
        assertTrue(table.startTimeEpochNanos(row) >= 0, what);
        assertTrue(table.session(row) >= 0, what);
        assertFalse(parent == ProcessTable.NONE && table.isOrphan(row) && all.pid() == 1, what);
        assertTrue(table.nameLength(row) == 0 || !table.name(row).isEmpty(), what);
    }

    /** Signal 0 sends nothing. */
    @EachBinding
    void everySignalHasADocumentedOutcome(Binding binding) throws Exception {
        try (ShortLived load = new ShortLived();
                ProcessProbe probe = binding.open()) {
            PidBuffer pids = list(probe);
            SampleBuffer samples = probe.newSampleBuffer(pids.size());
            probe.query(pids, FieldSet.of(Field.IDENTITY), samples);
            for (int row = 0; row < samples.rows(); row++) {
                if (samples.has(row, Field.IDENTITY)) {
                    Status status = probe.signal(samples.id(row), 0);
                    assertTrue(
                            OF_A_SIGNAL.contains(status),
                            "PID " + samples.pid(row) + ": " + status);
                }
            }
            assertTrue(load.isRunning());
        }
    }

    private static PidBuffer list(ProcessProbe probe) {
        PidBuffer pids = probe.newPidBuffer(1);
        assertEquals(Status.OK, probe.listPids(pids));
        return pids;
    }
}
