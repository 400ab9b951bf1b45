package io.procprobe.supervisor.reap;

import io.procprobe.ProcessId;
import io.procprobe.ProcessProbe;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real process that does as it is told, as {@code native/programs/child/main.c} says. It ends
 * with this object, and so does all that it has started.
 */
final class TestChild implements AutoCloseable {
    static final Path PROGRAM = Path.of(System.getProperty("test.programs"), "procprobe_child");

    private final Process process;
    private final ProcessId id;
    private final BufferedReader answers;
    private final Writer orders;

    private TestChild(ProcessProbe probe, ProcessBuilder builder) throws IOException {
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader();
        orders = process.outputWriter();
        id = probe.identify(process.pid()).orElseThrow();
    }

    /** Starts one, which is ready then. */
    static TestChild start(ProcessProbe probe) throws IOException {
        return start(probe, PROGRAM, Map.of());
    }

    /** Starts one with a variable in its environment. */
    static TestChild start(ProcessProbe probe, Path program, Map<String, String> variables)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(program.toString());
        builder.environment().putAll(variables);
        TestChild child = new TestChild(probe, builder);
        child.readLine();
        return child;
    }

    ProcessId id() {
        return id;
    }

    long pid() {
        return id.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Gives an order, and returns its answers once it is done. */
    List<String> order(String order) throws IOException {
        send(order);
        List<String> lines = new ArrayList<>();
        String line = readLine();
        while (!line.startsWith("done ")) {
            if (line.startsWith("failed ")) {
                throw new IOException("the child cannot " + order);
            }
            lines.add(line);
            line = readLine();
        }
        return lines;
    }

    /** Gives an order whose first answer begins with a PID. */
    long ask(String order) throws IOException {
        return Long.parseLong(order(order).get(0).split(" ", 2)[0]);
    }

    /** Gives an order and waits for no answer. */
    void send(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
    }

    private String readLine() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new EOFException("the child has ended");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
