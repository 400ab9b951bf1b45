package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.StrictJson;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code top} into a pipe goes on until nobody reads any more. */
class TopStreamTest {
    @RegisterExtension final Children children = new Children();

    @TempDir Path folder;

    private Path err;

    private Process start(String... args) throws Exception {
        err = folder.resolve("err");
        return children.start(App.builder(List.of(), args).redirectError(err.toFile()));
    }

    private void assertEndsByItself(Process top) throws Exception {
        assertTrue(
                top.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS),
                "still running though nobody reads");
        assertEquals(0, top.exitValue());
        assertEquals("", Files.readString(err));
    }

    @Test
    void tablesFollowEachOtherUntilTheReaderCloses() throws Exception {
        Process top = start("top", "--interval", "50ms", "--sort", "pid");
        try (BufferedReader out = top.inputReader()) {
            for (int table = 0; table < 2; table++) {
                String titles = out.readLine();
                assertNotNull(titles, () -> "ended: " + err);
                assertTrue(titles.strip().startsWith("PID "), titles);
                int rows = 0;
                for (String line = out.readLine(); !line.isEmpty(); line = out.readLine()) {
                    assertTrue(line.strip().matches("\\d+ .*"), line);
                    assertFalse(line.contains("\u001b"), line);
                    rows++;
                }
                assertTrue(rows > 1, "the test and the command itself at least");
            }
        }
        assertEndsByItself(top);
    }

    @Test
    void arraysFollowEachOtherOneInALine() throws Exception {
        Process top = start("top", "--interval", "50ms", "--format", "json", "--limit", "3");
        try (BufferedReader out = top.inputReader()) {
            for (int i = 0; i < 3; i++) {
                assertEquals(3, StrictJson.objects(StrictJson.read(out.readLine())).size());
            }
        }
        assertEndsByItself(top);
    }

    @Test
    void aSignalEndsIt() throws Exception {
        Process top = start("top", "--interval", "50ms", "--limit", "1");
        try (BufferedReader out = top.inputReader()) {
            assertNotNull(out.readLine());
            // Not by Process.destroy(), which closes the pipe as well, and that ends it with 0.
            top.toHandle().destroy();
            assertTrue(top.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        }
        // As shells expect of a program that SIGTERM ended: 128 + 15.
        assertEquals(143, top.exitValue());
        assertEquals("", Files.readString(err));
    }
}
