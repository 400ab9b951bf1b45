package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.procprobe.supervisor.MemoryEvent.Level;
import io.procprobe.supervisor.testing.Await;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What each look at everybody finds and does. */
class SweepTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final long MB = 1 << 20;

    private static ProcessBuilder child() {
        return new ProcessBuilder(
                        Path.of(System.getProperty("test.programs"), "procprobe_child").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** Gives an order to a child, which has done it when this returns. */
    private static void order(Supervised who, String order) throws Exception {
        Process process = who.process().orElseThrow();
        Writer orders = process.outputWriter();
        orders.write(order + "\n");
        orders.flush();
        String line;
        do {
            line = process.inputReader().readLine();
        } while (!line.startsWith("done"));
    }

    @Test
    void aDeadlineIsStrict() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().sweepInterval(NEVER).build()) {
            Supervised free = supervisor.spawn(Shell.sleeping(), Tags.none());
            Supervised limited =
                    supervisor.spawn(
                            SpawnRequest.of(Shell.sleeping()).deadline(Duration.ofMillis(200)));
            Supervised later = supervisor.spawn(SpawnRequest.of(Shell.sleeping()).deadline(NEVER));
            Await.until("its time is over", () -> limited.ageNanos() > 200_000_000L);
            supervisor.sweepNow();
            assertEquals(EndReason.DEADLINE, Shell.end(limited).reason());
            assertTrue(free.isAlive() && later.isAlive());
        }
    }

    @Test
    void memoryAboveTheThresholdsIsToldAndThenEnds() throws Exception {
        List<MemoryEvent> events = new CopyOnWriteArrayList<>();
        SupervisorListener listener =
                new SupervisorListener() {
                    @Override
                    public void onMemory(MemoryEvent event) {
                        events.add(event);
                    }
                };
        try (Supervisor supervisor =
                Supervisor.builder()
                        .sweepInterval(NEVER)
                        .grace(Duration.ZERO)
                        .memoryLimit(MemoryLimit.perProcess(64 * MB, 128 * MB))
                        .listener(listener)
                        .build()) {
            Supervised who = supervisor.spawn(child(), Tags.none());
            supervisor.sweepNow();
            assertEquals(List.of(), events);
            order(who, "touch 80");
            supervisor.sweepNow();
            supervisor.sweepNow();
            Await.until("it was told", () -> !events.isEmpty());
            assertEquals(1, events.size(), events.toString());
            assertEquals(Level.SOFT, events.get(0).level());
            assertTrue(events.get(0).bytes() > 80 * MB - MB);
            assertTrue(supervisor.isDegraded());
            order(who, "release");
            // Until its CPU clock has been seen to move: what has not run has its memory still.
            Await.until(
                    "it was told",
                    () -> {
                        supervisor.sweepNow();
                        return events.size() == 2;
                    });
            assertEquals(Level.CLEARED, events.get(1).level());
            assertFalse(supervisor.isDegraded());
            order(who, "touch 150");
            supervisor.sweepNow();
            assertEquals(EndReason.MEMORY, Shell.end(who).reason());
            Await.until("it was told", () -> events.size() == 4);
            assertEquals(Level.HARD, events.get(3).level());
        }
    }

    @Test
    void theLargestOfAGroupGoesFirst() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder()
                        .sweepInterval(NEVER)
                        .grace(Duration.ZERO)
                        .memoryLimit(MemoryLimit.perValueOf("project", 64 * MB, 128 * MB))
                        .build()) {
            Tags a = Tags.of("project", "a");
            Supervised small = supervisor.spawn(child(), a);
            Supervised large = supervisor.spawn(child(), a);
            Supervised other = supervisor.spawn(child(), Tags.of("project", "b"));
            order(small, "touch 60");
            order(large, "touch 90");
            order(other, "touch 100");
            supervisor.sweepNow();
            assertEquals(EndReason.MEMORY, Shell.end(large).reason());
            supervisor.sweepNow();
            assertNull(small.endReason());
            assertNull(other.endReason());
        }
    }

    @Test
    void whatFailsStopsNothing() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        SupervisorListener failing =
                new SupervisorListener() {
                    @Override
                    public void onStarted(Supervised who, int concurrent) {
                        throw new IllegalStateException("a listener's own");
                    }
                };
        SupervisorListener good =
                new SupervisorListener() {
                    @Override
                    public void onStarted(Supervised who, int concurrent) {
                        told.countDown();
                    }
                };
        try (Supervisor supervisor =
                Supervisor.builder().listener(failing).listener(good).build()) {
            Supervised who = supervisor.spawn(new ProcessBuilder("true"), Tags.none());
            assertEquals(EndReason.FINISHED, Shell.end(who).reason());
            told.await();
            assertEquals(1, supervisor.stats().failures());
        }
    }

    /** Not even an error of a listener and of a policy. */
    @Test
    void anErrorStopsNothing() throws Exception {
        SupervisorListener failing =
                new SupervisorListener() {
                    @Override
                    public void onStarted(Supervised who, int concurrent) {
                        throw new AssertionError("a listener's own");
                    }
                };
        try (Supervisor supervisor =
                Supervisor.builder()
                        .sweepInterval(Duration.ofMillis(20))
                        .listener(failing)
                        .policy(
                                subject -> {
                                    throw new AssertionError("a policy's own");
                                })
                        .build()) {
            Supervised who = supervisor.spawn(new ProcessBuilder("true"), Tags.none());
            assertEquals(EndReason.FINISHED, Shell.end(who).reason());
            assertEquals(0, supervisor.stats().slotsTaken());
            supervisor.spawn(Shell.sleeping(), Tags.none());
            Await.until("sweeps go on", () -> supervisor.stats().sweeps() > 5);
            // The listener has failed at both starts, the policy at each sweep over somebody.
            Await.until("failures are counted", () -> supervisor.stats().failures() > 5);
        }
    }

    /** A limit does not wait for the next sweep. */
    @Test
    void aDeadlineEndsByItself() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder()
                        .sweepInterval(NEVER)
                        .grace(Duration.ZERO)
                        .deadline(Duration.ofMillis(50))
                        .build()) {
            Ended how = Shell.end(supervisor.spawn(Shell.sleeping(), Tags.none()));
            assertEquals(EndReason.DEADLINE, how.reason());
            assertTrue(how.lived().compareTo(Duration.ofMillis(50)) > 0, how.toString());
            assertEquals(0, supervisor.stats().sweeps());
        }
    }

    @Test
    void readingsAreThoseOfTheLastSweep() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().sweepInterval(NEVER).build()) {
            Supervised who = supervisor.spawn(child(), Tags.none());
            assertEquals(0, who.lastResidentBytes());
            order(who, "touch 32");
            order(who, "spawn");
            supervisor.sweepNow();
            assertTrue(who.lastResidentBytes() >= 30 * MB);
            assertTrue(who.lastSubtreeResidentBytes() > who.lastResidentBytes());
            SupervisorStats stats = supervisor.stats();
            assertEquals(1, stats.sweeps());
            assertTrue(stats.lastSweep().toNanos() > 0);
        }
    }

    @Test
    void itGoesOnByItself() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().sweepInterval(Duration.ofMillis(20)).build()) {
            Await.until("there were some", () -> supervisor.stats().sweeps() > 5);
        }
    }

    /** Where nothing changes nothing is left behind. */
    @Test
    void aSweepLeavesNoGarbage() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder()
                        .sweepInterval(NEVER)
                        .deadline(NEVER)
                        .memoryLimit(MemoryLimit.perProcess(1000 * MB, 2000 * MB))
                        .memoryLimit(MemoryLimit.perValueOf("kind", 1000 * MB, 2000 * MB))
                        .build()) {
            for (int i = 0; i < 20; i++) {
                supervisor.spawn(Shell.sleeping(), Tags.of("kind", "" + i % 3));
            }
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 40 && least > 0; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 100; i++) {
                    supervisor.sweepNow();
                }
                least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
            }
            assertEquals(0, least, "bytes in 100 sweeps");
            assertEquals(20, supervisor.active().size());
        }
    }
}
