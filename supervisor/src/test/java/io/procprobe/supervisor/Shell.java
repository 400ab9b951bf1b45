package io.procprobe.supervisor;

import io.procprobe.Field;
import io.procprobe.FieldSet;
import io.procprobe.ProcessProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Commands for tests, and waiting for what they do. All of them end by themselves after minutes.
 */
final class Shell {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private Shell() {}

    static ProcessBuilder sleeping() {
        return new ProcessBuilder("sleep", "300");
    }

    /** The command is not left over when its supervisor is: the shell waits for it. */
    static ProcessBuilder running(String script, String... arguments) {
        String[] command = new String[arguments.length + 4];
        command[0] = "sh";
        command[1] = "-c";
        command[2] = script;
        command[3] = "sh";
        System.arraycopy(arguments, 0, command, 4, arguments.length);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    static Ended end(Supervised who) throws Exception {
        return who.onEnd().get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Not so a zombie, whoever is to reap it. */
    static boolean isAlive(long pid) {
        try (ProcessProbe probe = ProcessProbe.open()) {
            return probe.sample(pid, FieldSet.of(Field.ALIVE)).alive().orElse(false);
        }
    }
}
