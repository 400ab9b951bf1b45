package io.procprobe.conformance.support;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real process that does as it is told; {@code native/programs/child/main.c} says what it can do.
 * It ends with this object, and with this JVM in any case, and so does all that it has started.
 */
public final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    /**
     * One process that the child has told of.
     *
     * @param pid its PID
     * @param parentPid that of its parent
     */
    public record Member(long pid, long parentPid) {}

    private Child(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.orders = process.outputWriter();
    }

    /** The file of the program that is started. */
    public static Path program() {
        return ChildProgram.file();
    }

    /** Starts one, which is ready then. */
    public static Child start() throws IOException {
        return start(Map.of());
    }

    /** Starts one with these variables added to its environment. */
    public static Child start(Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program().toString());
        builder.environment().putAll(variables);
        Child child = new Child(Wine.start(builder.redirectError(ProcessBuilder.Redirect.INHERIT)));
        String first = child.readLine("its start");
        if (!first.equals("ready " + child.pid())) {
            child.close();
            throw new IOException("the child is not ready: " + first);
        }
        return child;
    }

    /** Its PID. */
    public long pid() {
        return process.pid();
    }

    /** It as Java knows it. */
    public Process process() {
        return process;
    }

    /** Gives an order, and returns its answers once it is done. */
    public List<String> order(String order) throws IOException {
        send(order);
        List<String> lines = new ArrayList<>();
        String verb = order.split(" ", 2)[0];
        String line = readLine(order);
        while (!line.equals("done " + verb)) {
            if (line.startsWith("failed ")) {
                throw new IOException("the child cannot " + order);
            }
            lines.add(line);
            line = readLine(order);
        }
        return lines;
    }

    /** Gives an order whose answer is a number. */
    public long ask(String order) throws IOException {
        return Long.parseLong(order(order).get(0));
    }

    /** Gives an order whose answers are processes with their parents. */
    public List<Member> members(String order) throws IOException {
        return order(order).stream()
                .map(line -> line.split(" ", 2))
                .map(pids -> new Member(Long.parseLong(pids[0]), Long.parseLong(pids[1])))
                .toList();
    }

    /** Gives an order that ends it, and returns its exit status once it has ended. */
    public int last(String order) throws IOException, InterruptedException {
        send(order);
        return awaitEnd();
    }

    /** Ends it, and returns once it has ended and been reaped. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Its exit status, once it has ended and been reaped. */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("PID " + pid() + " does not end");
        }
        return process.exitValue();
    }

    /** Ends it. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private void send(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
    }

    private String readLine(String order) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException("the child has ended during: " + order);
        }
        return line;
    }
}
