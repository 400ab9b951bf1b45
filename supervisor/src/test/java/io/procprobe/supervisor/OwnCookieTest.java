package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker of a supervisor starts the next server on the same registry, as an agent's shell may:
 * that server has its own supervisor's cookie, and the worker above it is one of its own.
 */
@EnabledOnOs(OS.LINUX)
class OwnCookieTest {
    @TempDir Path work;

    @Test
    void itsShutdownEndsTheOthers() throws Exception {
        Path registry = work.resolve("registry");
        // As if the JVM of the first supervisor had been killed: its close() would end the shell.
        Path afterKill = work.resolve("registry-after-kill");
        Path out = work.resolve("out");
        String java = ProcessHandle.current().info().command().orElseThrow();
        // The shell stays above the server until that has ended.
        ProcessBuilder shell =
                Shell.running(
                        "while [ ! -e \"$0.go\" ]; do sleep 0.01; done; \"$@\"; exit 0",
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dprocprobe.cache.dir=" + System.getProperty("procprobe.cache.dir"),
                        ShuttingDownProgram.class.getName(),
                        afterKill.toString());
        shell.command().set(3, afterKill.toString());
        shell.redirectOutput(out.toFile());
        long worker;
        try (Supervisor first = Supervisor.builder().registry(registry).build()) {
            Supervised who = first.spawn(shell, Tags.of("kind", "shell"));
            worker = who.pid();
            Files.copy(registry, afterKill);
            Files.writeString(work.resolve("registry-after-kill.go"), "");
            assertEquals(EndReason.FINISHED, Shell.end(who).reason());
        }
        List<String> said = Files.readAllLines(out);
        assertTrue(said.contains("adopted " + worker), said.toString());
        assertTrue(said.contains("survivors [" + worker + "]"), said.toString());
        assertTrue(said.contains("mine SHUTDOWN"), said.toString());
    }
}
