package io.procprobe.supervisor.reap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.management.ThreadMXBean;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.supervisor.Tags;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * An examination that finds nobody allocates nothing once its code is compiled: a round without a
 * single byte is the proof, and the rounds before it are the warm-up.
 */
class ReaperAllocationTest {
    private static final int EXAMINATIONS = 1_000;
    private static final int ROUNDS = 60;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps what an examination gives, or the compiler might leave it out. */
    volatile Object sink;

    /** Bytes of the best round: 0 ends the search. */
    private long leastBytes(Reaper reaper, ProcessTable table, int rounds) {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < rounds && least > 0; round++) {
            table.refresh();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < EXAMINATIONS; i++) {
                sink = reaper.examine(table);
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static Reaper reaper(ProcessProbe probe, Membership membership) {
        return Reaper.builder(probe)
                .membership(membership)
                .policy(ReapPolicies.orphaned())
                .policy(ReapPolicies.idle(1, Duration.ofHours(1)))
                .policy(ReapPolicies.childOf(ProcessHandle.current().pid()).and(none(probe)))
                .policy(ReapPolicies.olderThan(Duration.ofDays(36500)))
                .policy(ReapPolicies.residentAbove(1L << 50).or(none(probe)))
                .policy(ReapPolicies.subtreeResidentAbove(1L << 50))
                .policy(ReapPolicies.moreThan(2, Tags.KIND))
                .policy(ReapPolicies.named("*no?body*"))
                .policy(ReapPolicies.tagged(Tags.KIND, "nobody"))
                .policy(ReapPolicies.unregistered(Duration.ofHours(1)))
                .build();
    }

    private static ReapPolicy none(ProcessProbe probe) {
        return ReapPolicies.startedWith(probe, "PROCPROBE_TEST_REAP", "nobody");
    }

    @Test
    void examinationsAllocateNothing() throws Exception {
        Tags worker = Tags.of(Tags.KIND, "worker");
        try (ProcessProbe probe = ProcessProbe.open();
                TestChild one = TestChild.start(probe);
                TestChild other = TestChild.start(probe);
                TestChild marked = TestChild.start(probe);
                ProcessTable table = probe.newTableBuilder().capacity(1 << 15).open()) {
            TestRegistry registry =
                    new TestRegistry()
                            .register(one.id(), worker)
                            .register(other.id(), worker)
                            .mark(marked.id());
            try (Reaper reaper = reaper(probe, registry)) {
                assertEquals(0, leastBytes(reaper, table, ROUNDS));
                table.refresh();
                assertNull(reaper.examine(table));
            }
        }
    }

    /** Without this the test above would pass with a counter that stands still. */
    @Test
    void whatAllocatesIsNoticed() throws Exception {
        try (ProcessProbe probe = ProcessProbe.open();
                TestChild child = TestChild.start(probe);
                ProcessTable table = probe.newTable()) {
            TestRegistry registry = new TestRegistry().register(child.id(), Tags.none());
            Reaper.Builder builder = Reaper.builder(probe).membership(registry);
            try (Reaper reaper =
                    builder.policy(subject -> subject.name().isEmpty() ? "nameless" : null)
                            .build()) {
                assertNotEquals(0, leastBytes(reaper, table, 3));
            }
        }
    }
}
