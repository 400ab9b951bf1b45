package io.procprobe.conformance.support;

import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;

/** Run by a further JVM: writes the file of the library, and what became of a query. */
public final class ProbeProgram {
    private ProbeProgram() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) {
        try (ProcessProbe probe = ProcessProbe.open()) {
            System.out.println(probe.diagnostics().library());
            System.out.println(
                    probe.sample(ProcessHandle.current().pid(), FieldSet.SWEEP).status());
        }
    }
}
