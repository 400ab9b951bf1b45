package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Proc;
import io.procprobe.testing.Waiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;

/** What must not be done is refused with a message, and nothing is changed by it. */
@EnabledOnOs(OS.LINUX)
class ProcessWatchMisuseTest {
    private static final long OWN_PID = ProcessHandle.current().pid();
    private static final Duration NEGATIVE = Duration.ofNanos(-1);

    @BindingTest
    void nullIsRefused(ProcessProbe probe) throws Exception {
        ProcessId nobody = null;
        ProcessWatch.Builder builder = probe.newWatchBuilder();
        try (ProcessWatch watch = probe.newWatch()) {
            ExitBuffer exits = probe.newExitBuffer(1);
            for (Executable call :
                    new Executable[] {
                        () -> builder.fields(null),
                        () -> builder.memoryMaxAge(null),
                        () -> watch.add(nobody),
                        () -> watch.poll(null),
                        () -> watch.exits(null),
                        () -> watch.await(null, exits),
                        () -> watch.await(Duration.ZERO, null),
                        () -> watch.memoryMaxAge(null)
                    }) {
                assertThrows(NullPointerException.class, call);
            }
            // It goes on, and nothing was locked behind a call that failed.
            assertEquals(1L, new Waiter<>(() -> countAfterAdding(probe, watch)).get());
        }
    }

    private static long countAfterAdding(ProcessProbe probe, ProcessWatch watch)
            throws InterruptedException {
        assertEquals(Status.OK, ProcessWatch.statusOf(watch.add(OWN_PID)));
        assertEquals(Status.TIMED_OUT, watch.await(Duration.ZERO, probe.newExitBuffer(1)));
        return watch.poll(probe.newSampleBuffer(1));
    }

    @BindingTest
    void whatIsBelowZeroIsRefused(ProcessProbe probe) {
        ProcessWatch.Builder builder = probe.newWatchBuilder();
        try (ProcessWatch watch = builder.memoryMaxAge(Duration.ofHours(1)).open()) {
            assertMessage("PT-0.000000001S", () -> builder.memoryMaxAge(NEGATIVE));
            assertMessage("PT-0.000000001S", () -> watch.memoryMaxAge(NEGATIVE));
            for (int budget : new int[] {-1, Integer.MIN_VALUE}) {
                assertMessage(Integer.toString(budget), () -> builder.descriptorBudget(budget));
            }
            for (int capacity : new int[] {0, -1, Integer.MIN_VALUE, 1048577, Integer.MAX_VALUE}) {
                assertMessage(Integer.toString(capacity), () -> builder.capacity(capacity));
            }
            for (int capacity : new int[] {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                assertMessage(Integer.toString(capacity), () -> probe.newExitBuffer(capacity));
            }
            assertEquals(64, watch.stats().capacity());
            assertEquals(0, watch.poll(probe.newSampleBuffer(1)));
        }
    }

    private static void assertMessage(String refused, Executable call) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
        assertTrue(e.getMessage().endsWith("not " + refused), e.getMessage());
    }

    /** Longer than a number of nanoseconds can say: for ever. */
    @BindingTest
    void hugeDurationsAreTaken(ProcessProbe probe, Children children) throws Exception {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        long pid = children.sleeping().pid();
        try (ProcessWatch watch = probe.newWatchBuilder().memoryMaxAge(forever).open()) {
            watch.memoryMaxAge(forever);
            watch.add(pid);
            SampleBuffer rows = probe.newSampleBuffer(1);
            for (int i = 0; i < 3; i++) {
                assertEquals(1, watch.poll(rows));
                assertTrue(rows.has(0, Field.RESIDENT));
            }
            watch.wake();
            assertEquals(Status.WOKEN, watch.await(forever, probe.newExitBuffer(1)));
        }
    }

    @BindingTest
    void rowsThatAreNotThereAreRefused(ProcessProbe probe, Children children) throws Exception {
        long zombie = children.zombie();
        try (ProcessWatch watch = probe.newWatch()) {
            ExitBuffer exits = probe.newExitBuffer(4);
            assertNoRow(exits, 0);
            watch.add(zombie);
            assertEquals(1, watch.exits(exits));
            assertEquals(zombie, exits.pid(0));
            assertNoRow(exits, 1);
            assertNoRow(exits, -1);
            assertNoRow(exits, Integer.MAX_VALUE);
            // The next call takes away what this one gave.
            assertEquals(0, watch.exits(exits));
            assertNoRow(exits, 0);
        }
    }

    private static void assertNoRow(ExitBuffer exits, int row) {
        for (Executable getter :
                new Executable[] {
                    () -> exits.slot(row),
                    () -> exits.pid(row),
                    () -> exits.id(row),
                    () -> exits.hasExitStatus(row),
                    () -> exits.exitStatus(row),
                    () -> exits.hasCpuTotal(row),
                    () -> exits.cpuTotalNanos(row),
                    () -> exits.noticedAtNanos(row),
                    () -> exits.toExit(row)
                }) {
            assertThrows(IndexOutOfBoundsException.class, getter);
        }
    }

    @BindingTest
    void aBufferOfTheOtherBindingIsRefused(Binding binding, ProcessProbe probe) {
        Binding other = binding == Binding.FFM ? Binding.JNA : Binding.FFM;
        assumeTrue(Binding.required().contains(other), "this Java has one binding only");
        System.setProperty("procprobe.binding", other.property());
        try (ProcessProbe foreign = ProcessProbe.open();
                ProcessWatch watch = probe.newWatch()) {
            SampleBuffer rows = foreign.newSampleBuffer(1);
            ExitBuffer exits = foreign.newExitBuffer(1);
            for (Executable call :
                    new Executable[] {
                        () -> watch.poll(rows),
                        () -> watch.exits(exits),
                        () -> watch.await(Duration.ZERO, exits)
                    }) {
                IllegalArgumentException e = assertThrows(IllegalArgumentException.class, call);
                assertTrue(e.getMessage().contains(binding.name()), e.getMessage());
                assertTrue(e.getMessage().contains(other.name()), e.getMessage());
            }
            assertEquals(0, watch.poll(probe.newSampleBuffer(1)));
        }
    }

    @BindingTest
    void aClosedProbeOpensNoWatchAndLeavesOthersOpen(ProcessProbe probe) {
        ProcessWatch.Builder builder = probe.newWatchBuilder();
        SampleBuffer rows = probe.newSampleBuffer(1);
        try (ProcessWatch watch = probe.newWatch()) {
            probe.close();
            for (Executable call :
                    new Executable[] {
                        probe::newWatch, builder::open, () -> probe.newWatchBuilder().open()
                    }) {
                IllegalStateException e = assertThrows(IllegalStateException.class, call);
                assertEquals("the probe is closed", e.getMessage());
            }
            assertEquals(Status.OK, ProcessWatch.statusOf(watch.add(OWN_PID)));
            assertEquals(1, watch.poll(rows));
            assertEquals(OWN_PID, rows.pid(0));
        }
    }

    @BindingTest
    void aClosedWatchDoesNothing(ProcessProbe probe, Children children) throws Exception {
        long zombie = children.zombie();
        ProcessId own = probe.identify(OWN_PID).orElseThrow();
        SampleBuffer rows = probe.newSampleBuffer(2);
        ExitBuffer exits = probe.newExitBuffer(1);
        int before = Proc.ownWatchDescriptorsWithoutProcesses();
        ProcessWatch watch = probe.newWatch();
        long slot = watch.add(OWN_PID);
        watch.add(zombie);
        assertEquals(2, watch.poll(rows));
        assertEquals(1, watch.exits(exits));
        ProcessSample sample = rows.toSample(0);
        watch.close();
        assertEquals(before, Proc.ownWatchDescriptors());
        watch.close();

        for (Executable call :
                new Executable[] {
                    () -> watch.add(OWN_PID),
                    () -> watch.add(own),
                    () -> watch.remove(slot),
                    () -> watch.poll(rows),
                    () -> watch.exits(exits),
                    () -> watch.await(Duration.ZERO, exits),
                    () -> watch.await(Duration.ofMinutes(1), exits),
                    watch::stats
                }) {
            IllegalStateException e = assertThrows(IllegalStateException.class, call);
            assertEquals("the watch is closed", e.getMessage());
        }
        // These have nobody to disappoint.
        watch.wake();
        watch.memoryMaxAge(Duration.ZERO);
        assertTrue(watch.tracked() >= 0);
        // What was read stays readable.
        assertEquals(sample, rows.toSample(0));
        assertEquals(zombie, exits.pid(0));
        assertEquals(before, Proc.ownWatchDescriptors());
    }

    /** A descriptor that was closed twice would by now be somebody else's. */
    @BindingTest
    void manyThreadsMayCloseAtOnce(ProcessProbe probe, Children children) throws Exception {
        long pid = children.sleeping().pid();
        int threads = 8;
        int before = Proc.ownWatchDescriptorsWithoutProcesses();
        try (ProcessWatch other = probe.newWatch()) {
            for (int round = 0; round < 100; round++) {
                ProcessWatch watch = probe.newWatch();
                watch.add(pid);
                CountDownLatch start = new CountDownLatch(threads);
                List<Waiter<Long>> closers = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    closers.add(
                            new Waiter<>(
                                    () -> {
                                        start.countDown();
                                        start.await();
                                        watch.close();
                                        // Takes the numbers of descriptors that have become free.
                                        return other.add(pid);
                                    }));
                }
                for (Waiter<Long> closer : closers) {
                    assertEquals(Status.OK, other.remove(closer.get()));
                }
                assertThrows(IllegalStateException.class, watch::stats);
            }
            // The other one has all of its descriptors.
            long slot = other.add(pid);
            SampleBuffer rows = probe.newSampleBuffer(1);
            assertEquals(1, other.poll(rows));
            assertEquals(slot, rows.slot(0));
            assertEquals(Status.OK, rows.status(0));
            assertEquals(before + other.stats().descriptors(), Proc.ownWatchDescriptors());
        }
        assertEquals(before, Proc.ownWatchDescriptors());
    }
}
