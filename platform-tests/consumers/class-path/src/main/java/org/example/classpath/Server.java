package org.example.classpath;

import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.Supervisor;
import io.procprobe.supervisor.Tags;

/** Has a supervisor start a child, and prints a row about it. */
public final class Server {
    private Server() {}

    public static void main(String[] command) throws Exception {
        try (ProcessProbe probe = ProcessProbe.open();
                Supervisor supervisor = Supervisor.builder().probe(probe).build()) {
            Supervised child = supervisor.spawn(new ProcessBuilder(command), Tags.none());
            ProcessSample row = probe.sample(child.id(), FieldSet.WATCH);
            System.out.println(
                    row.status()
                            + " pid=" + row.pid()
                            + " parent=" + row.parentPid().orElseThrow()
                            + " resident=" + row.residentBytes().orElseThrow()
                            + " cpu=" + row.cpuTotalNanos().orElseThrow()
                            + " binding=" + probe.diagnostics().binding());
            System.out.println(supervisor.end(child, "it has been seen").get().reason());
        }
    }
}
