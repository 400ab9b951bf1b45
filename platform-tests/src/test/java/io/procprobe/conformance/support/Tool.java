package io.procprobe.conformance.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A program of the operating system whose word counts. */
public final class Tool {
    private Tool() {}

    /** What it writes; empty when it is not installed or does not know such arguments. */
    public static Optional<String> run(String... command) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            boolean hasEnded = process.waitFor(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
            return hasEnded && process.exitValue() == 0
                    ? Optional.of(new String(output, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new AssertionError(command[0] + " cannot be read", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
