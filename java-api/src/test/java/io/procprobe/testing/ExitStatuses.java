package io.procprobe.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.procprobe.ProcessProbe;
import java.util.OptionalInt;

/** What may be known here of the end of a process. */
public final class ExitStatuses {
    private ExitStatuses() {}

    /** Whether this kernel tells of a process that somebody else has reaped: Linux 6.15+. */
    public static boolean areToldOfReaped(ProcessProbe probe) {
        return probe.diagnostics().mechanisms().stream()
                .filter(mechanism -> mechanism.serves().equals("exit status"))
                .findFirst()
                .orElseThrow()
                .isFirstChoice();
    }

    /**
     * Right, or unknown where that is all that an older kernel allows: one whose zombie was gone
     * before anybody looked.
     */
    public static void assertOfReaped(ProcessProbe probe, int expected, OptionalInt status) {
        if (status.isPresent() || areToldOfReaped(probe)) {
            assertEquals(OptionalInt.of(expected), status);
        }
    }
}
