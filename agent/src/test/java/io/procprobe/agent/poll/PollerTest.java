package io.procprobe.agent.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProbeUnavailableException;
import io.procprobe.Status;
import io.procprobe.agent.testing.Await;
import io.procprobe.agent.testing.ScriptedSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The thread that polls goes on, whatever happens to it, and says what has. */
class PollerTest {
    private static final Duration INTERVAL = Duration.ofMillis(10);
    private static final Duration NEVER = Duration.ofDays(1);

    private final ScriptedSource source = new ScriptedSource();

    /** By how much the clock is put forward. */
    private final AtomicLong aheadNanos = new AtomicLong();

    @AfterEach
    void close() {
        source.close();
    }

    private Poller poller(Duration interval, PollListener... listeners) {
        return new Poller(
                source, interval, List.of(listeners), () -> System.nanoTime() + aheadNanos.get());
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitNext(Poller poller) throws Exception {
        long number = poller.latest().number();
        Await.until("there is another poll", () -> poller.latest().number() > number);
    }

    @Test
    void beforeTheFirstPollNothingIsKnown() {
        try (Poller poller = poller(NEVER)) {
            assertNull(poller.latest());
            assertTrue(poller.isDegraded());
            assertEquals(0, poller.finished());
            poller.start();
            assertEquals(1, poller.latest().number());
            assertFalse(poller.isDegraded());
            assertEquals(1, poller.finished());
        }
    }

    @Test
    void whereNothingCanBeReadItDoesNotStart() {
        source.script(() -> Status.DENIED);
        try (Poller poller = poller(INTERVAL)) {
            ProbeUnavailableException e =
                    assertThrows(ProbeUnavailableException.class, poller::start);
            assertTrue(e.getMessage().contains(Status.DENIED.meaning()), e.getMessage());
            assertEquals(1, source.refreshes());
        }
    }

    @Test
    void aPollThatFailsIsToldUntilOneDoesNot() throws Exception {
        try (Poller poller = poller(INTERVAL)) {
            poller.start();
            source.script(() -> Status.DENIED);
            Await.until("it is degraded", poller::isDegraded);
            long finished = poller.finished();
            Await.until("it polls all the same", () -> poller.finished() > finished);
            assertTrue(poller.isDegraded());
            assertTrue(poller.latest().size() > 0, "the last that is known is kept");
            source.script(() -> Status.OK);
            awaitNext(poller);
            Await.until("all is well again", () -> !poller.isDegraded());
        }
    }

    @Test
    void whatIsThrownInAPollDoesNotEndIt() throws Exception {
        try (Poller poller = poller(INTERVAL)) {
            poller.start();
            for (Throwable thrown :
                    List.of(
                            new IllegalStateException("on purpose"),
                            new StackOverflowError("on purpose"),
                            new OutOfMemoryError("on purpose"))) {
                source.script(
                        () -> {
                            if (thrown instanceof Error error) {
                                throw error;
                            }
                            throw (RuntimeException) thrown;
                        });
                Await.until("it is degraded", poller::isDegraded);
                source.script(() -> Status.OK);
                awaitNext(poller);
                Await.until("all is well again", () -> !poller.isDegraded());
            }
        }
    }

    @Test
    void aListenerThatThrowsKeepsNobodyFromBeingTold() throws Exception {
        AtomicLong told = new AtomicLong();
        try (Poller poller =
                poller(
                        INTERVAL,
                        snapshot -> {
                            throw new IllegalStateException("on purpose");
                        },
                        snapshot -> {
                            throw new StackOverflowError("on purpose");
                        },
                        snapshot -> told.incrementAndGet())) {
            poller.start();
            awaitNext(poller);
            awaitNext(poller);
            assertFalse(poller.isDegraded());
            Await.until("the last was told", () -> told.get() >= 3);
        }
    }

    @Test
    void latePollsAreLeftOutAndCounted() throws Exception {
        CountDownLatch isPolling = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        try (Poller poller = poller(INTERVAL)) {
            poller.start();
            long began = System.nanoTime();
            source.script(
                    () -> {
                        isPolling.countDown();
                        awaitUninterrupted(mayEnd);
                        return Status.OK;
                    });
            isPolling.await();
            assertFalse(poller.isDegraded());
            aheadNanos.set(INTERVAL.multipliedBy(1_000).toNanos());
            assertTrue(poller.isDegraded(), "a poll that does not end");
            mayEnd.countDown();
            awaitNext(poller);
            Await.until("all is well again", () -> !poller.isDegraded());
            awaitNext(poller);
            assertTrue(poller.skipped() >= 999, () -> "skipped: " + poller.skipped());
            long finished = poller.finished();
            long intervals = (System.nanoTime() - began) / INTERVAL.toNanos();
            assertTrue(finished <= intervals + 2, "none of them is made up for");
        }
    }

    @Test
    void closingWaitsForAPollThatIsUnderWay() throws Exception {
        CountDownLatch isPolling = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Poller poller = poller(INTERVAL);
        poller.start();
        source.script(
                () -> {
                    isPolling.countDown();
                    awaitUninterrupted(mayEnd);
                    return Status.OK;
                });
        isPolling.await();
        Thread closing = new Thread(poller::close);
        closing.start();
        Await.until("it waits", () -> closing.getState() == Thread.State.WAITING);
        // Whoever is told to hurry must not leave a poll behind whose table is closed next.
        closing.interrupt();
        long finished = poller.finished();
        mayEnd.countDown();
        closing.join();
        assertEquals(finished + 1, poller.finished());
        poller.close();
        assertEquals(finished + 1, poller.finished(), "closed twice is closed");
    }

    @Test
    void itIsStartedOnce() {
        Poller poller = poller(NEVER);
        poller.start();
        assertThrows(IllegalStateException.class, poller::start);
        assertEquals(1, source.refreshes());
        poller.close();
        Poller closed = poller(NEVER);
        closed.close();
        closed.close();
        assertThrows(IllegalStateException.class, closed::start);
        assertEquals(1, source.refreshes());
    }

    @Test
    void aListenerMayCloseIt() throws Exception {
        AtomicLong told = new AtomicLong();
        Poller[] itself = new Poller[1];
        itself[0] =
                poller(
                        INTERVAL,
                        snapshot -> {
                            if (told.incrementAndGet() == 2) {
                                itself[0].close();
                            }
                        });
        itself[0].start();
        Await.until("it is told twice", () -> told.get() == 2);
        itself[0].close();
        assertEquals(2, told.get());
    }
}
