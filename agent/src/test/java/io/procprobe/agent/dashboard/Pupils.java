package io.procprobe.agent.dashboard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;

/**
 * Real processes with names of one's choice. Each is a copy of a program that waits for a pipe to
 * close, so that none outlives the tests, however these end.
 */
final class Pupils {
    private static final String CAT = "/bin/cat";
    private static final String TAIL = "/usr/bin/tail";
    private static final int MEBIBYTE = 1 << 20;

    private final List<Process> started = new ArrayList<>();
    private final Path folder;

    Pupils() throws IOException {
        folder = Files.createTempDirectory("pupils");
    }

    /** Starts one. A name has at most 15 letters: the kernel keeps no more. */
    Process start(String name) throws IOException {
        return keep(new ProcessBuilder(program(name).toString()).redirectOutput(Redirect.DISCARD));
    }

    /**
     * Starts one that holds as many mebibytes of memory, when it has been {@linkplain #fill
     * filled}: {@code tail}, which keeps the end of what it reads.
     */
    Process startHolder(String name, int mebibytes) throws IOException {
        String program = program(name, TAIL).toString();
        return keep(
                new ProcessBuilder(program, "-c", Integer.toString(mebibytes * MEBIBYTE))
                        .redirectOutput(Redirect.DISCARD));
    }

    /** Gives a holder something to keep. */
    static void fill(Process holder, int mebibytes) throws IOException {
        byte[] block = new byte[MEBIBYTE];
        for (int i = 0; i < mebibytes; i++) {
            holder.getOutputStream().write(block);
        }
        holder.getOutputStream().flush();
    }

    /** Starts many of one name, below a shell, and waits until each has begun its program. */
    Process startMany(String name, int number) throws IOException, InterruptedException {
        // Through another descriptor: a shell gives what it starts behind itself an empty input.
        String script =
                "exec 3<&0; i=0; while [ $i -lt "
                        + number
                        + " ]; do \"$0\" <&3 >/dev/null & i=$((i+1)); done; echo ready; wait";
        Process shell = keep(new ProcessBuilder("sh", "-c", script, program(name).toString()));
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        Assertions.assertEquals("ready", output.readLine());
        // Until then it is a copy of the shell, and called so.
        Waiting.until(
                "all have begun",
                () -> shell.children().filter(each -> is(each, name)).count() >= number);
        return shell;
    }

    /** Lets one end by itself, with exit code 0. */
    static void end(Process pupil) throws IOException, InterruptedException {
        pupil.getOutputStream().close();
        Assertions.assertTrue(
                pupil.waitFor(Waiting.DEADLINE.toSeconds(), TimeUnit.SECONDS), "it does not end");
    }

    /** Ends all of them. */
    void endAll() throws IOException, InterruptedException {
        for (Process pupil : started) {
            end(pupil);
        }
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private static boolean is(ProcessHandle process, String name) {
        return process.info().command().filter(path -> path.endsWith("/" + name)).isPresent();
    }

    private Process keep(ProcessBuilder builder) throws IOException {
        Process pupil = builder.redirectError(Redirect.DISCARD).start();
        started.add(pupil);
        return pupil;
    }

    private Path program(String name) throws IOException {
        return program(name, CAT);
    }

    private Path program(String name, String like) throws IOException {
        Path program = folder.resolve(name);
        if (!Files.exists(program)) {
            // With its attributes: it has to stay a program.
            Files.copy(Path.of(like).toRealPath(), program, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return program;
    }
}
