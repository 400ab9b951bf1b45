package org.example.fatjar;

import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import java.time.Duration;

/** Starts a child, finds it among all processes, prints a row about it, and ends its tree. */
public final class Command {
    private Command() {}

    public static void main(String[] command) throws Exception {
        Process child = new ProcessBuilder(command).start();
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessTable table = probe.newTable()) {
            table.refresh();
            int row = table.find(child.pid());
            System.out.println(
                    table.rows().status(row)
                            + " pid=" + table.rows().pid(row)
                            + " parent=" + table.rows().parentPid(row)
                            + " resident=" + table.rows().residentBytes(row)
                            + " cpu=" + table.rows().cpuTotalNanos(row)
                            + " binding=" + probe.diagnostics().binding());
            ProcessId id = table.rows().id(row);
            KillReport report = probe.killTree(id, Duration.ZERO);
            System.out.println(report.entries().get(0).outcome());
        } finally {
            child.destroyForcibly();
        }
    }
}
