package io.procprobe.agent.testing;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Real processes that a test starts, and that end with it. Nothing else is ever touched. */
public final class Children implements AutoCloseable {
    private static final long END_SECONDS = 60;

    private final Deque<Process> started = new ArrayDeque<>();

    /** Nobody yet. */
    public Children() {}

    /**
     * Starts a process.
     *
     * @param command program and arguments
     * @return what was started
     * @throws IOException when it cannot be
     */
    public Process start(String... command) throws IOException {
        return start(Map.of(), command);
    }

    /**
     * Starts a process with more in its environment.
     *
     * @param environment variables
     * @param command program and arguments
     * @return what was started
     * @throws IOException when it cannot be
     */
    public Process start(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.push(process);
        return process;
    }

    /**
     * Ends a process, and waits for it.
     *
     * @param process one that was started here
     */
    public static void end(Process process) {
        process.destroyForcibly();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("PID " + process.pid() + " does not end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            end(process);
        }
    }
}
