package io.procprobe.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The program that makes the processes, {@code native/programs/churn.c}. For one thread. */
final class Churn implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private long nextSerial;

    /**
     * @param program its path
     * @param pids how many PIDs are given again and again; 0 leaves that to the system
     */
    Churn(String program, int pids) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        if (pids > 0) {
            // Below are the first processes of a namespace, this JVM's threads among them.
            command.addAll(List.of("1000", Integer.toString(pids)));
        }
        process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        orders = process.outputWriter(StandardCharsets.US_ASCII);
    }

    /** A new process, which stays until it is let go. Null when there cannot be one now. */
    Life make() throws IOException {
        long serial = nextSerial++;
        tell("make " + serial);
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the churn has ended");
        }
        int space = answer.indexOf(' ');
        long pid = Long.parseLong(answer.substring(0, space));
        long virtualBytes = Long.parseLong(answer.substring(space + 1));
        return pid == 0 ? null : new Life(serial, pid, virtualBytes);
    }

    /** Lets a process go, which then ends by itself. */
    void let(Life life, int millis) throws IOException {
        life.isLeaving = true;
        tell("let " + life.serial + " " + millis);
    }

    private void tell(String order) throws IOException {
        orders.write(order);
        orders.write('\n');
        orders.flush();
    }

    @Override
    public void close() throws IOException {
        orders.close();
        process.onExit().join();
    }
}
