package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProbeUnavailableException;
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
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A machine without {@code /proc}, on which this JVM was started: one clear error that says what to
 * do, after which it works; and {@code /proc} that goes away later is a status.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "missing-proc")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class MissingProcTest {
    private static void mount() throws Exception {
        Guest.run("mount", "-t", "proc", "proc", "/proc");
    }

    /** Also while files of it are open. */
    private static void unmount() throws Exception {
        Guest.run("umount", "-l", "/proc");
    }

    /** First, while the JVM has never seen a /proc. */
    @Test
    @Order(1)
    void anErrorSaysWhatIsMissingAndThenItWorks() throws Exception {
        for (Binding binding : Binding.required()) {
            for (int tries = 0; tries < 2; tries++) {
                ProbeUnavailableException thrown =
                        assertThrows(ProbeUnavailableException.class, () -> binding.open());
                assertEquals(
                        "/proc is not mounted: mount it with mount -t proc proc /proc",
                        thrown.getMessage());
            }
        }
        mount();
        try {
            for (Binding binding : Binding.required()) {
                try (ProcessProbe probe = binding.open()) {
                    SampleBuffer row = probe.newSampleBuffer(1);
                    probe.query(ProcessHandle.current().pid(), FieldSet.CHEAP_AND_TEXT, row);
                    assertEquals(Status.OK, row.status(0));
                    assertEquals(FieldSet.CHEAP_AND_TEXT, row.fields(0));
                    // What was found out about the kernel without /proc would be kept.
                    assertTrue(
                            probe.diagnostics().mechanisms().stream()
                                    .anyMatch(m -> m.used().equals("children files of /proc")));
                }
            }
        } finally {
            unmount();
        }
    }

    @Order(2)
    @EachBinding
    void whatIsTrackedGoesOnWhenItIsTakenAway(Binding binding) throws Exception {
        mount();
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
            if (isMounted) {
                unmount();
            }
        }
    }
}
