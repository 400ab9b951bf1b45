package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is started is what was asked for, and every end is told with how it came. */
class SpawnTest {
    @TempDir Path work;

    @Test
    void anEndIsToldWithItsCode() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().build()) {
            for (int code : new int[] {0, 1, 42}) {
                Supervised who =
                        supervisor.spawn(
                                Shell.running("exit " + code), Tags.of("number", "" + code));
                Ended how = Shell.end(who);
                assertEquals(OptionalInt.of(code), how.exitCode());
                assertEquals(code == 0 ? EndReason.FINISHED : EndReason.FAILED, how.reason());
                assertEquals(who.tags(), how.tags());
                assertEquals(who.id(), how.id());
                assertFalse(who.isAlive());
            }
            SupervisorStats stats = supervisor.stats();
            assertEquals(3, stats.started());
            assertEquals(0, stats.slotsTaken());
            assertEquals(List.of(), stats.active());
            assertEquals(1, stats.peakConcurrent());
            assertEquals(2, stats.endedByReason().get(EndReason.FAILED));
            assertEquals(3, stats.recent().size());
        }
    }

    /** As many as come and go faster than anybody can look. */
    @Test
    void nobodyIsTooQuickToBeNoticed() throws Exception {
        int count = 100;
        try (Supervisor supervisor =
                Supervisor.builder().mostLive(4).breaker(1_000, SECOND, SECOND).build()) {
            for (int i = 0; i < count; i++) {
                CompletableFuture<Supervised> unused =
                        supervisor.spawnAsync(SpawnRequest.of(new ProcessBuilder("true")));
            }
            Await.until(
                    "all have ended",
                    () ->
                            supervisor.stats().endedByReason().values().stream()
                                            .mapToLong(Long::longValue)
                                            .sum()
                                    == count);
            Await.until("all slots are free", () -> supervisor.stats().slotsTaken() == 0);
            assertTrue(supervisor.stats().peakConcurrent() <= 4);
        }
    }

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void argumentsReachTheChildUnchanged() throws Exception {
        String[] odd = {"", " ", "a b", "\"quoted\"", "it's", "$HOME", "\\", "*", "-", "\u00e9\n"};
        try (Supervisor supervisor = Supervisor.builder().build()) {
            Supervised who =
                    supervisor.spawn(
                            Shell.running("for each; do printf '<%s>' \"$each\"; done", odd),
                            Tags.none());
            assertEquals(
                    "<" + String.join("><", odd) + ">", Shell.output(who.process().orElseThrow()));
        }
    }

    @Test
    void theEnvironmentIsThatOfTheRules() throws Exception {
        ProcessBuilder builder = Shell.running("env");
        builder.environment().put("SECRET", "1");
        builder.environment().put("SECRET_TOO", "2");
        builder.environment().put("NPM_TOKEN", "3");
        builder.environment().put("NPM_CONFIG", "4");
        builder.environment().put("KEPT", "5");
        try (Supervisor supervisor =
                Supervisor.builder()
                        .removeVariable("SECRET")
                        .removeVariablesWithPrefix("NPM_")
                        .build()) {
            Supervised who = supervisor.spawn(builder, Tags.none());
            List<String> lines = Shell.output(who.process().orElseThrow()).lines().toList();
            assertTrue(lines.contains("SECRET_TOO=2"), lines.toString());
            assertTrue(lines.contains("KEPT=5"), lines.toString());
            assertFalse(lines.stream().anyMatch(line -> line.startsWith("SECRET=")));
            assertFalse(lines.stream().anyMatch(line -> line.startsWith("NPM_")));
            assertTrue(lines.stream().anyMatch(line -> line.startsWith("PROCPROBE_SPAWN=")));
            assertEquals("1", builder.environment().get("SECRET"), "the caller's was changed");
        }
    }

    @Test
    void whatCannotBeStartedHoldsNothing() throws Exception {
        Path registry = work.resolve("registry");
        try (Supervisor supervisor = Supervisor.builder().registry(registry).mostLive(1).build()) {
            for (int i = 0; i < 2; i++) {
                assertThrows(
                        IOException.class,
                        () ->
                                supervisor.spawn(
                                        new ProcessBuilder("/no/such/program"), Tags.none()));
            }
            assertEquals(0, supervisor.stats().slotsTaken());
            supervisor.spawn(Shell.sleeping(), Tags.none());
        }
        assertEquals(
                1, Files.readAllLines(registry).stream().filter(l -> l.contains("alive")).count());
    }

    @Test
    void oneThatALibraryStartedIsAdopted() throws Exception {
        Process foreign = Shell.sleeping().start();
        try (Supervisor supervisor = Supervisor.builder().build()) {
            Supervised who =
                    supervisor.adopt(foreign.pid(), Tags.of("kind", "library")).orElseThrow();
            assertEquals(foreign.pid(), who.pid());
            assertEquals(1, supervisor.stats().slotsTaken());
            assertEquals(who, supervisor.find(who.id()).orElseThrow());
            foreign.destroyForcibly();
            assertEquals(EndReason.FAILED, Shell.end(who).reason());
            assertTrue(supervisor.adopt(foreign.pid(), Tags.none()).isEmpty());
            assertTrue(supervisor.adopt(0, Tags.none()).isEmpty());
            assertTrue(supervisor.adopt(-1, Tags.none()).isEmpty());
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void thisProcessAndItsAncestorsAreNotAdopted() throws Exception {
        long own = ProcessHandle.current().pid();
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        try (Supervisor supervisor = Supervisor.builder().build()) {
            assertThrows(IllegalArgumentException.class, () -> supervisor.adopt(own, Tags.none()));
            assertThrows(
                    IllegalArgumentException.class, () -> supervisor.adopt(parent, Tags.none()));
            assertEquals(List.of(), supervisor.active());
        }
    }

    /** Whenever that comes: before, during and after the start. */
    @Test
    void whoIsInterruptedLeavesNobodyBehind() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().grace(Duration.ZERO).build()) {
            for (int i = 0; i < 100; i++) {
                Thread caller = new Thread(() -> spawnUntilInterrupted(supervisor));
                caller.start();
                LockSupport.parkNanos(i * 20_000L);
                caller.interrupt();
                caller.join();
            }
            Await.until("nobody is left", () -> supervisor.active().isEmpty());
            // A start that was given up before its turn holds its slot until it has its turn.
            Await.until("no slot is taken", () -> supervisor.stats().slotsTaken() == 0);
        }
    }

    private static void spawnUntilInterrupted(Supervisor supervisor) {
        try {
            Supervised who = supervisor.spawn(Shell.sleeping(), Tags.none());
            CompletableFuture<Ended> unused =
                    supervisor.end(who, "it was quicker than the interrupt");
        } catch (InterruptedException | IOException | SpawnRefusedException e) {
            // Nothing is started, or it is ended: the test looks.
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whoIsEndedOnRequestIsNoFailure() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder().breaker(1, Duration.ofHours(1), Duration.ofHours(1)).build()) {
            for (int i = 0; i < 3; i++) {
                Supervised who = supervisor.spawn(Shell.sleeping(), Tags.none());
                Ended how = supervisor.end(who, "enough").get();
                assertEquals(EndReason.REQUESTED, how.reason());
                assertEquals("enough", how.detail());
            }
        }
    }
}
