package io.procprobe.hostile;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine that a test has for itself, and may harm. */
final class Guest {
    /**
     * Names the environment that the guest has prepared. Without it nothing runs: these tests set
     * the clock and the limits of a whole machine.
     */
    static final String ENVIRONMENT = "procprobe.environment";

    private Guest() {}

    /** Runs a program of the guest, which has to succeed. */
    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = process.getInputStream().readAllBytes();
        int status = process.waitFor();
        if (status != 0) {
            throw new IOException(
                    String.join(" ", command)
                            + ": "
                            + status
                            + " "
                            + new String(said, StandardCharsets.UTF_8));
        }
    }

    static String read(String file) throws IOException {
        return Files.readString(Path.of(file)).strip();
    }

    /** In one write, as files of the kernel want it. */
    static void write(String file, Object value) throws IOException {
        Files.writeString(Path.of(file), value.toString());
    }

    /** How many descriptors this JVM has open, that of the listing included. */
    static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
