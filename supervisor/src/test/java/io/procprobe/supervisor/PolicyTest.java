package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.supervisor.reap.ReapPlan;
import io.procprobe.supervisor.reap.ReapPolicies;
import io.procprobe.supervisor.reap.ReapPolicy;
import io.procprobe.supervisor.reap.ReapReport;
import io.procprobe.supervisor.service.ServiceSpec;
import io.procprobe.supervisor.service.ServiceState;
import io.procprobe.supervisor.service.SupervisedService;
import io.procprobe.supervisor.testing.Await;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the reaper and services make of processes that a supervisor looks after. */
class PolicyTest {
    private static final Duration NEVER = Duration.ofHours(1);

    private static Supervisor with(ReapPolicy policy) throws Exception {
        return Supervisor.builder()
                .sweepInterval(NEVER)
                .grace(Duration.ofMillis(200))
                .policy(policy)
                .build();
    }

    @Test
    void aPlanEndsNobodyAndASweepDoes() throws Exception {
        try (Supervisor supervisor = with(ReapPolicies.tagged("kind", "bad"))) {
            Supervised good = supervisor.spawn(Shell.sleeping(), Tags.of("kind", "good"));
            Supervised bad =
                    supervisor.spawn(Shell.running("sleep 300 & wait"), Tags.of("kind", "bad"));
            ReapPlan plan = supervisor.plan();
            assertEquals(
                    List.of(bad.id()), plan.entries().stream().map(ReapPlan.Entry::id).toList());
            assertTrue(bad.isAlive());
            supervisor.sweepNow();
            Ended how = Shell.end(bad);
            assertEquals(EndReason.REAPED, how.reason());
            assertFalse(how.detail().isEmpty());
            assertTrue(good.isAlive());
            assertTrue(supervisor.plan().isEmpty());
        }
    }

    @Test
    void aReapIsReportedOn() throws Exception {
        try (Supervisor supervisor = with(ReapPolicies.moreThan(1, "kind"))) {
            Tags worker = Tags.of("kind", "worker");
            Supervised first = supervisor.spawn(Shell.sleeping(), worker);
            Supervised second = supervisor.spawn(Shell.sleeping(), worker);
            ReapReport report = supervisor.reap();
            assertTrue(report.allEnded(), report.toString());
            Await.until("one is left", () -> supervisor.active().size() == 1);
            Set<Supervised> left = supervisor.active().stream().collect(Collectors.toSet());
            assertTrue(left.contains(first) != left.contains(second));
        }
    }

    /** Its starter has ended, it has a session of its own, and nobody looks after it. */
    @Test
    void whoWasLeftBehindIsKnownByItsCookie() throws Exception {
        Process bystander = Shell.running("exec setsid sleep 300").start();
        try (Supervisor supervisor = with(ReapPolicies.unregistered(Duration.ZERO))) {
            Supervised starter =
                    supervisor.spawn(
                            Shell.running("setsid sleep 300 >/dev/null 2>&1 & echo $!"),
                            Tags.none());
            long left = Long.parseLong(Shell.output(starter.process().orElseThrow()).strip());
            Supervised other = supervisor.spawn(Shell.running("sleep 300 & wait"), Tags.none());
            Shell.end(starter);
            Await.until("it is a sleep", () -> Shell.isAlive(left));
            Await.until(
                    "it is ended",
                    () -> {
                        supervisor.sweepNow();
                        return !Shell.isAlive(left);
                    });
            assertTrue(other.isAlive() && bystander.isAlive());
        } finally {
            bystander.destroyForcibly();
        }
    }

    /** What a living worker has started, wherever that has gone, is no stray; nor is a newborn. */
    @Test
    void whoBelongsToTheLivingIsLeftAlone() throws Exception {
        try (Supervisor supervisor =
                Supervisor.builder()
                        .sweepInterval(Duration.ofMillis(2))
                        .grace(Duration.ZERO)
                        .policy(ReapPolicies.unregistered(Duration.ZERO))
                        .build()) {
            Supervised worker =
                    supervisor.spawn(
                            Shell.running("setsid sleep 300 >/dev/null 2>&1 & echo $!; read line"),
                            Tags.none());
            BufferedReader said = worker.process().orElseThrow().inputReader();
            long helper = Long.parseLong(said.readLine());
            for (int i = 0; i < 100; i++) {
                Ended how = Shell.end(supervisor.spawn(Shell.running("(:)"), Tags.none()));
                assertEquals(EndReason.FINISHED, how.reason());
            }
            long sweeps = supervisor.stats().sweeps();
            Await.until("all were looked at", () -> supervisor.stats().sweeps() > sweeps + 5);
            assertTrue(worker.isAlive() && Shell.isAlive(helper));
            worker.process().orElseThrow().getOutputStream().close();
            Shell.end(worker);
            Await.until("now it is a stray", () -> !Shell.isAlive(helper));
        }
    }

    @Test
    void theProcessesOfASessionEndTogether() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().grace(Duration.ZERO).build()) {
            Supervised one = supervisor.spawn(Shell.sleeping(), Tags.of(Tags.SESSION, "a"));
            Supervised two = supervisor.spawn(Shell.sleeping(), Tags.of(Tags.SESSION, "a"));
            Supervised other = supervisor.spawn(Shell.sleeping(), Tags.of(Tags.SESSION, "b"));
            List<Ended> ends = supervisor.reapSession("a").get();
            assertEquals(
                    Set.of(one.id(), two.id()),
                    ends.stream().map(Ended::id).collect(Collectors.toSet()));
            ends.forEach(how -> assertEquals(EndReason.REAPED, how.reason()));
            assertTrue(other.isAlive());
            assertEquals(List.of(), supervisor.reapSession("none").get());
        }
    }

    /** Whenever that comes: before, during and after its start. */
    @Test
    void aServiceThatIsStoppedLeavesNobody() throws Exception {
        try (Supervisor supervisor = Supervisor.builder().grace(Duration.ZERO).build()) {
            for (int i = 0; i < 50; i++) {
                ServiceSpec spec = ServiceSpec.builder("s" + i, Shell::sleeping).build();
                try (SupervisedService service = supervisor.superviseService(spec, event -> {})) {
                    LockSupport.parkNanos(i * 60_000L);
                    service.stop().get(60, TimeUnit.SECONDS);
                    assertEquals(List.of(), supervisor.active());
                }
            }
        }
    }

    @Test
    void aServiceIsStartedAgainAndEndsWithTheSupervisor() throws Exception {
        Supervisor supervisor = Supervisor.builder().grace(Duration.ZERO).build();
        ServiceSpec spec =
                ServiceSpec.builder("sidecar", Shell::sleeping)
                        .backOff(Duration.ofMillis(10), Duration.ofMillis(10), 1)
                        .build();
        SupervisedService service = supervisor.superviseService(spec, event -> {});
        Await.until("it runs", () -> service.current().isPresent());
        Supervised first = service.current().orElseThrow();
        first.process().orElseThrow().destroyForcibly();
        Await.until(
                "it runs again",
                () -> service.current().isPresent() && service.current().get() != first);
        Supervised second = service.current().orElseThrow();
        assertEquals(1, service.restarts());
        supervisor.close();
        assertFalse(Shell.isAlive(second.pid()));
        Await.until("it is over", () -> service.state() == ServiceState.STOPPED);
    }
}
