package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Without {@code /proc} a probe is refused in one line that says what to mount, and works once it
 * is. Where it is taken away later, what needs it is NO_PROCFS, and ends are still told.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "machine")
final class MissingProcTest {
    private static void mount() throws Exception {
        Guest.run("mount", "-t", "proc", "proc", "/proc");
    }

    /** Also while files of it are open. */
    private static void unmount() throws Exception {
        Guest.run("umount", "-l", "/proc");
    }

    @EachBinding
    void anErrorSaysWhatIsMissingAndThenItWorks(Binding binding) throws Exception {
        try (FreshLoader fresh = new FreshLoader()) {
            FreshLoader.Outcome outcome;
            unmount();
            try {
                outcome = fresh.open(binding, Map.of());
            } finally {
                mount();
            }
            assertFalse(outcome.isOpen());
            assertEquals(
                    "/proc is not mounted: mount it with mount -t proc proc /proc", outcome.told());
            outcome = fresh.open(binding, Map.of());
            assertTrue(outcome.isOpen(), outcome.told());
        }
    }

    @EachBinding
    void whatIsTrackedGoesOnWhenItIsTakenAway(Binding binding) throws Exception {
        boolean isMounted = true;
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child other = Child.start();
                ProcessTable table = probe.newTable();
                ProcessWatch watch = probe.newWatch()) {
            long pid = child.pid();
            ProcessId id = probe.identify(pid).orElseThrow();
            long slot = watch.add(id);
            SampleBuffer row = probe.newSampleBuffer(1);
            watch.poll(row);
            assertEquals(Status.OK, table.refresh());

            unmount();
            isMounted = false;
            watch.poll(row);
            assertEquals(Status.OK, row.status(0));
            assertTrue(row.has(0, Field.CPU_TOTAL));
            assertEquals(Status.NO_PROCFS, probe.listPids(probe.newPidBuffer(1)));
            assertEquals(Status.NO_PROCFS, table.refresh());
            assertEquals(0, table.rows().rows());
            probe.query(pid, FieldSet.of(Field.RESIDENT), row);
            assertEquals(Status.NO_PROCFS, row.status(0));
            assertEquals(Status.NO_PROCFS, probe.text().name(pid, probe.newTextBuffer(64)));
            assertTrue(probe.systemFacts().memoryTotalBytes().isEmpty());

            child.kill();
            ExitBuffer exits = probe.newExitBuffer(1);
            assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
            assertEquals(slot, exits.slot(0));
            assertEquals(Status.GONE, probe.kill(id));

            mount();
            isMounted = true;
            assertEquals(Status.OK, table.refresh());
            assertTrue(table.find(other.pid()) != ProcessTable.NONE);
            PidBuffer pids = probe.newPidBuffer(1);
            assertEquals(Status.OK, probe.listPids(pids));
            TextBuffer text = probe.newTextBuffer(64);
            assertEquals(Status.OK, probe.text().name(other.pid(), text));
        } finally {
            if (!isMounted) {
                mount();
            }
        }
    }
}
