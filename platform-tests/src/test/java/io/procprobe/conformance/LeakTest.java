package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.Resource;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.Child;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.Part;
import io.procprobe.conformance.support.Wine;
import java.lang.management.ManagementFactory;
import java.util.EnumSet;

/** Whatever is called however often, nothing is held afterwards. */
final class LeakTest {
    private static final int ROUNDS = 100;

    /** What the JVM itself may open meanwhile; what leaks is one for each round. */
    private static final int DESCRIPTOR_SLACK = 10;

    private static final int WATCHES = 120;
    private static final int SLOTS = 4_096;

    /** What is reachable no more is freed by the collector, and before its time by this. */
    private static final int WATCHES_PER_COLLECTION = 20;

    /** More than this JVM grows by itself; so many watches and tables would take thrice that. */
    private static final long MEMORY_SLACK = 96L << 20;

    /** By Java's word; on Windows, where it says nothing of handles, by that of the system. */
    private static long descriptors(ProcessProbe probe) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean os) {
            return os.getOpenFileDescriptorCount();
        }
        Wine.skip("says that no process has a handle");
        ProcessId own = probe.identify(ProcessHandle.current().pid()).orElseThrow();
        return probe.resources(own, EnumSet.of(Resource.DESCRIPTORS)).descriptors().orElseThrow();
    }

    @EachBinding
    void descriptorsAreGivenBack(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                Child ended = Child.start()) {
            ProcessId id = probe.identify(child.pid()).orElseThrow();
            ProcessId gone = probe.identify(ended.pid()).orElseThrow();
            ended.kill();
            callAll(probe, id, gone);
            long before = descriptors(probe);
            int rounds = Part.of(ROUNDS);
            for (int i = 0; i < rounds; i++) {
                callAll(probe, id, gone);
            }
            long after = descriptors(probe);
            assertTrue(
                    after <= before + Math.min(DESCRIPTOR_SLACK, rounds / 2),
                    before + " before, " + after + " after " + rounds + " rounds");
        }
    }

    private static void callAll(ProcessProbe probe, ProcessId id, ProcessId gone) {
        SampleBuffer rows = probe.newSampleBuffer(4);
        TextBuffer text = probe.newTextBuffer(64);
        PidBuffer pids = probe.newPidBuffer(64);
        for (ProcessId each : new ProcessId[] {id, gone}) {
            probe.query(each.pid(), FieldSet.of(Field.values()), rows);
            probe.query(each, FieldSet.CHEAP_AND_TEXT, rows);
            probe.query(new long[] {each.pid(), 0, Long.MAX_VALUE}, FieldSet.CHEAP, rows);
            probe.text().name(each, text);
            probe.text().executable(each, text);
            probe.text().commandLine(each, text);
            probe.text().environment(each, "PATH", text);
            probe.text().cgroup(each, text);
            probe.children(each);
            probe.descendants(each);
            probe.resources(each, EnumSet.allOf(Resource.class));
            probe.signal(each, 0);
        }
        probe.listPids(pids);
        probe.systemFacts();
        probe.diagnostics();
        try (ProcessWatch watch = probe.newWatch();
                ProcessTable table = probe.newTable()) {
            long slot = watch.add(id);
            watch.add(gone);
            watch.poll(rows);
            watch.remove(slot);
            assertEquals(Status.OK, table.refresh());
        }
    }

    private static long settledMemory(ProcessProbe probe) {
        System.gc();
        return probe.sample(ProcessHandle.current().pid(), FieldSet.of(Field.PRIVATE))
                .privateBytes()
                .orElseThrow();
    }

    @EachBinding
    void memoryIsGivenBack(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open()) {
            openAndClose(probe, WATCHES_PER_COLLECTION);
            long before = settledMemory(probe);
            int watches = Part.of(WATCHES);
            for (int done = 0; done < watches; done += WATCHES_PER_COLLECTION) {
                openAndClose(probe, WATCHES_PER_COLLECTION);
                System.gc();
            }
            // What was collected is given back by another thread.
            Await.until(
                    "no more is used than the " + before + " bytes before " + watches + " watches",
                    () -> settledMemory(probe) <= before + MEMORY_SLACK);
        }
    }

    private static void openAndClose(ProcessProbe probe, int times) {
        for (int i = 0; i < times; i++) {
            try (ProcessWatch watch = probe.newWatchBuilder().capacity(SLOTS).open();
                    ProcessTable table = probe.newTableBuilder().capacity(SLOTS).open()) {
                watch.add(ProcessHandle.current().pid());
                watch.poll(probe.newSampleBuffer(1));
                assertEquals(Status.OK, table.refresh());
            }
        }
    }
}
