package io.procprobe.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ExitBuffer;
import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessExit;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessTable;
import io.procprobe.ProcessWatch;
import io.procprobe.SampleBuffer;
import io.procprobe.Status;
import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The clock of the machine is set back by a year, and forward by two: nobody becomes another one or
 * older by it, loads and waits are by the time that has passed, and start times keep to the clock
 * that was there first.
 */
@EnabledIfSystemProperty(named = Guest.ENVIRONMENT, matches = "machine")
final class ChangedClockTest {
    private static final Duration YEAR = Duration.ofDays(365);
    private static final FieldSet FIELDS = FieldSet.WATCH.plus(Field.START_TIME);

    /** What a test may take, and far less than any clock is set by. */
    private static final Duration SOON = Duration.ofHours(1);

    /** How the wall clock went before, told by the one that nobody sets. */
    private final Instant wallBefore = Instant.now();

    private final long nanosBefore = System.nanoTime();

    private Instant rightNow() {
        return wallBefore.plusNanos(System.nanoTime() - nanosBefore);
    }

    private void setClock(Duration apart) throws Exception {
        Guest.run("date", "-s", "@" + rightNow().plus(apart).getEpochSecond());
        assertTrue(isSoon(Duration.between(rightNow().plus(apart), Instant.now())));
    }

    private static boolean isSoon(Duration time) {
        return time.abs().compareTo(SOON) < 0;
    }

    @EachBinding
    void nothingButTheWallClockChanges(Binding binding) throws Exception {
        Process burner = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try (ProcessProbe probe = binding.open();
                Nursery nursery = new Nursery();
                ProcessTable table = probe.newTable();
                ProcessWatch watch = probe.newWatchBuilder().fields(FIELDS).open()) {
            Subject subject = new Subject(probe, watch, table, nursery, burner.pid());
            for (Duration apart : new Duration[] {YEAR.negated(), YEAR, Duration.ZERO}) {
                setClock(apart);
                subject.checkReadings();
                subject.checkNewcomer();
                subject.checkWaiting();
                subject.checkExit();
            }
        } finally {
            setClock(Duration.ZERO);
            burner.destroyForcibly().waitFor();
        }
    }

    /** What is known of two processes before the clock is set. */
    private static final class Subject {
        private final ProcessProbe probe;
        private final ProcessWatch watch;
        private final ProcessTable table;
        private final Nursery nursery;
        private final long burner;
        private final ProcessId id;
        private final Instant start;
        private final Instant boot;
        private final SampleBuffer rows;
        private long cpuNanos;
        private long sampledAtNanos;

        Subject(
                ProcessProbe probe,
                ProcessWatch watch,
                ProcessTable table,
                Nursery nursery,
                long burner) {
            this.probe = probe;
            this.watch = watch;
            this.table = table;
            this.nursery = nursery;
            this.burner = burner;
            this.id = probe.identify(burner).orElseThrow();
            this.start = probe.sample(id, FieldSet.CHEAP_AND_TEXT).startTime().orElseThrow();
            this.boot = probe.systemFacts().bootTime().orElseThrow();
            this.rows = probe.newSampleBuffer(1);
            watch.add(id);
            watch.poll(rows);
            table.refresh();
            remember();
        }

        private void remember() {
            cpuNanos = rows.cpuTotalNanos(0);
            sampledAtNanos = rows.sampledAtNanos(0);
        }

        /** Its load is what it has used over what has passed, both known from elsewhere. */
        void checkReadings() throws Exception {
            Await.until(
                    "it has run",
                    () ->
                            probe.sample(id, FieldSet.SWEEP).cpuTotalNanos().orElseThrow()
                                    > cpuNanos + TimeUnit.MILLISECONDS.toNanos(50));
            long from = System.nanoTime();
            assertEquals(1, watch.poll(rows));
            assertEquals(Status.OK, rows.status(0));
            assertTrue(rows.sampledAtNanos(0) - from >= 0);
            assertTrue(System.nanoTime() - rows.sampledAtNanos(0) >= 0);
            double passed = rows.sampledAtNanos(0) - sampledAtNanos;
            assertEquals((rows.cpuTotalNanos(0) - cpuNanos) / passed, rows.cpuLoad(0), 0.01);
            assertEquals(start, rows.toSample(0).startTime().orElseThrow());
            assertEquals(id, probe.identify(burner).orElseThrow());
            assertEquals(boot, probe.systemFacts().bootTime().orElseThrow());
            remember();
            assertEquals(Status.OK, table.refresh());
            assertFalse(table.isNew(table.find(burner)));
        }

        /** One who comes now is younger, and hangs below its parent. */
        void checkNewcomer() throws Exception {
            long pid = nursery.spawn();
            Instant started = probe.sample(pid, FieldSet.CHEAP_AND_TEXT).startTime().orElseThrow();
            assertFalse(started.isBefore(start));
            assertTrue(isSoon(Duration.between(start, started)));
            assertEquals(Status.OK, table.refresh());
            assertEquals(table.find(nursery.pid()), table.parent(table.find(pid)));
            nursery.end(pid);
        }

        void checkWaiting() throws Exception {
            long from = System.nanoTime();
            Duration timeout = Duration.ofMillis(50);
            assertEquals(Status.TIMED_OUT, watch.await(timeout, probe.newExitBuffer(1)));
            long passed = System.nanoTime() - from;
            assertTrue(passed >= timeout.toNanos() && passed < SOON.toNanos());
        }

        /** Told in the wall clock's time of now, whatever that is. */
        void checkExit() throws Exception {
            long pid = nursery.spawn();
            ProcessId child = probe.identify(pid).orElseThrow();
            CompletableFuture<ProcessExit> future = probe.onExit(child);
            long slot = watch.add(child);
            Nursery.kill(pid);
            ExitBuffer exits = probe.newExitBuffer(1);
            assertEquals(Status.OK, watch.await(Await.DEADLINE, exits));
            assertEquals(slot, exits.slot(0));
            assertTrue(isSoon(Duration.between(exits.toExit(0).noticedAt(), Instant.now())));
            ProcessExit told = future.get(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
            assertTrue(isSoon(Duration.between(told.noticedAt(), Instant.now())));
            assertEquals(Status.OK, watch.remove(slot));
            nursery.end(java.util.List.of());
        }
    }
}
