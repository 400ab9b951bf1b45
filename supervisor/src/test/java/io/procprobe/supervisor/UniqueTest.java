package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.SpawnRefusedException.Reason;
import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two processes never have the same session. */
class UniqueTest {
    private static final Tags SESSION = Tags.of(Tags.SESSION, "s1");

    @Test
    void aSecondOneIsRefused() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().unique(Tags.SESSION, WhenTaken.REFUSE).build()) {
            Supervised first = supervisor.spawn(Shell.sleeping(), SESSION);
            SpawnRefusedException e =
                    assertThrows(
                            SpawnRefusedException.class,
                            () -> supervisor.spawn(Shell.sleeping(), SESSION));
            assertEquals(Reason.TAKEN, e.reason());
            supervisor.spawn(Shell.sleeping(), Tags.of(Tags.SESSION, "s2"));
            supervisor.end(first, "free").get();
            supervisor.spawn(Shell.sleeping(), SESSION);
        }
    }

    @Test
    void aSecondOneTakesItsPlaceWhenTheFirstHasEnded() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().unique(Tags.SESSION, WhenTaken.REPLACE).build()) {
            Supervised first = supervisor.spawn(Shell.running("sleep 300 & sleep 301"), SESSION);
            Supervised second = supervisor.spawn(Shell.sleeping(), SESSION);
            assertFalse(first.isAlive());
            assertFalse(Shell.isAlive(first.pid()));
            assertEquals(EndReason.REPLACED, Shell.end(first).reason());
            assertTrue(second.isAlive());
        }
    }

    /** Whoever ends at once, even before anybody could have wanted its place. */
    @Test
    void aShortLifeIsNoFailure() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().unique(Tags.SESSION, WhenTaken.REPLACE).build()) {
            for (int i = 0; i < 200; i++) {
                Supervised who = supervisor.spawn(new ProcessBuilder("true"), SESSION);
                assertEquals(EndReason.FINISHED, Shell.end(who).reason());
            }
        }
    }

    /** The tag is given away like that of one that is spawned. */
    @Test
    void whoIsAdoptedGetsItToo() throws Exception {
        Process foreign = Shell.sleeping().start();
        try (Supervisor supervisor =
                Supervisor.builder()
                        .grace(Duration.ZERO)
                        .unique(Tags.SESSION, WhenTaken.REFUSE)
                        .unique("seat", WhenTaken.REPLACE)
                        .build()) {
            Supervised first = supervisor.spawn(Shell.sleeping(), SESSION.with("seat", "1"));
            SpawnRefusedException e =
                    assertThrows(
                            SpawnRefusedException.class,
                            () -> supervisor.adopt(foreign.pid(), SESSION));
            assertEquals(Reason.TAKEN, e.reason());
            assertTrue(first.isAlive() && foreign.isAlive());
            Supervised adopted =
                    supervisor.adopt(foreign.pid(), Tags.of("seat", "1")).orElseThrow();
            assertEquals(EndReason.REPLACED, Shell.end(first).reason());
            assertTrue(foreign.isAlive());
            assertEquals(adopted, supervisor.adopt(foreign.pid(), Tags.none()).orElseThrow());
            assertEquals(1, supervisor.stats().slotsTaken());
        } finally {
            foreign.destroyForcibly();
        }
    }

    /** However many want it at once: never two, and in the end the last one has it. */
    @Test
    void manyAtOnceAreNeverTwo() throws Exception {
        AtomicInteger alive = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        SupervisorListener counting =
                new SupervisorListener() {
                    @Override
                    public void onStarted(Supervised who, int concurrent) {
                        most.accumulateAndGet(concurrent, Math::max);
                        alive.incrementAndGet();
                    }

                    @Override
                    public void onEnded(Ended how) {
                        alive.decrementAndGet();
                    }
                };
        try (Supervisor supervisor =
                Supervisor.builder()
                        .unique(Tags.SESSION, WhenTaken.REPLACE)
                        .listener(counting)
                        .build()) {
            List<CompletableFuture<Supervised>> starts = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                starts.add(supervisor.spawnAsync(SpawnRequest.of(Shell.sleeping()).tags(SESSION)));
            }
            Supervised last = starts.get(9).get();
            for (CompletableFuture<Supervised> start : starts.subList(0, 9)) {
                assertTrue(isOutdone(start) || !start.get().isAlive());
            }
            assertTrue(last.isAlive());
            Await.until("all has been told", () -> alive.get() == 1);
            assertEquals(1, most.get());
            assertEquals(1, supervisor.stats().slotsTaken());
        }
    }

    /** It has not even been started, for another one came later. */
    private static boolean isOutdone(CompletableFuture<Supervised> start) throws Exception {
        try {
            start.get();
            return false;
        } catch (ExecutionException e) {
            assertEquals(Reason.TAKEN, ((SpawnRefusedException) e.getCause()).reason());
            return true;
        }
    }

    /** A storm of a hundred costs two starts or three, and nobody waits for those before it. */
    @Test
    void ofAStormTheLastOneCounts() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder()
                        .grace(Duration.ZERO)
                        .unique(Tags.SESSION, WhenTaken.REPLACE)
                        .build()) {
            supervisor.spawn(Shell.sleeping(), SESSION);
            CompletableFuture<Supervised> last = null;
            for (int i = 0; i < 100; i++) {
                last = supervisor.spawnAsync(SpawnRequest.of(Shell.sleeping()).tags(SESSION));
            }
            assertTrue(last.get().isAlive());
            assertTrue(supervisor.stats().started() < 50, "" + supervisor.stats().started());
            assertEquals(1, supervisor.stats().slotsTaken());
        }
    }

    /** Whom it waits for may never end. */
    @Test
    void whoWaitsIsRefusedWhenItIsClosed() throws Exception {
        UniqueKeys keys = new UniqueKeys(Map.of(Tags.SESSION, WhenTaken.REPLACE));
        UniqueKeys.Hold held = keys.reserve(SESSION).get();
        CompletableFuture<UniqueKeys.Hold> waiting = keys.reserve(SESSION);
        assertEquals(1, keys.waiting());
        keys.close();
        for (CompletableFuture<?> refused : List.of(waiting, keys.reserve(SESSION))) {
            Throwable why = assertThrows(ExecutionException.class, refused::get).getCause();
            assertEquals(Reason.SHUTDOWN, ((SpawnRefusedException) why).reason());
        }
        assertEquals(0, keys.waiting());
        held.release();
    }
}
