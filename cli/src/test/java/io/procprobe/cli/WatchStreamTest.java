package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code watch} in a JVM of its own, of processes that are not its children. */
class WatchStreamTest {
    /** Far below the interval of an hour, and far above what a loaded machine needs. */
    private static final Duration PROMPT = Duration.ofSeconds(20);

    @RegisterExtension final Children children = new Children();

    @TempDir Path folder;

    private Path err;

    private Process watch(String interval, long... pids) throws IOException {
        err = folder.resolve("err");
        List<String> args = List.of("watch", "--format", "json", "--interval", interval);
        return children.start(
                App.builder(List.of(), Args.of(args, pids)).redirectError(err.toFile()));
    }

    private static Map<String, Object> next(BufferedReader out, String event) throws IOException {
        Map<String, Object> object = StrictJson.object(out.readLine());
        assertEquals(event, object.get("event"), object::toString);
        return object;
    }

    private void assertEnds(Process watch, int status) throws Exception {
        assertTrue(watch.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS), "still running");
        assertEquals("", Files.readString(err));
        assertEquals(status, watch.exitValue());
    }

    @Test
    void endsAreSaidAtOnceAndTheLastEndsIt() throws Exception {
        Process first = children.idle();
        Process second = children.idle();
        Process watch = watch("60m", first.pid(), second.pid());
        try (BufferedReader out = watch.inputReader()) {
            next(out, "tick");
            next(out, "tick");
            for (Process child : List.of(first, second)) {
                Instant killed = Instant.now();
                child.toHandle().destroyForcibly();
                Map<String, Object> exit = next(out, "exit");
                assertTrue(Duration.between(killed, Instant.now()).compareTo(PROMPT) < 0);
                assertEquals(child.pid(), Rows.number(exit, "pid"));
                // Known from Linux 6.15 on, or where the zombie was seen in time.
                if (exit.containsKey("signal")) {
                    assertEquals(9, Rows.number(exit, "signal"));
                    assertEquals("SIGKILL", exit.get("signalName"));
                }
            }
            assertEquals(null, out.readLine());
        }
        assertEnds(watch, ExitStatus.OK);
    }

    @Test
    void itEndsWhenNobodyReadsAnyMore() throws Exception {
        Process watch = watch("20ms", children.idle().pid());
        try (BufferedReader out = watch.inputReader()) {
            next(out, "tick");
        }
        assertEnds(watch, ExitStatus.OK);
    }

    @Test
    void aSignalEndsIt() throws Exception {
        Process watch = watch("60m", children.idle().pid());
        try (BufferedReader out = watch.inputReader()) {
            next(out, "tick");
            // Not by Process.destroy(), which closes the pipe as well.
            watch.toHandle().destroy();
            assertEnds(watch, 143);
        }
    }
}
