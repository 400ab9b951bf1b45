package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.PidBuffer;
import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import io.procprobe.ProcessSample;
import io.procprobe.Status;
import io.procprobe.TextBuffer;
import io.procprobe.TokenKind;
import io.procprobe.supervisor.RecoveryReport.Pruned;
import io.procprobe.supervisor.RecoveryReport.Why;
import io.procprobe.supervisor.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who could not be looked at may be alive. No process of a test refuses root anything, so what the
 * machine answers is made up where it has to.
 */
class RecoveryTest {
    private static final String BOOT = "boot";

    @TempDir Path work;

    private ProcessProbe probe;
    private Process process;
    private ProcessId id;
    private Instant startedAt;

    @BeforeEach
    void open() throws Exception {
        probe = ProcessProbe.open();
        ProcessBuilder builder = Shell.sleeping();
        builder.environment().put(EnvironmentRules.SPAWN, "the-one");
        process = builder.start();
        RestartTest.awaitCookie(probe, process.pid(), "the-one");
        startedAt = Instant.now();
        id = probe.identify(process.pid()).orElseThrow();
    }

    @AfterEach
    void close() throws Exception {
        process.destroyForcibly().waitFor();
        probe.close();
    }

    /** As the machine is, but for what it refuses. */
    private static class Refusing implements Recovery.Processes {
        private final Recovery.Processes real;

        private Refusing(ProcessProbe probe) {
            this.real = Recovery.real(probe);
        }

        @Override
        public Status check(ProcessId who) {
            return real.check(who);
        }

        @Override
        public Status list(PidBuffer into) {
            return real.list(into);
        }

        @Override
        public ProcessSample sample(long pid) {
            return real.sample(pid);
        }

        @Override
        public Status spawnId(ProcessId who, TextBuffer into) {
            return real.spawnId(who, into);
        }
    }

    private static RegistryEntry entry(String spawnId, ProcessId id, Instant startedAt) {
        return new RegistryEntry(spawnId, id, Tags.none(), startedAt, null);
    }

    private Recovery look(Recovery.Processes at, RegistryEntry... entries) {
        Recovery recovery = new Recovery(probe, BOOT, at);
        recovery.look(new Registry.Found(List.of(entries), BOOT, 0));
        return recovery;
    }

    private static List<Why> reasons(Recovery of) {
        return of.pruned().stream().map(Pruned::why).toList();
    }

    @Test
    void whoCannotBeLookedAtStays() {
        RegistryEntry entry = entry("x", id, Instant.now());
        for (Status status :
                List.of(
                        Status.DENIED,
                        Status.AGAIN,
                        Status.OS_ERROR,
                        Status.UNKNOWN_IDENTITY,
                        Status.NO_PROCFS)) {
            Recovery recovery =
                    look(
                            new Refusing(probe) {
                                @Override
                                public Status check(ProcessId who) {
                                    return status;
                                }
                            },
                            entry);
            assertEquals(List.of(entry), recovery.alive(), status.name());
            assertEquals(List.of(entry), recovery.remaining());
            assertEquals(List.of(), recovery.pruned());
        }
    }

    /** It has ended, whoever has not waited for it yet. */
    @Test
    void aZombieIsGone() throws Exception {
        Process shell = Shell.running("sleep 301 & echo $!; exec sleep 300").start();
        try {
            long pid = Long.parseLong(shell.inputReader().readLine());
            ProcessId child = probe.identify(pid).orElseThrow();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Await.until("it has ended", () -> !Shell.isAlive(pid));
            Recovery recovery = look(Recovery.real(probe), entry("x", child, Instant.now()));
            assertEquals(List.of(Why.GONE), reasons(recovery));
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
    }

    @Test
    void aStartIsNotGivenUpWhereNobodyCanBeListed() {
        RegistryEntry entry = entry("nobody", null, Instant.now());
        Recovery recovery =
                look(
                        new Refusing(probe) {
                            @Override
                            public Status list(PidBuffer into) {
                                return Status.AGAIN;
                            }
                        },
                        entry);
        assertEquals(List.of(Why.UNKNOWN_START), reasons(recovery));
        assertEquals(List.of(entry), recovery.remaining());
        assertEquals(List.of(), recovery.alive());
    }

    @Test
    void aStartIsNotGivenUpWhileSomebodyHidesItsCookie() {
        Refusing hiding =
                new Refusing(probe) {
                    @Override
                    public Status spawnId(ProcessId who, TextBuffer into) {
                        return who.equals(id) ? Status.DENIED : super.spawnId(who, into);
                    }
                };
        RegistryEntry its = entry("the-one", null, startedAt);
        Recovery recovery = look(hiding, its);
        assertEquals(List.of(Why.UNKNOWN_START), reasons(recovery));
        assertEquals(List.of(its), recovery.remaining());
        // Who was there long before is not it.
        RegistryEntry later = entry("a-later-one", null, Instant.now().plus(Duration.ofHours(1)));
        assertEquals(List.of(Why.NEVER_STARTED), reasons(look(hiding, later)));
        // And when it can be read again, it is found.
        assertEquals(List.of(its.alive(id)), look(Recovery.real(probe), its).remaining());
    }

    @Test
    void whoHasATokenOfAnotherKindIsLeftAlone() throws Exception {
        TokenKind other =
                id.tokenKind() == TokenKind.UNIQUE_ID
                        ? TokenKind.CREATION_TIME
                        : TokenKind.UNIQUE_ID;
        String boot = probe.systemFacts().bootId().orElseThrow().toString();
        Path file = work.resolve("registry");
        Files.writeString(
                file,
                RegistryLines.header(new RegistryLines.Header("s", boot))
                        + RegistryLines.alive(
                                entry(
                                        "x",
                                        new ProcessId(id.pid(), other, id.startToken()),
                                        Instant.now())));
        try (Supervisor supervisor = Supervisor.builder().registry(file).build()) {
            assertEquals(
                    List.of(new Pruned(id.pid(), Tags.none(), Why.OTHER_TOKEN_KIND)),
                    supervisor.recovered().pruned());
            assertEquals(List.of(), supervisor.active());
        }
        assertTrue(process.isAlive());
        Registry.Opened after = Registry.open(file, "x", null);
        after.registry().close();
        assertEquals(List.of(), after.found().entries());
        process.destroyForcibly().waitFor();
        assertFalse(process.isAlive());
    }
}
