package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.supervisor.RecoveryReport.Why;
import io.procprobe.supervisor.testing.Await;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A supervisor that was killed is followed by one that knows who is alive. */
class RestartTest {
    @TempDir Path work;

    private Path file() {
        return work.resolve("registry");
    }

    private Supervisor open() throws Exception {
        return Supervisor.builder().registry(file()).grace(Duration.ZERO).build();
    }

    /** Another JVM with a supervisor; prints the PIDs of those that it has started. */
    private Process killedJvm(int count) throws Exception {
        return OtherJvm.running(SpawningProgram.class, file().toString(), "" + count).start();
    }

    @Test
    void whoWasAliveIsAdoptedByIdentity() throws Exception {
        Process jvm = killedJvm(3);
        List<Long> pids = new ArrayList<>();
        try (BufferedReader said = jvm.inputReader()) {
            for (int i = 0; i < 3; i++) {
                pids.add(Long.parseLong(said.readLine()));
            }
            jvm.destroyForcibly().waitFor();
        }
        ProcessHandle.of(pids.get(1)).orElseThrow().destroyForcibly();
        Await.until("it has ended", () -> !Shell.isAlive(pids.get(1)));
        try (Supervisor supervisor = open()) {
            RecoveryReport report = supervisor.recovered();
            assertEquals(
                    List.of(pids.get(0), pids.get(2)),
                    report.adopted().stream().map(Supervised::pid).toList());
            assertEquals(1, report.pruned().size());
            assertEquals(Why.GONE, report.pruned().get(0).why());
            assertEquals("1", report.pruned().get(0).tags().get("number"));
            assertEquals(2, supervisor.stats().slotsTaken());
            Supervised first = report.adopted().get(0);
            assertEquals("0", first.tags().get("number"));
            assertEquals(EndReason.REQUESTED, supervisor.end(first, "known again").get().reason());
        }
        pids.forEach(pid -> assertFalse(Shell.isAlive(pid)));
        try (Supervisor supervisor = open()) {
            assertEquals(List.of(), supervisor.recovered().adopted());
            assertEquals(List.of(), supervisor.recovered().pruned());
        }
    }

    /** The numbers of others, of an earlier start of the machine, of nobody. */
    @Test
    void aNumberAloneIsNeverBelieved() throws Exception {
        Process bystander = Shell.sleeping().start();
        try (ProcessProbe probe = ProcessProbe.open()) {
            ProcessId id = probe.identify(bystander.pid()).orElseThrow();
            ProcessId earlier = new ProcessId(id.pid(), id.tokenKind(), id.startToken() - 1);
            String boot = probe.systemFacts().bootId().orElseThrow().toString();
            write(boot, earlier);
            try (Supervisor supervisor = open()) {
                assertEquals(List.of(), supervisor.active());
                assertEquals(Why.REPLACED, supervisor.recovered().pruned().get(0).why());
            }
            write("another-boot", id);
            try (Supervisor supervisor = open()) {
                assertEquals(List.of(), supervisor.active());
                assertEquals(Why.REBOOTED, supervisor.recovered().pruned().get(0).why());
            }
            assertTrue(bystander.isAlive());
        } finally {
            bystander.destroyForcibly();
        }
    }

    private void write(String boot, ProcessId id) throws Exception {
        Files.writeString(
                file(),
                RegistryLines.header(new RegistryLines.Header("s", boot))
                        + RegistryLines.alive(
                                new RegistryEntry("x", id, Tags.none(), Instant.now(), null)));
    }

    /** It has none for a moment while it becomes another program. */
    static void awaitCookie(ProcessProbe probe, long pid, String cookie) throws Exception {
        Await.until(
                "it has its cookie",
                () ->
                        probe.text()
                                .environment(pid, EnvironmentRules.SPAWN)
                                .filter(cookie::equals)
                                .isPresent());
    }

    /** Killed between the start of a process and the line that says who it is. */
    @Test
    void whoWasJustBeingStartedIsKnownByItsCookie() throws Exception {
        ProcessBuilder builder = Shell.running("sleep 300 & wait");
        builder.environment().put(EnvironmentRules.SPAWN, "the-one");
        Process started = builder.start();
        try (ProcessProbe probe = ProcessProbe.open()) {
            awaitCookie(probe, started.pid(), "the-one");
            String boot = probe.systemFacts().bootId().orElseThrow().toString();
            RegistryEntry one =
                    new RegistryEntry("the-one", null, Tags.none(), Instant.now(), null);
            RegistryEntry none =
                    new RegistryEntry("no-one", null, Tags.none(), Instant.now(), null);
            Files.writeString(
                    file(),
                    RegistryLines.header(new RegistryLines.Header("s", boot))
                            + RegistryLines.starting(one)
                            + RegistryLines.starting(none));
            try (Supervisor supervisor = open()) {
                assertEquals(1, supervisor.active().size());
                assertEquals(started.pid(), supervisor.active().get(0).pid());
                assertEquals(Why.NEVER_STARTED, supervisor.recovered().pruned().get(0).why());
            }
            assertFalse(Shell.isAlive(started.pid()));
        } finally {
            started.descendants().forEach(ProcessHandle::destroyForcibly);
            started.destroyForcibly();
        }
    }

    /** The time that it ran before counts. */
    @Test
    void aDeadlineGoesOnOverARestart() throws Exception {
        Process old = Shell.sleeping().start();
        try (ProcessProbe probe = ProcessProbe.open()) {
            ProcessId id = probe.identify(old.pid()).orElseThrow();
            String boot = probe.systemFacts().bootId().orElseThrow().toString();
            RegistryEntry entry =
                    new RegistryEntry(
                            "x",
                            id,
                            Tags.none(),
                            Instant.now().minus(Duration.ofHours(1)),
                            Duration.ofMinutes(59));
            Files.writeString(
                    file(),
                    RegistryLines.header(new RegistryLines.Header("s", boot))
                            + RegistryLines.alive(entry));
            try (Supervisor supervisor = open()) {
                Supervised who = supervisor.recovered().adopted().get(0);
                supervisor.sweepNow();
                assertEquals(EndReason.DEADLINE, Shell.end(who).reason());
            }
        } finally {
            old.destroyForcibly();
        }
    }
}
