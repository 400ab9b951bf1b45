package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId.Comparison;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process is known again by its identity, and nobody else is ever taken for it. */
class IdentityTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    /** One that no system has together with another: macOS's here, Linux's there. */
    private static TokenKind foreignTo(ProcessId id) {
        return id.tokenKind() == TokenKind.UNIQUE_ID ? TokenKind.PIDFD_INODE : TokenKind.UNIQUE_ID;
    }

    private static ProcessId withWrongToken(ProcessId id) {
        return new ProcessId(id.pid(), id.tokenKind(), id.startToken() + 1);
    }

    private static ProcessId withForeignToken(ProcessId id) {
        return new ProcessId(id.pid(), foreignTo(id), id.startToken());
    }

    @BindingTest
    void theSameProcessHasTheSameIdentity(ProcessProbe probe, Children children) throws Exception {
        long pid = children.sleeping().pid();
        ProcessId id = probe.identify(pid).orElseThrow();
        assertEquals(pid, id.pid());
        assertEquals(id, probe.identify(pid).orElseThrow());
        assertEquals(probe.systemFacts().tokenKind(), id.tokenKind());
        assertNotEquals(id.startToken(), probe.identify(OWN_PID).orElseThrow().startToken());
    }

    @BindingTest
    void theRightIdentityIsRead(ProcessProbe probe, Children children) throws Exception {
        ProcessId id = probe.identify(children.sleeping().pid()).orElseThrow();
        ProcessSample sample = probe.sample(id, FieldSet.CHEAP_AND_TEXT);
        assertEquals(Status.OK, sample.status());
        assertEquals(id, sample.id().orElseThrow());
        assertEquals(OWN_PID, sample.parentPid().orElseThrow());
    }

    @BindingTest
    void anotherTokenIsReplaced(ProcessProbe probe) {
        ProcessId id = withWrongToken(probe.identify(OWN_PID).orElseThrow());
        assertOutcome(probe, id, Status.REPLACED);
    }

    @BindingTest
    void aForeignTokenIsUnknownAndNeitherSameNorReplaced(ProcessProbe probe) {
        ProcessId id = withForeignToken(probe.identify(OWN_PID).orElseThrow());
        assertOutcome(probe, id, Status.UNKNOWN_IDENTITY);
    }

    @BindingTest
    void aReapedProcessIsGone(ProcessProbe probe, Children children) throws Exception {
        Process child = children.sleeping();
        ProcessId id = probe.identify(child.pid()).orElseThrow();
        Children.end(child);
        assertOutcome(probe, id, Status.GONE);
    }

    @BindingTest
    void eachEntryOfAListIsCheckedByItself(ProcessProbe probe, Children children) throws Exception {
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        Process child = children.sleeping();
        ProcessId gone = probe.identify(child.pid()).orElseThrow();
        Children.end(child);
        List<ProcessId> ids = List.of(own, withWrongToken(own), gone, withForeignToken(own), own);
        SampleBuffer rows = probe.newSampleBuffer(ids.size());
        probe.query(ids, FieldSet.SWEEP, rows);
        Status[] expected = {
            Status.OK, Status.REPLACED, Status.GONE, Status.UNKNOWN_IDENTITY, Status.OK
        };
        assertEquals(expected.length, rows.rows());
        for (int row = 0; row < expected.length; row++) {
            assertEquals(ids.get(row).pid(), rows.pid(row));
            assertEquals(expected[row], rows.status(row));
            assertEquals(
                    expected[row] == Status.OK ? FieldSet.SWEEP : FieldSet.NONE, rows.fields(row));
        }
    }

    @Test
    void comparingHasThreeAnswers() {
        ProcessId id = new ProcessId(7, TokenKind.PIDFD_INODE, 100);
        assertEquals(Comparison.SAME, id.compare(new ProcessId(7, TokenKind.PIDFD_INODE, 100)));
        assertEquals(
                Comparison.DIFFERENT, id.compare(new ProcessId(7, TokenKind.PIDFD_INODE, 101)));
        assertEquals(
                Comparison.DIFFERENT, id.compare(new ProcessId(8, TokenKind.PIDFD_INODE, 100)));
        assertEquals(
                Comparison.DIFFERENT, id.compare(new ProcessId(8, TokenKind.START_TICKS, 100)));
        assertEquals(Comparison.UNKNOWN, id.compare(new ProcessId(7, TokenKind.START_TICKS, 100)));
    }

    @Test
    void anIdentityHasAPid() {
        for (long pid : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ProcessId(pid, TokenKind.PIDFD_INODE, 1));
        }
    }

    /** No field and no text, whatever is asked. */
    private static void assertOutcome(ProcessProbe probe, ProcessId id, Status expected) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        for (FieldSet fields : List.of(FieldSet.NONE, FieldSet.SWEEP, FieldSet.CHEAP_AND_TEXT)) {
            probe.query(id, fields, rows);
            assertEquals(expected, rows.status(0));
            assertEquals(FieldSet.NONE, rows.fields(0));
        }
        TextBuffer text = probe.newTextBuffer(64);
        // Something is in it, which must not be taken for the answer.
        assertEquals(Status.OK, probe.text().name(OWN_PID, text));
        ProcessText texts = probe.text();
        assertEquals(expected, texts.name(id, text));
        assertEquals(0, text.length());
        assertEquals(expected, texts.executable(id, text));
        assertEquals(expected, texts.commandLine(id, text));
        assertEquals(expected, texts.environment(id, "PATH", text));
        assertTrue(text.toString().isEmpty());
    }
}
