package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
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
import io.procprobe.conformance.support.Part;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/**
 * The calls that are made all day allocate nothing, once their code is compiled: a round of calls
 * without a single byte is the proof, and those before it are the warm-up.
 */
final class AllocationTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final int CALLS = Part.of(2_000);

    /** A refresh reads every process of the machine. */
    private static final int REFRESHES = Part.of(100);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps what a call gives, or the compiler might leave the call out. */
    volatile long sink;

    private long bytesOfARound(int calls, LongSupplier call) {
        long sum = 0;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            sum += call.getAsLong();
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        sink = sum;
        return bytes;
    }

    private void assertNone(String what, int calls, LongSupplier call) throws Exception {
        Await.until(
                "a round of " + what + " allocates nothing", () -> bytesOfARound(calls, call) == 0);
    }

    @EachBinding
    void queries(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            SampleBuffer rows = probe.newSampleBuffer(3);
            long[] pids = {child.pid(), OWN_PID, Long.MAX_VALUE};
            var id = probe.identify(child.pid()).orElseThrow();
            assertNone(
                    "query(pid)",
                    CALLS,
                    () -> {
                        probe.query(child.pid(), FieldSet.SWEEP, rows);
                        return rows.residentBytes(0) + rows.cpuTotalNanos(0) + rows.parentPid(0);
                    });
            assertNone(
                    "query(long[])",
                    CALLS,
                    () -> {
                        probe.query(pids, FieldSet.CHEAP_AND_TEXT, rows);
                        long sum =
                                rows.status(2) == Status.GONE && rows.has(0, Field.STATE) ? 1 : 0;
                        return sum + (rows.isAlive(1) ? rows.startToken(1) : 0);
                    });
            assertNone(
                    "query(ProcessId)",
                    CALLS,
                    () -> {
                        probe.query(id, FieldSet.SWEEP, rows);
                        return rows.has(0, Field.RESIDENT) ? rows.sampledAtNanos(0) : 0;
                    });
        }
    }

    @EachBinding
    void texts(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start()) {
            TextBuffer text = probe.newTextBuffer(1 << 16);
            var texts = probe.text();
            assertNone(
                    "name",
                    CALLS,
                    () -> (long) texts.name(child.pid(), text).code() + text.byteAt(0));
            assertNone(
                    "executable",
                    CALLS,
                    () -> (long) texts.executable(child.pid(), text).code() + text.length());
        }
    }

    @EachBinding
    void pollsAndExits(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = probe.newSampleBuffer(2);
            ExitBuffer exits = probe.newExitBuffer(1);
            watch.add(child.pid());
            watch.add(OWN_PID);
            assertNone(
                    "poll and exits",
                    CALLS,
                    () -> watch.poll(rows) + rows.residentBytes(1) + (long) watch.exits(exits));
        }
    }

    @EachBinding
    void refreshesOfATable(Binding binding) throws Exception {
        try (ProcessProbe probe = binding.open();
                Child child = Child.start();
                ProcessTable table = probe.newTableBuilder().capacity(1 << 14).open()) {
            child.order("tree 2 2");
            assertNone(
                    "refresh and walk",
                    REFRESHES,
                    () -> {
                        long sum = table.refresh().code();
                        int root = table.find(child.pid());
                        int row = root;
                        while (row != ProcessTable.NONE) {
                            sum += table.subtreeResidentBytes(row) + table.nameByte(row, 0);
                            row = table.nextInSubtree(root, row);
                        }
                        return sum;
                    });
        }
    }

    /** Without this the tests above would pass with a counter that stands still. */
    @Test
    void anAllocationInAThousandCallsIsNoticed() {
        assertTrue(THREADS.isThreadAllocatedMemoryEnabled());
        Object[] kept = new Object[1];
        int[] calls = new int[1];
        LongSupplier call =
                () -> {
                    if (++calls[0] % 1_000 == 0) {
                        kept[0] = new long[1];
                    }
                    return calls[0];
                };
        for (int round = 0; round < 20; round++) {
            assertTrue(bytesOfARound(1_000, call) > 0);
        }
        assertEquals(1, ((long[]) kept[0]).length);
    }
}
