package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessProbe;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every process of the machine × every field and text: only outcomes that are documented. */
final class EveryProcessTest {
    private static final Set<Status> OF_A_QUERY =
            EnumSet.of(Status.OK, Status.GONE, Status.DENIED, Status.UNSUPPORTED);

    private static final Set<Status> OF_A_TEXT =
            EnumSet.of(Status.OK, Status.GONE, Status.DENIED, Status.NOT_FOUND, Status.UNSUPPORTED);

    @ParameterizedTest
    @MethodSource("io.procprobe.conformance.Bindings#all")
    void everyFieldHasADocumentedOutcome(String binding) {
        try (ProcessProbe probe = Bindings.open(binding)) {
            PidBuffer pids = list(probe);
            SampleBuffer samples = probe.newSampleBuffer(pids.size());
            for (Field field : Field.values()) {
                probe.query(pids, FieldSet.of(field), samples);
                assertEquals(pids.size(), samples.rows());
                for (int row = 0; row < samples.rows(); row++) {
                    checkRow(samples, row, field);
                }
            }
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

    @ParameterizedTest
    @MethodSource("io.procprobe.conformance.Bindings#all")
    void everyTextHasADocumentedOutcome(String binding) {
        try (ProcessProbe probe = Bindings.open(binding)) {
            PidBuffer pids = list(probe);
            TextBuffer text = probe.newTextBuffer(1);
            for (int i = 0; i < pids.size(); i++) {
                long pid = pids.pid(i);
                check(pid, "name", probe.text().name(pid, text));
                check(pid, "executable", probe.text().executable(pid, text));
                check(pid, "command line", probe.text().commandLine(pid, text));
                check(pid, "environment", probe.text().environment(pid, "PATH", text));
            }
        }
    }

    private static void check(long pid, String text, Status status) {
        assertTrue(OF_A_TEXT.contains(status), "PID " + pid + ", " + text + ": " + status);
    }

    @ParameterizedTest
    @MethodSource("io.procprobe.conformance.Bindings#all")
    void everyLiveProcessIsListed(String binding) {
        try (ProcessProbe probe = Bindings.open(binding)) {
            PidBuffer pids = list(probe);
            boolean foundItself = false;
            for (int i = 0; i < pids.size(); i++) {
                foundItself |= pids.pid(i) == ProcessHandle.current().pid();
            }
            assertTrue(foundItself);
        }
    }

    private static PidBuffer list(ProcessProbe probe) {
        PidBuffer pids = probe.newPidBuffer(1);
        assertEquals(Status.OK, probe.listPids(pids));
        return pids;
    }
}
