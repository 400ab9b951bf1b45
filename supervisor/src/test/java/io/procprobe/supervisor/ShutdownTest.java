package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.SpawnRefusedException.Reason;
import io.procprobe.supervisor.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the end nobody is left, and nobody else was touched. */
class ShutdownTest {
    @TempDir Path work;

    @Test
    void treesAndThoseWhoHaveLeftThemEnd() throws Exception {
        Process bystander = Shell.sleeping().start();
        try {
            Path registry = work.resolve("registry");
            Supervisor supervisor =
                    Supervisor.builder().registry(registry).grace(Duration.ofMillis(500)).build();
            List<Supervised> all = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Supervised who =
                        supervisor.spawn(
                                Shell.running("sleep 300 & sleep 300 & echo ready; wait"),
                                Tags.none());
                assertEquals("ready", who.process().orElseThrow().inputReader().readLine());
                all.add(who);
            }
            all.add(
                    supervisor.spawn(
                            Shell.running("trap '' TERM; while :; do sleep 0.1; done"),
                            Tags.none()));
            // A daemon with a session of its own, whose starter has ended: only its cookie tells.
            Supervised starter =
                    supervisor.spawn(
                            Shell.running("setsid sleep 300 >/dev/null 2>&1 & echo $!"),
                            Tags.none());
            long daemon = Long.parseLong(Shell.output(starter.process().orElseThrow()).strip());
            Shell.end(starter);
            assertTrue(Shell.isAlive(daemon));

            List<CompletableFuture<ShutdownReport>> reports = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reports.add(
                        CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        return supervisor.shutdown();
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                }));
            }
            ShutdownReport report = reports.get(0).get();
            assertTrue(report.isComplete(), report.toString());
            assertSame(report, reports.get(1).get());
            assertSame(report, reports.get(2).get());
            assertSame(report, supervisor.shutdown());
            supervisor.close();
            assertTrue(report.processes().entries().size() >= 5 * 3 + 2);
            all.forEach(who -> assertEquals(EndReason.SHUTDOWN, who.onEnd().join().reason()));
            assertFalse(Shell.isAlive(daemon));
            assertEquals(0, supervisor.stats().slotsTaken());
            assertThrows(
                    SpawnRefusedException.class,
                    () -> supervisor.spawn(Shell.sleeping(), Tags.none()));
            Registry.Opened after = Registry.open(registry, "x", null);
            after.registry().close();
            assertEquals(List.of(), after.found().entries());
            assertTrue(bystander.isAlive());
            assertTrue(Files.exists(registry));
        } finally {
            bystander.destroyForcibly();
        }
    }

    @Test
    void whoWaitsIsRefused() throws Exception {
        Supervisor supervisor = Supervisor.builder().mostLive(1).grace(Duration.ZERO).build();
        supervisor.spawn(Shell.sleeping(), Tags.none());
        CompletableFuture<Supervised> waiting =
                supervisor.spawnAsync(SpawnRequest.of(Shell.sleeping()));
        supervisor.close();
        ExecutionException e = assertThrows(ExecutionException.class, waiting::get);
        assertEquals(Reason.SHUTDOWN, ((SpawnRefusedException) e.getCause()).reason());
    }

    /** Starts that are under way at that moment are refused, or ended with the others. */
    @Test
    void nobodySlipsThrough() throws Exception {
        Supervisor supervisor = Supervisor.builder().grace(Duration.ZERO).build();
        List<CompletableFuture<Supervised>> starts = new ArrayList<>();
        Thread starting =
                new Thread(
                        () -> {
                            for (int i = 0; i < 60; i++) {
                                starts.add(
                                        supervisor.spawnAsync(SpawnRequest.of(Shell.sleeping())));
                            }
                        });
        starting.start();
        Await.until("some are alive", () -> supervisor.stats().started() > 5);
        supervisor.close();
        starting.join();
        for (CompletableFuture<Supervised> start : starts) {
            try {
                assertFalse(Shell.isAlive(start.get().pid()));
            } catch (ExecutionException e) {
                assertEquals(Reason.SHUTDOWN, ((SpawnRefusedException) e.getCause()).reason());
            }
        }
    }
}
