package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId;
import io.procprobe.TokenKind;
import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Who is ended at which byte: readings that are made up, as no process has a given number of them.
 * {@link SweepTest} has real ones.
 */
class MemoryGuardTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Tags A = Tags.of("project", "a");

    private final List<String> told = new ArrayList<>();
    private final List<Supervised> ended = new ArrayList<>();
    private final List<Supervised> living = new ArrayList<>();
    private long left = 1_000_000;

    /** One that is told to end does so only when the test says so. */
    private final MemoryGuard.Actions actions =
            new MemoryGuard.Actions() {
                @Override
                public void tell(MemoryEvent event) {
                    told.add(event.level() + " " + event.subject() + " " + event.bytes());
                }

                @Override
                public void end(Supervised who, String detail) {
                    who.noteEnding(EndReason.MEMORY, detail);
                    ended.add(who);
                }
            };

    private Supervised with(long bytes, Tags tags) {
        int number = living.size() + 1;
        Supervised who =
                new Supervised(
                        "spawn-" + number,
                        new ProcessId(number, TokenKind.UNIQUE_ID, number),
                        tags,
                        Instant.now(),
                        null,
                        null);
        who.noteReadings(bytes, bytes, 0);
        living.add(who);
        return who;
    }

    private static void grow(Supervised who, long bytes) {
        who.noteReadings(bytes, bytes, 0);
    }

    private MemoryGuard guard(Duration patience, MemoryLimit limit) {
        return new MemoryGuard(List.of(limit), () -> left, patience);
    }

    private List<String> look(MemoryGuard guard) {
        told.clear();
        guard.examine(living, actions);
        return List.copyOf(told);
    }

    @Test
    void aGroupAtTheEdgeIsToldOnce() {
        MemoryGuard guard = guard(NEVER, MemoryLimit.perValueOf("project", 1_000, 2_000));
        Supervised one = with(500, A);
        Supervised other = with(500, A);
        with(5_000, Tags.none());
        assertEquals(List.of(), look(guard));
        assertFalse(guard.isDegraded());
        grow(one, 501);
        assertEquals(List.of("SOFT project=a 1001"), look(guard));
        assertTrue(guard.isDegraded());
        for (long bytes : new long[] {500, 499, 600, 400}) {
            grow(one, bytes);
            assertEquals(List.of(), look(guard), "with " + bytes);
            assertTrue(guard.isDegraded());
        }
        grow(one, 399);
        assertEquals(List.of("CLEARED project=a 899"), look(guard));
        assertFalse(guard.isDegraded());
        grow(other, 601);
        assertEquals(List.of(), look(guard));
        grow(other, 602);
        assertEquals(List.of("SOFT project=a 1001"), look(guard));
        // The hard one is strict as well.
        grow(other, 1_601);
        assertEquals(List.of(), look(guard));
        assertEquals(List.of(), ended);
        grow(other, 1_602);
        assertEquals(List.of("HARD project=a 2001"), look(guard));
        assertEquals(List.of(other), ended);
        // They are gone, with all that they had.
        living.clear();
        assertEquals(List.of("CLEARED project=a 0"), look(guard));
        assertFalse(guard.isDegraded());
    }

    @Test
    void oneAfterTheOtherGoes() {
        MemoryGuard guard = guard(NEVER, MemoryLimit.perValueOf("project", 1_000, 1_000));
        Supervised small = with(300, A);
        Supervised large = with(900, A);
        Supervised middle = with(800, A);
        look(guard);
        look(guard);
        assertEquals(List.of(large), ended);
        living.remove(large);
        look(guard);
        look(guard);
        assertEquals(List.of(large, middle), ended);
        living.remove(middle);
        look(guard);
        assertEquals(List.of(large, middle), ended);
        assertEquals(List.of(small), living);
    }

    /** For whatever reason: it takes its memory with it. */
    @Test
    void whoIsBeingEndedAlreadyIsWaitedFor() {
        MemoryGuard guard = guard(NEVER, MemoryLimit.perValueOf("project", 1_000, 1_000));
        Supervised leaving = with(500, A);
        Supervised other = with(400, A);
        leaving.noteEnding(EndReason.REQUESTED, "by the test");
        look(guard);
        grow(other, 600);
        look(guard);
        assertEquals(List.of(), ended);
        living.remove(leaving);
        grow(other, 1_001);
        look(guard);
        assertEquals(List.of(other), ended);
    }

    @Test
    void oneThatCannotBeKilledDoesNotKeepTheOthers() {
        MemoryLimit limit = MemoryLimit.perValueOf("project", 1_000, 1_000);
        MemoryGuard patient = guard(NEVER, limit);
        Supervised stuck = with(5_000, A);
        Supervised large = with(900, A);
        Supervised small = with(800, A);
        with(0, A);
        look(patient);
        look(patient);
        assertEquals(List.of(stuck), ended);
        MemoryGuard guard = guard(Duration.ZERO, limit);
        look(guard);
        assertEquals(List.of(stuck, large), ended);
        look(guard);
        assertEquals(List.of(stuck, large, small), ended);
        // Nobody is left of whom anything is known.
        assertEquals(List.of(), look(guard));
        assertEquals(3, ended.size());
    }

    @Test
    void anEndThatLastsIsWaitedForAnew() throws Exception {
        MemoryGuard guard =
                guard(Duration.ofSeconds(1), MemoryLimit.perValueOf("project", 1_000, 1_000));
        for (int i = 0; i < 4; i++) {
            with(5_000 - i, A);
        }
        long[] lookedAt = {System.nanoTime()};
        for (int i = 0; i < 4; i++) {
            int before = i;
            // Just before the look that ended the one before.
            long begun = lookedAt[0];
            Await.until(
                    "the next one is ended",
                    () -> {
                        lookedAt[0] = System.nanoTime();
                        look(guard);
                        return ended.size() > before;
                    });
            assertEquals(before + 1, ended.size());
            boolean hasWaited = System.nanoTime() - begun > 500_000_000L;
            assertTrue(hasWaited || i == 0, "number " + i);
        }
        assertEquals(living, ended);
    }

    @Test
    void headroomIsToldAndMadeAtTheEdge() {
        MemoryGuard guard = guard(NEVER, MemoryLimit.headroom(10_000, 5_000));
        with(0, A);
        left = 10_000;
        assertEquals(List.of(), look(guard));
        left = 9_999;
        assertEquals(List.of("SOFT host 9999"), look(guard));
        for (long bytes : new long[] {10_001, 11_111, 5_000}) {
            left = bytes;
            assertEquals(List.of(), look(guard), "with " + bytes);
            assertTrue(guard.isDegraded());
        }
        // What is known to have nothing would give nothing back.
        left = 4_999;
        assertEquals(List.of(), look(guard));
        assertEquals(List.of(), ended);
        Supervised small = with(1, A);
        Supervised large = with(2, Tags.none());
        assertEquals(List.of("HARD host 4999"), look(guard));
        assertEquals(List.of(large), ended);
        assertEquals(List.of(), look(guard));
        living.remove(large);
        assertEquals(List.of("HARD host 4999"), look(guard));
        assertEquals(List.of(large, small), ended);
        left = 11_113;
        assertEquals(List.of("CLEARED host 11113"), look(guard));
        assertFalse(guard.isDegraded());
    }
}
