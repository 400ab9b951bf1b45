package io.procprobe.conformance.support;

import io.procprobe.ExitBuffer;
import io.procprobe.ProbeDiagnostics;
import io.procprobe.ProcessExit;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.Status;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.condition.OS;

/** Ends that a watch gives out, by slot; one that is given out twice fails the test. */
public final class Exits {
    private final ProcessWatch watch;
    private final ExitBuffer buffer;
    private final Map<Long, ProcessExit> bySlot = new HashMap<>();

    /** None so far, a few at a time. */
    public Exits(ProcessProbe probe, ProcessWatch watch) {
        this.watch = watch;
        this.buffer = probe.newExitBuffer(3);
    }

    /** Waits until so many have been given out since the beginning. */
    public Map<Long, ProcessExit> awaitAll(int count) throws InterruptedException {
        while (bySlot.size() < count) {
            Status status = watch.await(Await.DEADLINE, buffer);
            if (status != Status.OK) {
                throw new AssertionError(bySlot.size() + " of " + count + " ends, then " + status);
            }
            keep();
        }
        return bySlot;
    }

    /** How many more there are at once. */
    public int more() {
        int before = bySlot.size();
        while (watch.exits(buffer) > 0) {
            keep();
        }
        return bySlot.size() - before;
    }

    private void keep() {
        for (int row = 0; row < buffer.rows(); row++) {
            ProcessExit exit = buffer.toExit(row);
            if (bySlot.put(buffer.slot(row), exit) != null) {
                throw new AssertionError("given out twice: " + exit);
            }
        }
    }

    /**
     * Whether the exit status of every child is known. Linux before 6.15 tells others than the
     * parent that of zombies only, and a child of this JVM may be reaped before its end is noticed.
     */
    public static boolean tellTheStatus(ProcessProbe probe) {
        return !OS.LINUX.isCurrentOs()
                || probe.diagnostics().mechanisms().stream()
                        .filter(each -> each.serves().equals("exit status"))
                        .allMatch(ProbeDiagnostics.Mechanism::isFirstChoice);
    }
}
