package io.procprobe.hostile;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The machine that a test has for itself, and may harm. */
final class Guest {
    /**
     * Names the environment that the guest has prepared. Without it nothing runs: these tests set
     * the clock and the limits of a whole machine.
     */
    static final String ENVIRONMENT = "procprobe.environment";

    /** A page, which is what fits into one of these files. */
    private static final int MOST_BYTES = 4096;

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

    /**
     * In one read: of a file below {@code /proc/sys} the second one, which {@link Files} may make
     * after a single byte, gives nothing.
     */
    static String read(String file) throws IOException {
        try (InputStream in = new FileInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    /** Whether Java could not start a process for this reason; its words depend on how it does. */
    static boolean isRefusal(IOException failure, int errno) {
        return Pattern.compile("error[=:] ?" + errno + "\\b").matcher(failure.getMessage()).find();
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
