package io.procprobe.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A JVM that runs {@link ChildProgram} and does what it is told. */
public final class JavaChild {
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    JavaChild(Process process) {
        this.process = process;
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Its PID. */
    public long pid() {
        return process.pid();
    }

    /** Gives an order and returns when it is done. */
    public void tell(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        awaitAnswer("done " + order);
    }

    /** Gives an order and returns what it says, when it is done. */
    public List<String> ask(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        List<String> said = new ArrayList<>();
        for (String line = answers.readLine();
                !("done " + order).equals(line);
                line = answers.readLine()) {
            if (line == null) {
                throw new IOException("the child ended after it had said " + said);
            }
            said.add(line);
        }
        return said;
    }

    void awaitAnswer(String expected) throws IOException {
        String answer = answers.readLine();
        if (!expected.equals(answer)) {
            throw new IOException("the child said " + answer + ", expected " + expected);
        }
    }
}
