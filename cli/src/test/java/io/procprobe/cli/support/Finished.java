package io.procprobe.cli.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a run of the command left behind.
 *
 * @param status its exit status
 * @param out all that it wrote to standard output
 * @param err all that it wrote to standard error
 */
public record Finished(int status, String out, String err) {
    /** Runs a child to its end. Its output must be valid UTF-8. */
    public static Finished run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = Files.createTempFile("procprobe", ".out");
        Path err = Files.createTempFile("procprobe", ".err");
        try {
            // Files, not pipes: nothing fills up, and no threads are needed to empty it.
            builder.redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
            Process child = builder.start();
            if (!child.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                child.destroyForcibly().waitFor();
                throw new AssertionError("does not end: " + builder.command());
            }
            return new Finished(child.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    public List<String> lines() {
        return out.lines().toList();
    }

    /** The rows of {@code stat --format json}: one object per line. */
    public List<Map<String, Object>> objects() {
        return lines().stream().map(StrictJson::object).toList();
    }

    /** Checks that all went well, and that nobody was told anything on standard error. */
    public Finished succeeded() {
        assertEquals("", err, "standard error");
        assertEquals(0, status, "exit status");
        return this;
    }

    /** Checks that it failed as errors have to: one line on standard error and no data. */
    public String failed(int expectedStatus) {
        assertEquals("", out, "standard output");
        assertEquals(expectedStatus, status, err);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.endsWith(System.lineSeparator()), err);
        return err.strip();
    }
}
