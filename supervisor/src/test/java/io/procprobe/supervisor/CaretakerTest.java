package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessProbe;
import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was lost on the way, as when the system has no threads left, sweeps make good. */
class CaretakerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void aLostExitIsFound() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        Executor loser =
                task -> {
                    if (lost.getAndIncrement() > 0) {
                        task.run();
                    }
                };
        Slots slots = new Slots(1, 1, Map.of());
        UniqueKeys keys = new UniqueKeys(Map.of());
        Living living = new Living();
        Process process = Shell.running("read line; exit 7").start();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try (ProcessProbe probe = ProcessProbe.open()) {
            Callbacks callbacks = new Callbacks(Executors.defaultThreadFactory());
            Notices notices = new Notices(List.of(), callbacks);
            Caretaker caretaker =
                    new Caretaker(
                            probe,
                            living,
                            null,
                            new Breakers(3, HOUR, HOUR),
                            new History(1, HOUR),
                            new Ender(probe, Runnable::run, Duration.ZERO, notices),
                            notices,
                            callbacks,
                            timer,
                            loser);
            Supervised who =
                    new Supervised(
                            "1",
                            probe.identify(process.pid()).orElseThrow(),
                            Tags.none(),
                            Instant.now(),
                            null,
                            process);
            caretaker.take(who, new Living.Seat(slots.take(Tags.none()), keys.take(Tags.none())));
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
            timer.shutdownNow();
        }
    }
}
