package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessProbe;
import io.procprobe.supervisor.SpawnRefusedException.Reason;
import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** So many at once and no more, in order, until an end has been verified. */
class SlotsTest {
    private static SpawnRequest sleeping(Tags tags) {
        return SpawnRequest.of(Shell.sleeping()).tags(tags);
    }

    private static Reason refusal(CompletableFuture<Supervised> start) {
        ExecutionException e = assertThrows(ExecutionException.class, start::get);
        return ((SpawnRefusedException) e.getCause()).reason();
    }

    @Test
    void whoWaitsIsServedInOrder() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().mostLive(1).build()) {
            Supervised first = supervisor.spawn(Shell.sleeping(), Tags.none());
            List<CompletableFuture<Supervised>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                waiting.add(supervisor.spawnAsync(sleeping(Tags.of("number", "" + i))));
            }
            assertEquals(3, supervisor.stats().waiting());
            Supervised alive = first;
            for (int i = 0; i < 3; i++) {
                assertFalse(waiting.get(i).isDone());
                supervisor.end(alive, "the next one").get();
                alive = waiting.get(i).get();
                assertEquals("" + i, alive.tags().get("number"));
            }
            assertEquals(1, supervisor.stats().peakConcurrent());
        }
    }

    /** The slot of one that takes no notice of a signal stays taken. */
    @Test
    void aSignalFreesNoSlot() throws Exception {
        try (ProcessProbe probe = ProcessProbe.open();
                Supervisor supervisor =
                        Supervisor.builder().mostLive(1).grace(Duration.ZERO).build()) {
            Supervised stubborn =
                    supervisor.spawn(
                            Shell.running("trap '' TERM; echo ready; while :; do sleep 0.1; done"),
                            Tags.none());
            stubborn.process().orElseThrow().inputReader().readLine();
            probe.terminate(stubborn.id());
            SpawnRequest now = sleeping(Tags.none()).slotTimeout(Duration.ofMillis(300));
            assertEquals(Reason.NO_SLOT, refusal(supervisor.spawnAsync(now)));
            assertTrue(stubborn.isAlive());
            CompletableFuture<Supervised> next = supervisor.spawnAsync(sleeping(Tags.none()));
            supervisor.end(stubborn, "killed").get();
            assertTrue(next.get().isAlive());
            assertFalse(Shell.isAlive(stubborn.pid()));
        }
    }

    @Test
    void whoGivesUpLeaksNothing() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().mostLive(1).build()) {
            Supervised first = supervisor.spawn(Shell.sleeping(), Tags.none());
            CompletableFuture<Supervised> givenUp = supervisor.spawnAsync(sleeping(Tags.none()));
            CompletableFuture<Supervised> patient = supervisor.spawnAsync(sleeping(Tags.none()));
            givenUp.cancel(false);
            assertEquals(1, supervisor.stats().waiting());
            supervisor.end(first, "make room").get();
            assertTrue(patient.get().isAlive());
            assertEquals(1, supervisor.stats().slotsTaken());
            assertEquals(2, supervisor.stats().started());
        }
    }

    /** Given up at any moment, in the middle of a start too: what was started is ended. */
    @Test
    void givingUpWhileItStartsLeavesNobody() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().mostLive(4).build()) {
            List<CompletableFuture<Supervised>> starts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                CompletableFuture<Supervised> start = supervisor.spawnAsync(sleeping(Tags.none()));
                starts.add(start);
                LockSupport.parkNanos(i * 50_000L);
                start.cancel(false);
            }
            for (CompletableFuture<Supervised> start : starts) {
                if (!start.isCancelled()) {
                    supervisor.end(start.get(), "it was started before").get();
                }
            }
            Await.until("nobody is left", () -> supervisor.stats().slotsTaken() == 0);
            assertEquals(List.of(), supervisor.active());
        }
    }

    @Test
    void aThreadThatIsInterruptedGivesUp() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().mostLive(1).build()) {
            supervisor.spawn(Shell.sleeping(), Tags.none());
            Thread.currentThread().interrupt();
            assertThrows(
                    InterruptedException.class,
                    () -> supervisor.spawn(Shell.sleeping(), Tags.none()));
            assertEquals(0, supervisor.stats().waiting());
        }
    }

    @Test
    void beyondTheHardCapNobodyEvenWaits() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().mostLive(1).hardCap(2).build()) {
            supervisor.spawn(Shell.sleeping(), Tags.none());
            CompletableFuture<Supervised> waiting = supervisor.spawnAsync(sleeping(Tags.none()));
            assertEquals(Reason.HARD_CAP, refusal(supervisor.spawnAsync(sleeping(Tags.none()))));
            waiting.cancel(false);
        }
    }

    @Test
    void aTagHoldsUpOnlyItsOwn() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().mostLivePerValueOf("project", 1).mostLive(3).build()) {
            Supervised a = supervisor.spawn(Shell.sleeping(), Tags.of("project", "a"));
            CompletableFuture<Supervised> second =
                    supervisor.spawnAsync(sleeping(Tags.of("project", "a")));
            supervisor.spawn(Shell.sleeping(), Tags.of("project", "b"));
            supervisor.spawn(Shell.sleeping(), Tags.none());
            assertFalse(second.isDone());
            supervisor.end(a, "make room").get();
            assertEquals("a", second.get().tags().get("project"));
        }
    }
}
