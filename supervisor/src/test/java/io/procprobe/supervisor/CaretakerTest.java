package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.TokenKind;
import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What was lost on the way, as when the system has no threads left, sweeps make good. */
class CaretakerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Slots slots = new Slots(1, 1, Map.of());
    private final Living living = new Living();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private Caretaker caretaker(ProcessProbe probe, Executor noting) {
        Callbacks callbacks = new Callbacks(Executors.defaultThreadFactory());
        Notices notices = new Notices(List.of(), callbacks);
        return new Caretaker(
                probe,
                living,
                null,
                new Breakers(3, HOUR, HOUR),
                new History(1, HOUR),
                new Ender(probe, Runnable::run, Duration.ZERO, notices),
                notices,
                callbacks,
                timer,
                noting);
    }

    private Living.Seat seat() {
        return new Living.Seat(slots.take(Tags.none()), new UniqueKeys(Map.of()).take(Tags.none()));
    }

    @AfterEach
    void endTimer() {
        timer.shutdownNow();
    }

    @Test
    void aLostExitIsFound() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        Executor loser =
                task -> {
                    if (lost.getAndIncrement() > 0) {
                        task.run();
                    }
                };
        Process process = Shell.running("read line; exit 7").start();
        try (ProcessProbe probe = ProcessProbe.open()) {
            Caretaker caretaker = caretaker(probe, loser);
            Supervised who =
                    new Supervised(
                            "1",
                            probe.identify(process.pid()).orElseThrow(),
                            Tags.none(),
                            Instant.now(),
                            null,
                            process);
            caretaker.take(who, seat());
            process.getOutputStream().close();
            Await.until("the exit is lost", () -> lost.get() == 1 && !process.isAlive());
            assertTrue(who.isAlive());
            assertEquals(1, slots.taken());
            Await.until(
                    "it is found",
                    () -> {
                        caretaker.lookAfter(who, false);
                        return !who.isAlive();
                    });
            assertEquals(OptionalInt.of(7), Shell.end(who).exitCode());
            assertEquals(0, slots.taken());
            assertEquals(0, living.count());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Whose environment and start nobody may read, as of a setuid child under hidepid. */
    @Test
    void aChildThatNobodyCanIdentifyKeepsItsSlotUntilJavaReapsIt() throws Exception {
        Process process = Shell.sleeping().start();
        try (ProcessProbe probe = ProcessProbe.open()) {
            TokenKind kind = probe.systemFacts().tokenKind();
            Supervised who =
                    new Supervised(
                            "1",
                            new ProcessId(process.pid(), kind, 0),
                            Tags.none(),
                            Instant.now(),
                            null,
                            process);
            Caretaker caretaker = caretaker(probe, Runnable::run);
            caretaker.take(who, seat());
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < 1_500_000_000L) {
                caretaker.lookAfter(who, false);
                Thread.sleep(50);
            }
            assertTrue(who.isAlive());
            assertEquals(1, slots.taken());
            caretaker.end(who, EndReason.REQUESTED, "by Java alone");
            assertEquals(EndReason.REQUESTED, Shell.end(who).reason());
            assertEquals(0, slots.taken());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Nothing is held when the thread that would start it cannot be had. */
    @Test
    void withoutAThreadNothingIsHeld() {
        Executor none =
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                };
        Starter starter =
                new Starter(
                        new Starter.Gates(
                                new UniqueKeys(Map.of()), slots, new Breakers(3, HOUR, HOUR)),
                        HOUR,
                        null,
                        null,
                        none,
                        timer,
                        new Callbacks(Executors.defaultThreadFactory()));
        var start = starter.start(SpawnRequest.of(Shell.sleeping()));
        Throwable why = assertThrows(ExecutionException.class, start::get).getCause();
        assertEquals(OutOfMemoryError.class, why.getClass());
        assertEquals(0, slots.taken());
    }
}
