package io.procprobe.micrometer.group;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import io.procprobe.ProcessProbe;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Where nobody comes or goes a refresh leaves nothing behind. */
class RefreshGarbageTest {
    @Test
    void withSeveralGroups() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (ProcessProbe probe = ProcessProbe.open();
                ProcessGroups groups =
                        ProcessGroups.builder(probe)
                                .group(new ProcessGroup("a", GroupMatchers.name("*")))
                                .group(new ProcessGroup("b", GroupMatchers.descendantsOf("*")))
                                .open()) {
            long least = Long.MAX_VALUE;
            // Others come and go on this machine: one round without is the proof.
            for (int round = 0; round < 3_000 && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 10; i++) {
                    groups.refresh();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, least, "bytes in 10 refreshes");
        }
    }
}
