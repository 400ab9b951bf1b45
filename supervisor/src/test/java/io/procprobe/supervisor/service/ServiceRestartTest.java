package io.procprobe.supervisor.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.EndReason;
import io.procprobe.supervisor.SpawnRefusedException;
import io.procprobe.supervisor.Supervised;
import io.procprobe.supervisor.Tags;
import io.procprobe.supervisor.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** When a service is started again, how often, and what has to be gone before. */
@EnabledOnOs(OS.LINUX)
class ServiceRestartTest {
    private static final Duration NEVER = Duration.ofDays(1);

    private ServiceFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new ServiceFixture();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private static List<String> backOffs(SupervisedService service) {
        return service.events().stream()
                .filter(event -> event.to() == ServiceState.BACKING_OFF)
                .map(ServiceEvent::detail)
                .toList();
    }

    private static void refuse() throws IOException {
        throw new IOException("nothing is started today");
    }

    @Test
    void onExitOfAnyKind() throws Exception {
        SupervisedService service = fixture.start(ServiceFixture.shell());
        String[] ends = {"FINISHED, exit code 0", "FAILED, exit code 3"};
        for (int i = 0; i < ends.length; i++) {
            Supervised who = fixture.await(service, ServiceState.HEALTHY, i + 1);
            assertEquals(who, service.current().orElseThrow());
            ServiceFixture.send(who, i == 0 ? "0" : "3");
            fixture.await(service, ServiceState.HEALTHY, i + 2);
            assertEquals(i + 1, service.restarts());
            assertEquals(
                    "PID " + who.pid() + " ended: " + ends[i],
                    service.lastFailure().orElseThrow().what());
        }
        ServiceFixture.stop(service);
        Await.until("all was told", () -> fixture.told().equals(service.events()));
        assertEquals(
                List.of(
                        ServiceState.STARTING,
                        ServiceState.HEALTHY,
                        ServiceState.RESTARTING,
                        ServiceState.BACKING_OFF,
                        ServiceState.STARTING,
                        ServiceState.HEALTHY,
                        ServiceState.RESTARTING,
                        ServiceState.BACKING_OFF,
                        ServiceState.STARTING,
                        ServiceState.HEALTHY,
                        ServiceState.STOPPING,
                        ServiceState.STOPPED),
                ServiceFixture.states(service));
    }

    @Test
    void afterWhatItLeftBehindIsGone() throws Exception {
        SupervisedService service =
                fixture.start(ServiceFixture.of("sleep 60 & setsid sleep 60 & echo $$; read code"));
        for (int i = 1; i <= 3; i++) {
            Supervised who = fixture.await(service, ServiceState.HEALTHY, i);
            who.process().orElseThrow().inputReader().readLine();
            Await.until("it has two children", () -> fixture.host().left(who).size() == 3);
            ServiceFixture.send(who, "");
            fixture.await(service, ServiceState.HEALTHY, i + 1);
            assertEquals(List.of(), fixture.host().left(who));
        }
        assertEquals(List.of(), fixture.host().leftovers());
    }

    @Test
    void notAfterAnEndThatWasAskedFor() throws Exception {
        for (EndReason reason :
                List.of(EndReason.REQUESTED, EndReason.REPLACED, EndReason.SHUTDOWN)) {
            SupervisedService service = fixture.start(ServiceFixture.shell());
            ServiceFixture.awaitState(service, ServiceState.HEALTHY);
            fixture.host().endFor(service.current().orElseThrow(), reason);
            ServiceFixture.awaitState(service, ServiceState.STOPPED);
            assertEquals(0, service.restarts());
            assertTrue(service.lastFailure().isEmpty());
        }
    }

    /** The same, when the service was about to end it itself. */
    @Test
    void notAfterAnEndThatWasAskedForMeanwhile() throws Exception {
        AtomicBoolean isWell = new AtomicBoolean(true);
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .failuresBeforeRestart(1)
                                .probe(
                                        timeout -> {
                                            if (!isWell.get()) {
                                                throw new IOException("not well");
                                            }
                                        }));
        Supervised who = fixture.await(service, ServiceState.HEALTHY, 1);
        fixture.host().noteEnding(who, EndReason.REQUESTED);
        isWell.set(false);
        ServiceFixture.awaitState(service, ServiceState.STOPPED);
        assertEquals(List.of(EndReason.UNHEALTHY), fixture.host().ends());
        assertEquals(1, fixture.host().started().size());
        isWell.set(true);
        service.start();
        fixture.await(service, ServiceState.HEALTHY, 2);
    }

    /** It is kept running, and it was no failure: the next wait is no longer than the first. */
    @Test
    void afterAnEndByALimit() throws Exception {
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .restartBudget(4, NEVER)
                                .stableAfter(NEVER)
                                .backOff(Duration.ofMillis(1), Duration.ofMillis(4), 2)
                                .jitter(0));
        int ends = 0;
        for (EndReason reason :
                List.of(
                        EndReason.REAPED,
                        EndReason.MEMORY,
                        EndReason.DEADLINE,
                        EndReason.UNHEALTHY)) {
            fixture.host().endFor(fixture.await(service, ServiceState.HEALTHY, ends + 1), reason);
            ends++;
            fixture.await(service, ServiceState.HEALTHY, ends + 1);
            assertEquals(ends, service.restarts());
            assertTrue(service.lastFailure().isEmpty(), reason.name());
        }
        assertEquals(Collections.nCopies(4, "for PT0.001S"), backOffs(service));
        // They were of the budget.
        fixture.host().endFor(service.current().orElseThrow(), EndReason.REAPED);
        ServiceFixture.awaitState(service, ServiceState.FAILED);
    }

    /** As one that a killed supervisor has left behind. */
    @Test
    void afterWhoeverElseIsOfThatService() throws Exception {
        SupervisedService first =
                fixture.start(ServiceFixture.of("setsid sleep 60 & echo $$; read code"));
        Supervised old = fixture.await(first, ServiceState.HEALTHY, 1);
        old.process().orElseThrow().inputReader().readLine();
        assertEquals("shell", old.tags().get(Tags.SERVICE));
        SupervisedService second = fixture.start(ServiceFixture.shell());
        Supervised now = fixture.await(second, ServiceState.HEALTHY, 2);
        assertEquals(EndReason.REPLACED, old.onEnd().join().reason());
        assertEquals(List.of(), fixture.host().left(old));
        assertTrue(now.isAlive());
        ServiceFixture.awaitState(first, ServiceState.STOPPED);
    }

    @Test
    void notBeforeThatHasEnded() throws Exception {
        SupervisedService first = fixture.start(ServiceFixture.shell());
        Supervised old = fixture.await(first, ServiceState.HEALTHY, 1);
        AtomicInteger ends = new AtomicInteger();
        fixture.host()
                .beforeEnd(
                        () -> {
                            if (ends.incrementAndGet() <= 2) {
                                throw new IOException("it is stuck in the kernel");
                            }
                        });
        SupervisedService second = fixture.start(ServiceFixture.shell());
        fixture.await(second, ServiceState.HEALTHY, 2);
        assertTrue(old.onEnd().isDone());
        assertEquals(2, second.restarts());
        assertTrue(second.lastFailure().orElseThrow().what().contains("stuck in the kernel"));
    }

    @Test
    void laterAndLaterButNotForEver() throws Exception {
        List<Long> startedAtNanos = new CopyOnWriteArrayList<>();
        fixture.host()
                .beforeStart(
                        () -> {
                            startedAtNanos.add(System.nanoTime());
                            refuse();
                        });
        SupervisedService service =
                fixture.start(
                        ServiceFixture.shell()
                                .backOff(Duration.ofMillis(10), Duration.ofMillis(50), 2)
                                .jitter(0)
                                .restartBudget(5, NEVER));
        ServiceFixture.awaitState(service, ServiceState.FAILED);
        assertEquals(
                List.of("for PT0.01S", "for PT0.02S", "for PT0.04S", "for PT0.05S", "for PT0.05S"),
                backOffs(service));
        long[] millis = {10, 20, 40, 50, 50};
        for (int i = 0; i < millis.length; i++) {
            long gapNanos = startedAtNanos.get(i + 1) - startedAtNanos.get(i);
            assertTrue(gapNanos >= TimeUnit.MILLISECONDS.toNanos(millis[i]), "gap " + i);
        }
    }

    @Test
    void soonerAfterAWhileInGoodHealth() throws Exception {
        for (boolean isStable : new boolean[] {true, false}) {
            SupervisedService service =
                    fixture.start(
                            ServiceFixture.shell()
                                    .stableAfter(isStable ? Duration.ZERO : NEVER)
                                    .backOff(Duration.ofMillis(1), Duration.ofMillis(4), 2)
                                    .jitter(0));
            for (int i = 1; i <= 3; i++) {
                long restarts = i - 1L;
                Await.until(
                        "it is well",
                        () ->
                                service.state() == ServiceState.HEALTHY
                                        && service.restarts() == restarts);
                ServiceFixture.send(service.current().orElseThrow(), "1");
                Await.until("it is started again", () -> service.restarts() > restarts);
            }
            ServiceFixture.stop(service);
            assertEquals(
                    isStable
                            ? List.of("for PT0.001S", "for PT0.001S", "for PT0.001S")
                            : List.of("for PT0.001S", "for PT0.002S", "for PT0.004S"),
                    backOffs(service));
        }
    }

    @Test
    void asOftenAsTheBudgetAllows() throws Exception {
        SupervisedService service =
                fixture.start(
                        ServiceFixture.of("exit 9").restartBudget(3, NEVER).stableAfter(NEVER));
        ServiceFixture.awaitState(service, ServiceState.FAILED);
        assertEquals(3, service.restarts());
        assertTrue(service.current().isEmpty());
        assertEquals(0, fixture.host().alive());

        // Told to, it begins anew.
        service.start();
        Await.until("the budget was full", () -> service.restarts() == 6);
        ServiceFixture.awaitState(service, ServiceState.FAILED);
        ServiceFixture.stop(service);
    }

    @Test
    void afterRefusalsThatPass() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        fixture.host()
                .beforeStart(
                        () -> {
                            if (starts.incrementAndGet() < 3) {
                                throw new SpawnRefusedException(
                                        SpawnRefusedException.Reason.STORM, "later");
                            }
                        });
        SupervisedService service = fixture.start(ServiceFixture.shell());
        fixture.await(service, ServiceState.HEALTHY, 1);
        assertEquals(2, service.restarts());
        assertEquals("could not be started: later", service.lastFailure().orElseThrow().what());
    }

    @Test
    void notWhenTheSupervisorShutsDown() throws Exception {
        fixture.host()
                .beforeStart(
                        () -> {
                            throw new SpawnRefusedException(
                                    SpawnRefusedException.Reason.SHUTDOWN, "over");
                        });
        SupervisedService service = fixture.start(ServiceFixture.shell());
        ServiceFixture.awaitState(service, ServiceState.STOPPED);
        assertEquals(0, service.restarts());
    }

    @Test
    void notBeforeTheEndIsVerified() throws Exception {
        AtomicInteger ends = new AtomicInteger();
        fixture.host()
                .beforeEnd(
                        () -> {
                            if (ends.incrementAndGet() <= 2) {
                                throw new IOException("it is stuck in the kernel");
                            }
                        });
        SupervisedService service =
                fixture.start(
                        ServiceFixture.of("sleep 60 & echo $$; exec sleep 60")
                                .probe(
                                        timeout -> {
                                            if (fixture.host().started().size() == 1) {
                                                throw new IOException("not well");
                                            }
                                        })
                                .failuresBeforeRestart(1));
        Supervised second = fixture.await(service, ServiceState.HEALTHY, 2);
        assertEquals(3, ends.get());
        assertEquals(second, service.current().orElseThrow());
        assertEquals(1, service.restarts());
        assertEquals(3, backOffs(service).size());
        assertEquals(List.of(), fixture.host().leftovers());
        assertFalse(second.onEnd().isDone());
    }
}
