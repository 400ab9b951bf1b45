package io.procprobe.testing;

import io.procprobe.KillReport;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import java.time.Duration;

/**
 * Ends a child, and all that have a variable in their environment which this JVM and its parent
 * have as well. Arguments: the variable's name and value. Writes lines of KEY=VALUE.
 */
public final class OwnCookieProgram {
    private OwnCookieProgram() {}

    /** Comes to its end: it is not one of those. */
    public static void main(String[] args) throws Exception {
        Process root = new ProcessBuilder("sleep", "1000").start();
        Process other = new ProcessBuilder("sleep", "1001").start();
        try (ProcessProbe probe = ProcessProbe.open()) {
            ProcessId id = probe.identify(root.pid()).orElseThrow();
            KillReport report =
                    probe.treeKill(id).grace(Duration.ofSeconds(30)).cookie(args[0], args[1]).run();
            System.out.println("complete=" + report.complete());
            System.out.println("entries=" + report.entries().size());
            System.out.println("root=" + root.waitFor());
            System.out.println("other=" + other.waitFor());
        } finally {
            root.destroyForcibly();
            other.destroyForcibly();
        }
    }
}
