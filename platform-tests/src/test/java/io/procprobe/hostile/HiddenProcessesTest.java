package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.TokenKind;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * {@code /proc} hides the processes of others: what needs no file is still known of them, the rest
 * is DENIED and never GONE, and nothing is missing of one's own children.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "nobody")
final class HiddenProcessesTest {
    /** A process of root, which the environment keeps. */
    private static final long HIDDEN = Long.getLong("procprobe.hidden.pid", 0);

    private static final FieldSet WITHOUT_FILES = FieldSet.of(Field.ALIVE, Field.CPU_TOTAL);

    @EachBinding
    void whatNeedsNoFileIsKnownOfOthers(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            SampleBuffer row = probe.newSampleBuffer(1);
            probe.query(HIDDEN, WITHOUT_FILES, row);
            assertEquals(Status.OK, row.status(0));
            assertEquals(WITHOUT_FILES, row.fields(0));
            assertTrue(row.isAlive(0));
            for (Field field : new Field[] {Field.RESIDENT, Field.STATE, Field.UNIQUE}) {
                probe.query(HIDDEN, FieldSet.of(field), row);
                assertEquals(Status.DENIED, row.status(0), field.toString());
                assertFalse(row.has(0, field));
            }
            TextBuffer text = probe.newTextBuffer(64);
            assertEquals(Status.DENIED, probe.text().name(HIDDEN, text));
            assertEquals(Status.DENIED, probe.text().commandLine(HIDDEN, text));
            assertEquals(
                    probe.systemFacts().tokenKind() == TokenKind.PIDFD_INODE,
                    probe.identify(HIDDEN).isPresent());
        }
    }

    @EachBinding
    void whoIsGoneIsNotTakenForHidden(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Nursery nursery = new Nursery()) {
            long pid = nursery.spawn();
            ProcessId id = probe.identify(pid).orElseThrow();
            nursery.end(pid);
            SampleBuffer row = probe.newSampleBuffer(1);
            for (Field field : Field.values()) {
                probe.query(pid, FieldSet.of(field), row);
                assertEquals(Status.GONE, row.status(0), field.toString());
            }
            probe.query(id, FieldSet.CHEAP_AND_TEXT, row);
            assertEquals(Status.GONE, row.status(0));
            assertEquals(Status.GONE, probe.kill(id));
        }
    }

    @EachBinding
    void nothingIsSentToOthers(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            TokenKind kind = probe.systemFacts().tokenKind();
            ProcessId hidden =
                    probe.identify(HIDDEN).orElseGet(() -> new ProcessId(HIDDEN, kind, 1));
            Status expected =
                    kind == TokenKind.PIDFD_INODE ? Status.DENIED : Status.UNKNOWN_IDENTITY;
            assertEquals(expected, probe.kill(hidden));
            assertEquals(expected, probe.signal(hidden, 0));
        }
    }

    @EachBinding
    void listsAndTablesHoldWhatIsVisible(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Nursery nursery = new Nursery();
                ProcessTable table = probe.newTable()) {
            long child = nursery.spawn();
            PidBuffer pids = probe.newPidBuffer(1);
            assertEquals(Status.OK, probe.listPids(pids));
            boolean isListed = false;
            for (int i = 0; i < pids.size(); i++) {
                assertNotEquals(HIDDEN, pids.pid(i));
                isListed |= pids.pid(i) == child;
            }
            assertTrue(isListed);
            assertEquals(Status.OK, table.refresh());
            assertEquals(ProcessTable.NONE, table.find(HIDDEN));
            assertEquals(ProcessTable.NONE, table.find(1));
            int row = table.find(child);
            assertEquals(table.find(nursery.pid()), table.parent(row));
            assertTrue(
                    probe.diagnostics().mechanisms().stream()
                            .anyMatch(m -> m.used().equals("own processes")),
                    "the diagnostics do not tell that others are hidden");
        }
    }

    @EachBinding
    void ownChildrenAreFull(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Nursery nursery = new Nursery();
                ProcessWatch watch = probe.newWatch()) {
            long child = nursery.spawn();
            SampleBuffer row = probe.newSampleBuffer(1);
            FieldSet fields =
                    FieldSet.CHEAP_AND_TEXT.plus(Field.UNIQUE, Field.PROPORTIONAL, Field.SWAP);
            probe.query(child, fields, row);
            assertEquals(Status.OK, row.status(0));
            assertEquals(fields, row.fields(0));
            assertEquals(nursery.pid(), row.parentPid(0));
            assertTrue(row.residentBytes(0) > 0);
            assertTrue(watch.add(child) > 0);
            assertEquals(1, watch.poll(row));
            assertEquals(FieldSet.SWEEP, row.fields(0));
            ProcessId id = probe.identify(child).orElseThrow();
            assertEquals(
                    child,
                    probe.children(probe.identify(nursery.pid()).orElseThrow())
                            .members()
                            .get(0)
                            .pid());
            assertEquals(Status.OK, probe.kill(id));
        }
    }
}
