package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.procprobe.supervisor.reap.ReapPolicies;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Where nothing changes a sweep with all that it can have leaves nothing behind. */
class SweepGarbageTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final long TERABYTE = 1L << 40;

    @Test
    void withPoliciesAndTrees() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder()
                        .sweepInterval(NEVER)
                        .grace(Duration.ZERO)
                        .deadline(NEVER)
                        .memoryLimit(MemoryLimit.perProcess(TERABYTE, TERABYTE))
                        .memoryLimit(MemoryLimit.perValueOf("kind", TERABYTE, TERABYTE))
                        .policy(ReapPolicies.idle(0.01, NEVER))
                        .policy(ReapPolicies.orphaned())
                        .policy(ReapPolicies.olderThan(NEVER))
                        .policy(ReapPolicies.subtreeResidentAbove(TERABYTE))
                        .policy(ReapPolicies.moreThan(100, "kind"))
                        .policy(ReapPolicies.unregistered(NEVER))
                        .build()) {
            for (int i = 0; i < 10; i++) {
                Supervised who =
                        supervisor.spawn(
                                Shell.running("sleep 300 & sleep 300 & echo ready; wait"),
                                Tags.of("kind", "" + i % 3));
                assertEquals("ready", who.process().orElseThrow().inputReader().readLine());
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 300 && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 100; i++) {
                    supervisor.sweepNow();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, least, "bytes in 100 sweeps");
            assertEquals(10, supervisor.active().size());
        }
    }
}
