package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.procprobe.testing.BindingTest;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** A probe that was closed reads nothing any more; what was read stays readable. */
class ClosedProbeTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    @BindingTest
    void readsNothing(ProcessProbe probe) {
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        SampleBuffer rows = probe.newSampleBuffer(1);
        PidBuffer pids = probe.newPidBuffer(1);
        TextBuffer text = probe.newTextBuffer(64);
        ProcessText texts = probe.text();
        probe.query(OWN_PID, FieldSet.SWEEP, rows);
        assertEquals(Status.OK, texts.name(OWN_PID, text));
        String name = text.toString();
        ProcessSample sample = rows.toSample(0);
        probe.close();
        probe.close();

        for (Executable call :
                new Executable[] {
                    () -> probe.query(OWN_PID, FieldSet.SWEEP, rows),
                    () -> probe.query(new long[] {OWN_PID}, FieldSet.SWEEP, rows),
                    () -> probe.query(pids, FieldSet.SWEEP, rows),
                    () -> probe.query(own, FieldSet.SWEEP, rows),
                    () -> probe.query(List.of(own), FieldSet.SWEEP, rows),
                    () -> probe.sample(OWN_PID, FieldSet.SWEEP),
                    () -> probe.sample(own, FieldSet.SWEEP),
                    () -> probe.identify(OWN_PID),
                    () -> probe.listPids(pids),
                    probe::systemFacts,
                    probe::diagnostics,
                    () -> texts.name(OWN_PID, text),
                    () -> texts.name(own, text),
                    () -> texts.name(OWN_PID),
                    () -> texts.executable(OWN_PID, text),
                    () -> texts.executable(own, text),
                    () -> texts.executable(OWN_PID),
                    () -> texts.commandLine(OWN_PID, text),
                    () -> texts.commandLine(own, text),
                    () -> texts.commandLine(OWN_PID),
                    () -> texts.environment(OWN_PID, "PATH", text),
                    () -> texts.environment(own, "PATH", text),
                    () -> texts.environment(OWN_PID, "PATH")
                }) {
            IllegalStateException e = assertThrows(IllegalStateException.class, call);
            assertEquals("the probe is closed", e.getMessage());
        }
        assertEquals(sample, rows.toSample(0));
        assertEquals(name, text.toString());
    }

    @BindingTest
    void leavesOtherProbesOpen(ProcessProbe probe) {
        try (ProcessProbe other = ProcessProbe.open()) {
            assertEquals(Status.OK, other.sample(OWN_PID, FieldSet.SWEEP).status());
        }
        assertEquals(Status.OK, probe.sample(OWN_PID, FieldSet.SWEEP).status());
    }
}
