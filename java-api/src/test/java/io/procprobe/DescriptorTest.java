package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import java.io.File;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** No call leaves a descriptor open, whatever becomes of it. */
@EnabledOnOs(OS.LINUX)
class DescriptorTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    /** 20,000 calls in all, each kind a thousand times. */
    private static final int ROUNDS = 1_000;

    /** What the JVM itself may open meanwhile; a leak would be a thousand. */
    private static final int SLACK = 10;

    private static int open() {
        String[] descriptors = new File("/proc/self/fd").list();
        assertTrue(descriptors.length > 0);
        return descriptors.length;
    }

    @BindingTest
    void theirNumberStandsStill(ProcessProbe probe, Children children) throws Exception {
        long child = children.sleeping().pid();
        long zombie = children.zombie();
        long gone = children.reaped().pid();
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        ProcessId replaced = new ProcessId(child, own.tokenKind(), own.startToken() + 1);
        SampleBuffer rows = probe.newSampleBuffer(4);
        PidBuffer pids = probe.newPidBuffer(16);
        TextBuffer text = probe.newTextBuffer(16);
        FieldSet all = FieldSet.of(Field.UNIQUE).plus(FieldSet.CHEAP_AND_TEXT);
        ProcessText texts = probe.text();
        long[] mixed = {child, zombie, gone, 0};
        int before = open();
        for (int i = 0; i < ROUNDS; i++) {
            probe.query(OWN_PID, FieldSet.SWEEP, rows);
            probe.query(child, all, rows);
            probe.query(zombie, all, rows);
            probe.query(gone, all, rows);
            probe.query(mixed, FieldSet.NONE, rows);
            probe.query(mixed, FieldSet.SWEEP, rows);
            probe.query(mixed, FieldSet.CHEAP, rows);
            probe.query(mixed, FieldSet.CHEAP_AND_TEXT, rows);
            probe.query(own, FieldSet.SWEEP, rows);
            probe.query(replaced, FieldSet.SWEEP, rows);
            probe.query(List.of(own, replaced), FieldSet.CHEAP_AND_TEXT, rows);
            assertEquals(Status.OK, probe.listPids(pids));
            texts.name(child, text);
            texts.name(replaced, text);
            texts.executable(child, text);
            texts.executable(zombie, text);
            texts.commandLine(child, text);
            texts.commandLine(gone, text);
            texts.environment(child, "PATH", text);
            texts.environment(replaced, "PATH", text);
        }
        for (int i = 0; i < 100; i++) {
            probe.systemFacts();
            probe.diagnostics();
        }
        int after = open();
        assertTrue(after <= before + SLACK, before + " before, " + after + " after");
    }
}
