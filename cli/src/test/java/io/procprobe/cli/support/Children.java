package io.procprobe.cli.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Real processes of one test; when it is over they are ended, with all that they started. */
public final class Children implements AfterEachCallback {
    private final List<Process> started = new ArrayList<>();

    /** A child that does nothing and stays. */
    public Process idle() throws Exception {
        return running("sleep", "1000");
    }

    /** A child that keeps one core busy. */
    public Process busy() throws Exception {
        return running("sh", "-c", "while :; do :; done");
    }

    /** One that is its program by now, with its name, and not what starts programs for Java. */
    private Process running(String... command) throws Exception {
        Process child = start(command);
        String[] arguments = Arrays.copyOfRange(command, 1, command.length);
        Await.until(
                command[0] + " runs",
                () ->
                        child.info()
                                .arguments()
                                .filter(found -> Arrays.equals(found, arguments))
                                .isPresent());
        return child;
    }

    /** A PID that has just been given back: its process has ended and been reaped. */
    public long reapedPid() throws Exception {
        Process child = idle();
        child.destroyForcibly().waitFor();
        return child.pid();
    }

    public Process start(String... command) throws IOException {
        return start(new ProcessBuilder(Arrays.asList(command)).redirectError(Redirect.DISCARD));
    }

    public Process start(ProcessBuilder builder) throws IOException {
        Process child = builder.start();
        started.add(child);
        return child;
    }

    /** Waits for a line of a child's output, by which it says that it is ready. */
    public static String readLine(Process child) throws IOException {
        // Takes more than a line from the pipe, so it is for children that print only one.
        return new BufferedReader(
                        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
    }

    @Override
    public void afterEach(ExtensionContext context) throws InterruptedException {
        for (Process child : started) {
            List<ProcessHandle> below = child.descendants().toList();
            child.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
        }
        for (Process child : started) {
            if (!child.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("child " + child.pid() + " cannot be ended");
            }
        }
        started.clear();
    }
}
