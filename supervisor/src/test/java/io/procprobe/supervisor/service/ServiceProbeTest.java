package io.procprobe.supervisor.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Services that are alive and not well. */
@EnabledOnOs(OS.LINUX)
class ServiceProbeTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private ServiceFixture fixture;

    /** Whether the first server has been told to go wrong, or is about to be. */
    private volatile boolean isBroken;

    @BeforeEach
    void open() throws IOException {
        fixture = new ServiceFixture();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** Tells a healthy server something that it does not recover from; it is replaced. */
    private void breakServer(ServiceSpec.Builder spec, String order, String expected)
            throws Exception {
        SupervisedService service = fixture.start(spec.failuresBeforeRestart(3));
        Supervised first = fixture.await(service, ServiceState.HEALTHY, 1);
        assertEquals(0, service.consecutiveFailures());
        isBroken = true;
        ServiceFixture.order(first, order);
        Await.until("another is started", () -> service.restarts() == 1);
        Supervised second = fixture.await(service, ServiceState.HEALTHY, 2);

        assertEquals(List.of(), fixture.host().left(first));
        assertEquals(second, service.current().orElseThrow());
        assertEquals(EndReason.UNHEALTHY, first.onEnd().join().reason());
        assertEquals(
                List.of(
                        ServiceState.STARTING,
                        ServiceState.HEALTHY,
                        ServiceState.UNHEALTHY,
                        ServiceState.RESTARTING,
                        ServiceState.BACKING_OFF,
                        ServiceState.STARTING,
                        ServiceState.HEALTHY),
                ServiceFixture.states(service));
        String why = service.events().get(3).detail();
        assertTrue(why.contains(expected) && why.contains("; 3 in a row"), why);
        assertTrue(service.lastFailure().orElseThrow().what().contains(expected));
        assertEquals(0, service.consecutiveFailures());
    }

    @Test
    void httpStatus500() throws Exception {
        breakServer(fixture.server().probe(fixture.http()), "status 500", "HTTP status 500");
    }

    @Test
    void tcpRefused() throws Exception {
        breakServer(fixture.server().probe(fixture.tcp()), "close", "Connection refused");
    }

    @Test
    void noAnswer() throws Exception {
        // The start of a JVM, which may take long, is not to be mistaken for silence.
        HealthProbe http = fixture.http();
        HealthProbe patient =
                timeout -> {
                    boolean isSilent = isBroken && fixture.host().started().size() == 1;
                    http.check(isSilent ? Duration.ofMillis(600) : timeout);
                };
        breakServer(fixture.server().probe(patient), "hang", "");
    }

    @Test
    void firstProbeWaitsForTheGrace() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .probe(timeout -> calls.incrementAndGet())
                                .startGrace(NEVER));
        Await.until("its process is there", () -> service.current().isPresent());
        assertEquals(ServiceState.STARTING, service.state());
        assertEquals(0, calls.get());
    }

    @Test
    void successBetweenFailuresCounts() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .failuresBeforeRestart(3)
                                .probe(
                                        timeout -> {
                                            // An error is an answer as well.
                                            assertEquals(0, calls.incrementAndGet() % 3);
                                        })
                                .probeInterval(Duration.ofMillis(1)));
        Await.until("it was asked often", () -> calls.get() >= 60);
        assertEquals(0, service.restarts());
        assertEquals(1, fixture.host().started().size());
        assertTrue(ServiceFixture.states(service).contains(ServiceState.UNHEALTHY));
        assertTrue(ServiceFixture.states(service).contains(ServiceState.HEALTHY));
    }

    @Test
    void probeThatHangsHoldsOneThread() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger mostAtOnce = new AtomicInteger();
        HealthProbe deaf =
                timeout -> {
                    calls.incrementAndGet();
                    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    try {
                        awaitDeaf(release);
                    } finally {
                        atOnce.decrementAndGet();
                    }
                };
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .probe(deaf)
                                .probeTimeout(Duration.ofMillis(5))
                                .failuresBeforeRestart(3));
        try {
            // Each of these restarts was for three probes that were due.
            Await.until("it was started thrice", () -> service.restarts() >= 2);
            assertEquals(1, calls.get());
        } finally {
            release.countDown();
        }
        Await.until("it is asked again", () -> calls.get() > 1);
        ServiceFixture.stop(service);
        assertEquals(1, mostAtOnce.get());
        assertTrue(service.lastFailure().orElseThrow().what().startsWith("probe failed"));
    }

    private static void awaitDeaf(CountDownLatch release) {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // It hangs in the way of what does not heed interrupts.
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void exitDuringProbe() throws Exception {
        CountDownLatch probing = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        HealthProbe probe =
                timeout -> {
                    if (isFirst.getAndSet(false)) {
                        probing.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } finally {
                            interrupted.countDown();
                        }
                    }
                };
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .probe(probe)
                                .failuresBeforeRestart(1)
                                .probeTimeout(NEVER));
        probing.await();
        ServiceFixture.send(fixture.host().started().get(0), "7");
        interrupted.await();
        fixture.await(service, ServiceState.HEALTHY, 2);
        assertEquals(1, service.restarts());
        assertFalse(ServiceFixture.states(service).contains(ServiceState.UNHEALTHY));
        assertTrue(service.lastFailure().orElseThrow().what().endsWith("FAILED, exit code 7"));
    }
}
