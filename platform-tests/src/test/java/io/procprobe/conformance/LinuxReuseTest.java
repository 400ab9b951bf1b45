package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import io.procprobe.FieldSet;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Exits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The PID of an ended process, given to another one for real: Linux lets root choose the next. */
@Tag("linux")
@EnabledOnOs(OS.LINUX)
final class LinuxReuseTest {
    private static final Path LAST_PID = Path.of("/proc/sys/kernel/ns_last_pid");

    /** Others start processes too, and may be faster. */
    private static final int TRIES = 200;

    /** A child of the child that has this PID. */
    private static void spawnAs(Child child, long pid) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                Files.writeString(LAST_PID, "" + (pid - 1));
            } catch (IOException e) {
                abort("the next PID cannot be chosen here: " + e);
            }
            if (child.ask("spawn") == pid) {
                return;
            }
        }
        abort("somebody else took PID " + pid + " each time");
    }

    private static void end(ProcessProbe probe, Child child, ProcessId id) throws Exception {
        try (ProcessWatch watch = probe.newWatch()) {
            watch.add(id);
            assertEquals(Status.OK, probe.kill(id));
            new Exits(probe, watch).awaitAll(1);
        }
        assertEquals(id.pid(), child.ask("reap"));
    }

    @EachBinding
    void theNextHolderIsSomebodyElse(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            long pid = child.ask("spawn");
            ProcessId first = probe.identify(pid).orElseThrow();
            long slot = watch.add(first);
            // Where identities are starts in ticks, those of one tick are not told apart.
            Thread.sleep(2L * 1000 / probe.systemFacts().ticksPerSecond());
            end(probe, child, first);
            spawnAs(child, pid);

            ProcessId second = probe.identify(pid).orElseThrow();
            assertNotEquals(first, second);
            assertEquals(ProcessId.Comparison.DIFFERENT, first.compare(second));
            assertEquals(Status.REPLACED, probe.sample(first, FieldSet.SWEEP).status());
            assertEquals(Status.REPLACED, probe.kill(first));
            assertEquals(Status.REPLACED, probe.children(first).status());
            assertEquals(Status.REPLACED, probe.text().name(first, probe.newTextBuffer(1)));
            assertEquals(Status.OK, probe.sample(second, FieldSet.SWEEP).status());

            SampleBuffer rows = probe.newSampleBuffer(1);
            watch.poll(rows);
            assertTrue(
                    rows.status(0) == Status.GONE || rows.status(0) == Status.REPLACED,
                    rows.toSample(0).toString());
            assertEquals(slot, new Exits(probe, watch).awaitAll(1).keySet().iterator().next());
        }
    }
}
