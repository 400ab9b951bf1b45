package org.example.modulepath;

import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;

/** Starts a child, watches it, and prints a row about it. */
public final class Tool {
    private Tool() {}

    public static void main(String[] command) throws Exception {
        Process child = new ProcessBuilder(command).start();
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessWatch watch = probe.newWatchBuilder().fields(FieldSet.WATCH).open()) {
            watch.add(probe.identify(child.pid()).orElseThrow());
            SampleBuffer rows = probe.newSampleBuffer(1);
            watch.poll(rows);
            System.out.println(
                    rows.status(0)
                            + " pid=" + rows.pid(0)
                            + " parent=" + rows.parentPid(0)
                            + " resident=" + rows.residentBytes(0)
                            + " cpu=" + rows.cpuTotalNanos(0)
                            + " binding=" + probe.diagnostics().binding());
        } finally {
            child.destroyForcibly().waitFor();
        }
    }
}
