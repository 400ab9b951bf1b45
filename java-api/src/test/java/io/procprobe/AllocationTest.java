package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Getters;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Queries into buffers, and the calls of a watch, allocate nothing once their code is compiled: a
 * round of calls without a single byte is the proof. Rounds before it are the warm-up, whose length
 * is the compiler's business.
 */
class AllocationTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final int CALLS = 5_000;

    /** A refresh reads all processes of the machine. */
    private static final int TABLE_CALLS = 500;

    private static final int ROUNDS = 60;
    private static final Field[] FIELDS = Field.values();

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps what a call gives, or the compiler might leave the call out. */
    volatile long sink;

    private interface Call {
        long run();
    }

    /** Bytes of the best round: 0 ends the search. */
    private long leastBytes(Call call, int calls) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long sum = 0;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < calls; i++) {
                sum += call.run();
            }
            long after = THREADS.getCurrentThreadAllocatedBytes();
            sink = sum;
            least = Math.min(least, after - before);
        }
        return least;
    }

    private void assertNone(String what, Call call) {
        assertNone(what, call, CALLS);
    }

    private void assertNone(String what, Call call, int calls) {
        assertEquals(
                0, leastBytes(call, calls), what + ": bytes in the best of " + ROUNDS + " rounds");
    }

    @BindingTest
    void queriesAllocateNothing(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(4);
        long[] pids = {OWN_PID, OWN_PID, Integer.MAX_VALUE, 0};
        PidBuffer request = probe.newPidBuffer(4);
        for (long pid : pids) {
            request.add(pid);
        }
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        ProcessId replaced = new ProcessId(OWN_PID, own.tokenKind(), own.startToken() + 1);
        List<ProcessId> ids = List.of(own, replaced);

        assertNone(
                "query(pid)",
                () -> {
                    probe.query(OWN_PID, FieldSet.SWEEP, rows);
                    return rows.residentBytes(0);
                });
        assertNone(
                "query(long[])",
                () -> {
                    probe.query(pids, FieldSet.CHEAP, rows);
                    return rows.rows();
                });
        assertNone(
                "query(PidBuffer)",
                () -> {
                    probe.query(request, FieldSet.CHEAP_AND_TEXT, rows);
                    return rows.rows();
                });
        assertNone(
                "query(ProcessId)",
                () -> {
                    probe.query(own, FieldSet.SWEEP, rows);
                    return rows.residentBytes(0);
                });
        assertNone(
                "query(List)",
                () -> {
                    probe.query(ids, FieldSet.SWEEP, rows);
                    return rows.rows();
                });
    }

    @BindingTest
    void gettersAllocateNothing(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(2);
        probe.query(new long[] {OWN_PID, Integer.MAX_VALUE}, FieldSet.CHEAP_AND_TEXT, rows);
        assertNone(
                "getters",
                () -> {
                    long sum = rows.sampledAtNanos(0) + rows.memorySampledAtNanos(0);
                    sum += rows.pid(0) + rows.osError(0) + rows.rows() + rows.capacity();
                    sum += rows.status(0) == Status.OK ? 1 : 0;
                    sum += rows.status(1) == Status.GONE ? 1 : 0;
                    sum += rows.tokenKind(0) == TokenKind.PIDFD_INODE ? 1 : 0;
                    for (Field field : FIELDS) {
                        sum += rows.has(0, field) ? Getters.get(rows, 0, field) : 0;
                    }
                    return sum;
                });
    }

    @BindingTest
    void listsAllocateNothing(ProcessProbe probe) {
        PidBuffer pids = probe.newPidBuffer(1 << 16);
        assertNone(
                "listPids",
                () -> {
                    Status status = probe.listPids(pids);
                    return status == Status.OK ? pids.pid(pids.size() - 1) : 0;
                });
        assertNone(
                "PidBuffer",
                () -> {
                    pids.clear();
                    pids.add(OWN_PID);
                    return pids.pid(0);
                });
    }

    @BindingTest
    void textsAllocateNothing(ProcessProbe probe) {
        TextBuffer text = probe.newTextBuffer(1 << 17);
        ProcessText texts = probe.text();
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        assertNone("name", () -> (long) texts.name(OWN_PID, text).code() + text.byteAt(0));
        assertNone("name by identity", () -> (long) texts.name(own, text).code() + text.length());
        assertNone(
                "executable", () -> (long) texts.executable(OWN_PID, text).code() + text.length());
        assertNone(
                "commandLine",
                () -> (long) texts.commandLine(OWN_PID, text).code() + text.length());
    }

    @BindingTest
    void variablesAllocateNothing(ProcessProbe probe) {
        TextBuffer text = probe.newTextBuffer(1 << 17);
        ProcessText texts = probe.text();
        assertNone(
                "environment",
                () -> (long) texts.environment(OWN_PID, "PATH", text).code() + text.length());
    }

    @BindingTest
    void pollsAllocateNothing(ProcessProbe probe, Children children) throws Exception {
        long[] pids = {
            OWN_PID, children.sleeping().pid(), children.zombie(), children.reaped().pid()
        };
        SampleBuffer rows = probe.newSampleBuffer(4);
        for (int budget : new int[] {0, 100}) {
            try (ProcessWatch watch =
                    probe.newWatchBuilder()
                            .fields(FieldSet.CHEAP.plus(FieldSet.WATCH))
                            .descriptorBudget(budget)
                            .open()) {
                for (long pid : pids) {
                    watch.add(pid);
                }
                Call poll = () -> watch.poll(rows) + rows.residentBytes(0) + rows.slot(1);
                assertNone("poll, exact, budget " + budget, poll);
                watch.memoryMaxAge(Duration.ofHours(1));
                assertNone("poll, idle, budget " + budget, poll);
            }
        }
    }

    @BindingTest
    void tablesAllocateNothing(ProcessProbe probe, Children children) throws Exception {
        long pid = children.sleeping().pid();
        ExitBuffer gone = probe.newExitBuffer(8);
        try (ProcessTable table = probe.newTableBuilder().capacity(1 << 15).open()) {
            Call walk =
                    () -> {
                        long sum = (long) table.refresh().code() + table.gone(gone);
                        int root = table.find(OWN_PID);
                        int row = root;
                        while (row != ProcessTable.NONE) {
                            sum += table.session(row) + table.depth(row) + table.subtreeCount(row);
                            sum += table.subtreeResidentBytes(row) + table.nameByte(row, 0);
                            sum += table.subtreePrivateBytes(row) + table.subtreeCpuNanos(row);
                            sum += table.isNew(row) || table.isOrphan(row) ? 1 : 0;
                            row = table.nextInSubtree(root, row);
                        }
                        return sum + table.parent(table.find(pid));
                    };
            assertNone("refresh and walk, exact", walk, TABLE_CALLS);
            table.memoryMaxAge(Duration.ofHours(1));
            assertNone("refresh and walk, idle", walk, TABLE_CALLS);
        }
    }

    @BindingTest
    void exitsAllocateNothing(ProcessProbe probe, Children children) throws Exception {
        long zombie = children.zombie();
        ProcessId id = probe.identify(zombie).orElseThrow();
        ExitBuffer exits = probe.newExitBuffer(2);
        for (int budget : new int[] {0, 100}) {
            try (ProcessWatch watch = probe.newWatchBuilder().descriptorBudget(budget).open()) {
                watch.add(OWN_PID);
                assertNone("exits, none", () -> watch.exits(exits));
                assertNone("await, none", () -> await(watch, exits).code());
                assertNone(
                        "exits, one",
                        () -> {
                            long slot = watch.add(zombie);
                            requireOne(watch.exits(exits));
                            long sum = exits.slot(0) + exits.pid(0) + exits.exitStatus(0);
                            sum += exits.noticedAtNanos(0) + exits.rows() + exits.capacity();
                            sum += exits.hasCpuTotal(0) ? exits.cpuTotalNanos(0) : 0;
                            return sum + watch.remove(slot).code();
                        });
                assertNone(
                        "await, one",
                        () -> {
                            long slot = watch.add(id);
                            requireOne(await(watch, exits) == Status.OK ? exits.rows() : 0);
                            return watch.remove(slot).code();
                        });
                assertNone(
                        "await, woken",
                        () -> {
                            watch.wake();
                            return await(watch, exits).code();
                        });
            }
        }
    }

    /** The loops would be as free of garbage if nothing ever ended. */
    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new AssertionError(rows + " ends");
        }
    }

    private static Status await(ProcessWatch watch, ExitBuffer exits) {
        try {
            return watch.await(Duration.ZERO, exits);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @BindingTest
    void addingAndRemovingAllocatesNothing(ProcessProbe probe, Children children) throws Exception {
        long child = children.sleeping().pid();
        ProcessId id = probe.identify(child).orElseThrow();
        try (ProcessWatch watch = probe.newWatch()) {
            assertNone("by PID", () -> watch.remove(watch.add(child)).code());
            assertNone("by identity", () -> watch.remove(watch.add(id)).code());
            assertNone("a gone one", () -> watch.add(Integer.MAX_VALUE));
            assertNone("a stale slot", () -> watch.remove(1).code() + watch.tracked());
        }
    }

    @BindingTest
    void failuresAllocateNothing(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        TextBuffer text = probe.newTextBuffer(16);
        assertNone(
                "gone",
                () -> {
                    probe.query(Integer.MAX_VALUE, FieldSet.SWEEP, rows);
                    return (long) rows.status(0).code() + rows.osError(0);
                });
        assertNone("text of a gone one", () -> probe.text().name(Integer.MAX_VALUE, text).code());
    }

    /** Without this the tests above would pass with a counter that stands still. */
    @Test
    void anAllocatingCallIsNoticed() {
        assertTrue(THREADS.isThreadAllocatedMemoryEnabled());
        byte[][] kept = new byte[1][];
        assertNotEquals(
                0,
                leastBytes(
                        () -> {
                            kept[0] = new byte[16];
                            return kept[0].length;
                        },
                        CALLS));
    }

    /** One allocation in a thousand calls is noticed as well. */
    @BindingTest
    void aRareAllocationIsNoticed(ProcessProbe probe) {
        SampleBuffer rows = probe.newSampleBuffer(1);
        int[] count = new int[1];
        Object[] kept = new Object[1];
        assertNotEquals(
                0,
                leastBytes(
                        () -> {
                            probe.query(OWN_PID, FieldSet.NONE, rows);
                            if (++count[0] % 1000 == 0) {
                                kept[0] = rows.toSample(0);
                            }
                            return rows.pid(0);
                        },
                        CALLS));
        assertNotEquals(null, kept[0]);
    }
}
