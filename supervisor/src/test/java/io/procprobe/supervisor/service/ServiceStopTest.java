package io.procprobe.supervisor.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.TestHost;
import io.procprobe.supervisor.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A stop wins, whatever the service is doing. */
@EnabledOnOs(OS.LINUX)
class ServiceStopTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final long DEADLINE_SECONDS = 60;
    private static final int RACERS = 3;
    private static final int RACES = 40;

    private ServiceFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new ServiceFixture();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static Throwable failureOf(CompletableFuture<Void> future) {
        return assertThrows(
                        ExecutionException.class,
                        () -> future.get(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .getCause();
    }

    @Test
    void endsTheTreeOnce() throws Exception {
        SupervisedService service =
                fixture.start(ServiceFixture.of("trap '' TERM; sleep 60 & echo $$; wait"));
        Supervised who = fixture.await(service, ServiceState.HEALTHY, 1);
        who.process().orElseThrow().inputReader().readLine();
        CompletableFuture<Void> first = service.stop();
        CompletableFuture<Void> second = service.stop();
        first.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        second.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertEquals(List.of(), fixture.host().left(who));
        assertEquals(EndReason.REQUESTED, who.onEnd().join().reason());
        assertEquals(List.of(EndReason.REQUESTED), fixture.host().ends());
        assertTrue(service.stop().isDone());
        assertTrue(service.current().isEmpty());

        service.start();
        fixture.await(service, ServiceState.HEALTHY, 2);
        service.start();
        service.close();
        assertEquals(ServiceState.STOPPED, service.state());
        assertThrows(IllegalStateException.class, service::start);
        assertEquals(2, fixture.host().started().size());
        assertEquals(0, service.restarts());
    }

    /** Only then: one that is stopped may be started again. */
    @Test
    void isForgottenWhenItIsClosed() throws Exception {
        SupervisedService service = fixture.start(ServiceFixture.shell());
        fixture.await(service, ServiceState.HEALTHY, 1);
        ServiceFixture.stop(service);
        assertEquals(List.of(), fixture.host().forgotten());
        service.close();
        assertEquals(List.of(service), fixture.host().forgotten());
    }

    @Test
    void duringBackOff() throws Exception {
        SupervisedService service = fixture.start(ServiceFixture.shell().backOff(NEVER, NEVER, 1));
        ServiceFixture.send(fixture.await(service, ServiceState.HEALTHY, 1), "1");
        ServiceFixture.awaitState(service, ServiceState.BACKING_OFF);
        assertTrue(service.current().isEmpty());
        ServiceFixture.stop(service);
        assertEquals(0, fixture.waiting());
        assertEquals(1, fixture.host().started().size());
    }

    @Test
    void duringAStartThatWaits() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        fixture.host()
                .beforeStart(
                        () -> {
                            waiting.countDown();
                            new CountDownLatch(1).await();
                        });
        SupervisedService service = fixture.start(ServiceFixture.shell());
        waiting.await();
        ServiceFixture.stop(service);
        assertEquals(List.of(), fixture.host().started());
    }

    @Test
    void duringAStartThatIsDone() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.host().afterStart(gate::join);
        SupervisedService service = fixture.start(ServiceFixture.shell());
        Await.until("its process is there", () -> fixture.host().started().size() == 1);
        CompletableFuture<Void> stopped = service.stop();
        assertEquals(ServiceState.STOPPING, service.state());
        assertThrows(IllegalStateException.class, service::start);
        assertFalse(stopped.isDone());
        gate.complete(null);
        stopped.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertEquals(0, fixture.host().alive());
        assertEquals(ServiceState.STOPPED, service.state());
        assertEquals(1, fixture.host().started().size());
    }

    @Test
    void duringAStartThatDoesNotComeBack() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.host().afterStart(gate::join);
        SupervisedService service =
                fixture.start(ServiceFixture.shell().endTimeout(Duration.ofMillis(400)));
        Await.until("its process is there", () -> fixture.host().started().size() == 1);
        assertInstanceOf(TimeoutException.class, failureOf(service.stop()));
        assertEquals(ServiceState.STOPPING, service.state());
        gate.complete(null);
        ServiceFixture.stopAtLast(service);
        assertEquals(0, fixture.host().alive());
        assertEquals(1, fixture.host().started().size());
    }

    @Test
    void duringARestart() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.host().beforeEnd(gate::join);
        SupervisedService service = fixture.start(ServiceFixture.shell());
        ServiceFixture.send(fixture.await(service, ServiceState.HEALTHY, 1), "1");
        ServiceFixture.awaitState(service, ServiceState.RESTARTING);
        CompletableFuture<Void> stopped = service.stop();
        gate.complete(null);
        stopped.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        assertEquals(ServiceState.STOPPED, service.state());
        assertEquals(1, fixture.host().started().size());
        assertEquals(1, fixture.host().ends().size());
    }

    @Test
    void fallsShortAndIsTriedAgain() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.host().beforeEnd(gate::join);
        SupervisedService service =
                fixture.start(ServiceFixture.shell().endTimeout(Duration.ofMillis(400)));
        Supervised who = fixture.await(service, ServiceState.HEALTHY, 1);
        assertInstanceOf(TimeoutException.class, failureOf(service.stop()));
        assertEquals(ServiceState.FAILED, service.state());
        assertEquals(who, service.current().orElseThrow());
        gate.complete(null);
        ServiceFixture.stopAtLast(service);
        assertTrue(service.current().isEmpty());
        assertEquals(0, fixture.host().alive());
    }

    @Test
    void nobodyWorksForItAnyMore() throws Exception {
        SupervisedService service = fixture.start(ServiceFixture.shell());
        Supervised who = fixture.await(service, ServiceState.HEALTHY, 1);
        fixture.dismissThreads();
        assertInstanceOf(RejectedExecutionException.class, failureOf(service.stop()));
        assertEquals(ServiceState.FAILED, service.state());
        fixture.host().endFor(who, EndReason.SHUTDOWN);
    }

    @Test
    void slowListenerMissesTheOldest() throws Exception {
        CompletableFuture<Void> gate = new CompletableFuture<>();
        CountDownLatch firstIsTold = new CountDownLatch(1);
        List<Long> told = new ArrayList<>();
        fixture.host()
                .beforeStart(
                        () -> {
                            firstIsTold.await();
                            throw new IOException("not today");
                        });
        SupervisedService service =
                fixture.service(
                        ServiceFixture.shell().restartBudget(100, NEVER),
                        event -> {
                            firstIsTold.countDown();
                            gate.join();
                            synchronized (told) {
                                told.add(event.sequence());
                            }
                            if (event.sequence() == 1) {
                                throw new IllegalStateException("a listener may fail");
                            }
                        });
        service.start();
        ServiceFixture.awaitState(service, ServiceState.FAILED);
        assertEquals(ServiceEvents.KEPT, service.events().size());
        gate.complete(null);
        // Each attempt has two states; then comes the last.
        long last = 2 * 101;
        Await.until(
                "the last was told",
                () -> {
                    synchronized (told) {
                        return told.contains(last);
                    }
                });
        synchronized (told) {
            assertEquals(ServiceEvents.KEPT + 1, told.size());
            assertEquals(1, told.get(0));
            assertEquals(last - ServiceEvents.KEPT + 1, told.get(1));
        }
    }

    /** Starts, stops, ends and failed probes all at once: never two processes, and none at last. */
    @Test
    void races() throws Exception {
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .probe(
                                        timeout -> {
                                            if (ThreadLocalRandom.current().nextBoolean()) {
                                                throw new IOException("not well");
                                            }
                                        })
                                .probeInterval(Duration.ofMillis(3))
                                .stopGrace(Duration.ZERO)
                                .failuresBeforeRestart(2));
        List<Thread> racers = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            Random random = new Random(i);
            Thread racer = new Thread(() -> race(service, fixture.host(), random), "racer");
            racer.start();
            racers.add(racer);
        }
        for (Thread racer : racers) {
            racer.join();
        }
        ServiceFixture.stop(service);
        assertEquals(0, fixture.host().alive());
        assertEquals(List.of(), fixture.host().leftovers());
    }

    /** For so long, and until there were two to be confused. */
    private static void race(SupervisedService service, TestHost host, Random random) {
        for (int i = 0; i < RACES || host.started().size() < 2; i++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    CompletableFuture<Void> unused = service.stop();
                }
                case 1 -> service.current().ifPresent(who -> who.process().orElseThrow().destroy());
                default -> {
                    try {
                        service.start();
                    } catch (IllegalStateException e) {
                        // It is just being stopped by another.
                        LockSupport.parkNanos(1);
                    }
                }
            }
            LockSupport.parkNanos(random.nextInt(5_000_000));
        }
    }
}
