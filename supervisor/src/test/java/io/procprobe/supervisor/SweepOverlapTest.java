package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.reap.ReapPolicy;
import io.procprobe.supervisor.reap.ReapSubject;
import io.procprobe.supervisor.reap.ReapSubjects;
import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** There are never two sweeps at once; one that is late is left out, and counted. */
class SweepOverlapTest {
    private static final Duration NEVER = Duration.ofHours(1);

    /** Holds up each sweep until it is let go, and sees whether there are two. */
    private static final class Gate implements ReapPolicy {
        private final Semaphore letGo = new Semaphore(0);
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger begun = new AtomicInteger();
        private volatile boolean wereTwo;

        @Override
        public void begin(ReapSubjects all) {
            wereTwo |= inside.incrementAndGet() > 1;
            begun.incrementAndGet();
            letGo.acquireUninterruptibly();
            inside.decrementAndGet();
        }

        @Override
        public String reason(ReapSubject subject) {
            return null;
        }
    }

    @Test
    void oneThatIsAskedForMeanwhileIsLeftOut() throws Exception {
        Gate gate = new Gate();
        try (Supervisor supervisor =
                Supervisor.builder().sweepInterval(NEVER).policy(gate).build()) {
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(supervisor::sweepNow);
            try {
                Await.until("it is under way", () -> gate.begun.get() == 1);
                for (int i = 0; i < 3; i++) {
                    assertFalse(supervisor.sweepNow());
                }
                assertEquals(3, supervisor.stats().sweepsSkipped());
                assertEquals(0, supervisor.stats().sweeps());
            } finally {
                gate.letGo.release(1_000);
            }
            assertTrue(first.get());
            assertEquals(1, supervisor.stats().sweeps());
            assertTrue(supervisor.sweepNow());
            assertEquals(3, supervisor.stats().sweepsSkipped());
            assertFalse(gate.wereTwo);
        }
    }

    @Test
    void thoseThatWereDueMeanwhileAreLeftOut() throws Exception {
        Gate gate = new Gate();
        try (Supervisor supervisor =
                Supervisor.builder().sweepInterval(Duration.ofMillis(20)).policy(gate).build()) {
            try {
                for (int i = 1; i <= 3; i++) {
                    int sweeps = i;
                    Await.until("one is under way", () -> gate.begun.get() == sweeps);
                    // Three of them are due in this time.
                    Thread.sleep(70);
                    assertEquals(sweeps, gate.begun.get());
                    gate.letGo.release();
                    Await.until("it is over", () -> supervisor.stats().sweeps() >= sweeps);
                }
                Await.until("they were counted", () -> supervisor.stats().sweepsSkipped() >= 6);
            } finally {
                gate.letGo.release(1_000_000);
            }
            assertFalse(gate.wereTwo);
        }
    }
}
