package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What listeners and futures do may take its time, and use the supervisor, and close it. */
class CallbackTest {
    private static final Duration NEVER = Duration.ofDays(365);
    private static final SpawnRequest SLEEPING = SpawnRequest.of(Shell.sleeping());
    private static final SpawnRequest QUICK = SpawnRequest.of(new ProcessBuilder("true"));

    private final AtomicReference<Supervisor> own = new AtomicReference<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private void close() {
        own.get().close();
        closed.complete(null);
    }

    private Supervisor keep(SupervisorBuilder builder) throws Exception {
        own.set(builder.grace(Duration.ZERO).sweepInterval(NEVER).build());
        return own.get();
    }

    private void assertClosed() throws Exception {
        closed.get(60, TimeUnit.SECONDS);
        assertEquals(List.of(), own.get().active());
    }

    @Test
    void aListenerClosesIt() throws Exception {
        SupervisorListener closing =
                new SupervisorListener() {
                    @Override
                    public void onStarted(Supervised who, int concurrent) {
                        close();
                    }
                };
        keep(Supervisor.builder().listener(closing)).spawn(SLEEPING);
        assertClosed();
    }

    @Test
    void aMemoryListenerClosesIt() throws Exception {
        SupervisorListener closing =
                new SupervisorListener() {
                    @Override
                    public void onMemory(MemoryEvent event) {
                        close();
                    }
                };
        Supervisor supervisor =
                keep(
                        Supervisor.builder()
                                .listener(closing)
                                .memoryLimit(MemoryLimit.perProcess(1, 1L << 40)));
        supervisor.spawn(SLEEPING);
        supervisor.sweepNow();
        assertClosed();
    }

    @Test
    void aStartThatIsDoneClosesIt() throws Exception {
        CompletableFuture<?> unused =
                keep(Supervisor.builder()).spawnAsync(SLEEPING).thenAccept(who -> close());
        assertClosed();
    }

    @Test
    void anEndClosesIt() throws Exception {
        Supervisor supervisor = keep(Supervisor.builder());
        supervisor.spawn(SLEEPING);
        CompletableFuture<?> unused = supervisor.spawn(QUICK).onEnd().thenRun(this::close);
        assertClosed();
    }

    /** More of them than the supervisor has threads of its own. */
    @Test
    void startsWithinStartsAndEndsAreServed() throws Exception {
        try (Supervisor supervisor = keep(Supervisor.builder())) {
            List<CompletableFuture<Ended>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                all.add(
                        supervisor
                                .spawnAsync(QUICK)
                                .thenApply(who -> spawnAnother(supervisor))
                                .thenCompose(Supervised::onEnd)
                                .thenApply(how -> spawnAnother(supervisor))
                                .thenCompose(Supervised::onEnd));
            }
            for (CompletableFuture<Ended> each : all) {
                assertEquals(EndReason.FINISHED, each.get(60, TimeUnit.SECONDS).reason());
            }
        }
    }

    private static Supervised spawnAnother(Supervisor supervisor) {
        try {
            return supervisor.spawn(QUICK);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRefusalIsAnsweredByAnotherStart() throws Exception {
        try (Supervisor supervisor = keep(Supervisor.builder().mostLive(1))) {
            Supervised first = supervisor.spawn(SLEEPING);
            CompletableFuture<Ended> second =
                    supervisor
                            .spawnAsync(QUICK.slotTimeout(Duration.ofMillis(20)))
                            .exceptionally(
                                    refused -> {
                                        supervisor.end(first, "no slot became free").join();
                                        return spawnAnother(supervisor);
                                    })
                            .thenCompose(Supervised::onEnd);
            assertEquals(EndReason.FINISHED, second.get(60, TimeUnit.SECONDS).reason());
        }
    }

    /** In the order in which it happened, however long each takes. */
    @Test
    void noticesComeInOrder() throws Exception {
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        SupervisorListener listener =
                new SupervisorListener() {
                    @Override
                    public void onStarted(Supervised who, int concurrent) {
                        told.add("+" + who.tags().get("number"));
                    }

                    @Override
                    public void onEnded(Ended how) {
                        told.add("-" + how.tags().get("number"));
                    }
                };
        List<String> expected = new ArrayList<>();
        try (Supervisor supervisor = keep(Supervisor.builder().listener(listener))) {
            for (int i = 0; i < 20; i++) {
                Shell.end(supervisor.spawn(QUICK.tags(Tags.of("number", "" + i))));
                expected.add("+" + i);
                expected.add("-" + i);
            }
            // That close() waits for all of it is said by its own test, and not without a limit.
            Await.until("all has been told", () -> told.size() == expected.size());
        }
        assertEquals(expected, List.copyOf(told));
    }

    /** A time that no clock can count is as long as can be. */
    @Test
    void foreverIsATime() throws Exception {
        Duration forever = java.time.temporal.ChronoUnit.FOREVER.getDuration();
        try (Supervisor supervisor =
                keep(
                        Supervisor.builder()
                                .mostLive(1)
                                .slotTimeout(forever)
                                .deadline(forever)
                                .breaker(3, forever, forever)
                                .history(10, forever))) {
            Supervised first = supervisor.spawn(SLEEPING);
            CompletableFuture<Supervised> second = supervisor.spawnAsync(QUICK);
            supervisor.sweepNow();
            assertTrue(first.isAlive());
            CompletableFuture<Ended> unused = supervisor.end(first, "for the next");
            assertEquals(EndReason.FINISHED, Shell.end(second.get()).reason());
            assertEquals(0, supervisor.stats().failures());
        }
    }

    @Test
    void manyThreadsCloseIt() throws Exception {
        Supervisor supervisor = keep(Supervisor.builder());
        supervisor.spawn(SLEEPING);
        var threads = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 4; i++) {
                threads.execute(this::close);
            }
            assertClosed();
        } finally {
            threads.shutdown();
        }
    }
}
