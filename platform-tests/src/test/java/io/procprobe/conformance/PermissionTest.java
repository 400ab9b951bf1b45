package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.ProcessTable;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Processes of others: what may be read is read, what may not says so, and nothing is faked. */
final class PermissionTest {
    /** Of the one that starts all others; hidden from some by how {@code /proc} is mounted. */
    private static final long FIRST = OS.WINDOWS.isCurrentOs() ? 4 : 1;

    private static final Set<Status> OF_A_QUERY = EnumSet.of(Status.OK, Status.DENIED, Status.GONE);

    @EachBinding
    void theFirstProcessIsSeenOrDenied(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            ProcessSample first = probe.sample(FIRST, FieldSet.CHEAP_AND_TEXT);
            assertTrue(OF_A_QUERY.contains(first.status()), first.toString());
            assertTrue(first.alive().orElse(true));
            assertEquals(0, first.parentPid().orElse(0));
            TextBuffer text = probe.newTextBuffer(1);
            Status environment = probe.text().environment(FIRST, "PATH", text);
            assertTrue(
                    OF_A_QUERY.contains(environment)
                            || environment == Status.NOT_FOUND
                            || environment == Status.UNSUPPORTED,
                    environment.toString());
        }
    }

    /** Not even root may: it is asked of a library that promises never to do it. */
    @EachBinding
    void theFirstProcessIsNeverEnded(Binding binding) {
        try (ProcessProbe probe = binding.open()) {
            ProcessId first =
                    probe.identify(FIRST)
                            .orElse(new ProcessId(FIRST, probe.systemFacts().tokenKind(), 1));
            Status asked = probe.terminate(first);
            assertTrue(
                    asked == Status.REFUSED
                            || (asked == Status.UNSUPPORTED && OS.WINDOWS.isCurrentOs()),
                    asked.toString());
            assertEquals(Status.REFUSED, probe.kill(first));
        }
    }

    /** Signal 0 asks whether one may. */
    @EachBinding
    @Tag("posix")
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void onlyRootMaySignalOthers(Binding binding) {
        try (ProcessProbe probe = binding.open();
                ProcessTable table =
                        probe.newTableBuilder().fields(FieldSet.of(Field.UID)).open()) {
            long own = probe.systemFacts().uid().orElseThrow();
            assertEquals(Status.OK, table.refresh());
            int others = 0;
            for (int row = 0; row < table.rows().rows(); row++) {
                boolean isOther =
                        table.rows().has(row, Field.UID)
                                && table.rows().uid(row) != own
                                && table.rows().has(row, Field.IDENTITY)
                                && table.rows().pid(row) != FIRST;
                if (isOther) {
                    Status status = probe.signal(table.rows().id(row), 0);
                    Status expected = own == 0 ? Status.OK : Status.DENIED;
                    assertTrue(
                            status == expected || status == Status.GONE,
                            table.rows().toSample(row) + ": " + status);
                    others += status == expected ? 1 : 0;
                }
            }
            assumeTrue(others > 0, "all processes that are visible here are of one user");
        }
    }
}
