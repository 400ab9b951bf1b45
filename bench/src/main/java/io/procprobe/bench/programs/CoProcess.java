package io.procprobe.bench.programs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A native program that takes commands and answers with whole numbers.
 *
 * <p>Talking to it allocates nothing: it is done while JMH counts the garbage of a benchmark.
 */
final class CoProcess implements AutoCloseable {
    private static final int END_SECONDS = 60;
    private static final int END_OF_INPUT = -1;

    private final String name;
    private final Process process;
    private final OutputStream commands;
    private final InputStream answers;

    /** Starts the program; what it has to complain about goes to our standard error. */
    CoProcess(String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(NativeProgram.find(name).toString());
        command.addAll(arguments);
        this.name = name;
        this.process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        this.commands = process.getOutputStream();
        this.answers = process.getInputStream();
    }

    /** A command as {@link #send} takes it, to be made once. */
    static byte[] command(String word, int number) {
        return (word + ' ' + number + '\n').getBytes(StandardCharsets.US_ASCII);
    }

    long pid() {
        return process.pid();
    }

    void send(byte[] command) throws IOException {
        commands.write(command);
        commands.flush();
    }

    /** Waits for a line that has as many numbers as the array, and reads them. */
    void receive(long[] numbers) throws IOException {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = receiveNumber(i == numbers.length - 1 ? '\n' : ' ');
        }
    }

    private long receiveNumber(char end) throws IOException {
        long number = 0;
        int digits = 0;
        int next = answers.read();
        while (next >= '0' && next <= '9') {
            number = Math.addExact(Math.multiplyExact(number, 10L), next - '0');
            digits++;
            next = answers.read();
        }
        if (next == END_OF_INPUT) {
            throw new IOException(name + " has ended: standard error says why");
        }
        if (digits == 0 || next != end) {
            throw new IOException(name + " gave an answer that is not understood");
        }
        return number;
    }

    /** Ends its input, which ends it, and waits for that. */
    @Override
    public void close() {
        try {
            commands.close();
            if (process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            // It has ended already, with words of its own on standard error.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
