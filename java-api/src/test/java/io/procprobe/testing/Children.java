package io.procprobe.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Real processes that a test starts, and that end with it. Nothing else is ever touched. */
public final class Children {
    private static final long END_SECONDS = 60;

    private final Deque<Process> started = new ArrayDeque<>();

    /** Starts a process; what it says on its error output is seen in the test's. */
    public Process start(String... command) throws IOException {
        return start(new ProcessBuilder(command));
    }

    /** Starts a process as the builder says. */
    public Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.push(process);
        return process;
    }

    /** A process that does nothing. */
    public Process sleeping() throws IOException {
        return start("sleep", "1000");
    }

    /** A process that has come and gone: its parent, the JVM, has asked for its status. */
    public Process reaped() throws IOException, InterruptedException {
        Process process = sleeping();
        process.destroyForcibly();
        awaitEnd(process);
        return process;
    }

    /** A JVM with {@link ChildProgram}, which is ready. */
    public JavaChild java() throws IOException {
        Process process =
                start(
                        Jvm.executable(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Jars.testClasses().toString(),
                        ChildProgram.class.getName());
        JavaChild child = new JavaChild(process);
        child.awaitAnswer("ready");
        return child;
    }

    /**
     * A process whose parent never asks for its status. The shell becomes a {@code sleep}, which
     * waits for nobody; both have become one when this returns, or a shell might still reap.
     */
    public long neverReaped() throws Exception {
        Process parent = start("sh", "-c", "sleep 1000 & echo $!; exec sleep 1001");
        long pid = Long.parseLong(firstLine(parent));
        for (long each : new long[] {parent.pid(), pid}) {
            Await.until(
                    "the shell is a sleep", () -> Proc.text(each, "comm").strip().equals("sleep"));
        }
        return pid;
    }

    /** A process that has exited and that nobody reaps. */
    public long zombie() throws Exception {
        long pid = neverReaped();
        makeZombie(pid);
        return pid;
    }

    /** Ends a process that is {@link #neverReaped}. */
    public static void makeZombie(long pid) throws Exception {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        Await.until(pid + " is a zombie", () -> Proc.stat(pid).state() == 'Z');
    }

    /** The first line that a process writes, to be asked for once. */
    public static String firstLine(Process process) throws IOException {
        String line =
                new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
        if (line == null) {
            throw new IOException("the child ended without a word");
        }
        return line;
    }

    /** Ends a process and returns when it is no more. */
    public static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        awaitEnd(process);
    }

    /** Ends all that were started, and what these have started. */
    void endAll() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        for (Process process : started) {
            awaitEnd(process);
        }
    }

    private static void awaitEnd(Process process) throws InterruptedException {
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("PID " + process.pid() + " does not end");
        }
    }

    /** Whether a tool is installed. */
    public static boolean hasTool(String name) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (new File(folder, name).canExecute()) {
                return true;
            }
        }
        return false;
    }
}
