package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Screens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code top} on what it is told to be a terminal redraws in place and leaves no traces. */
class TopTerminalTest {
    @RegisterExtension final Children children = new Children();

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"24x80, 24, 80", "10x40, 10, 40", "60x200, 60, 200", "5x21, 5, 21", "0x0, 24, 80"})
    void screensFitAndTheTerminalIsRestored(String size, int rows, int columns) throws Exception {
        // With the shortest pause: it must not draw a last time when it has been told to end.
        String sent = run(size, "top", "--interval", "10ms");
        Screens.check(sent, rows, columns);
        assertTrue(sent.contains("processes, CPU"), sent);
    }

    /** Runs until some screens have been drawn, asks it to end, and returns all that it sent. */
    private String run(String size, String... args) throws Exception {
        Path out = folder.resolve("out");
        Process top =
                children.start(
                        App.builder(List.of("-Dprocprobe.terminal=" + size), args)
                                .redirectOutput(out.toFile()));
        Await.until(
                "some screens have been drawn",
                () -> {
                    assertTrue(top.isAlive(), "ended too early");
                    return Screens.count(Files.readString(out)) > 4;
                });
        top.destroy();
        assertTrue(top.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(143, top.exitValue());
        return Files.readString(out);
    }

    @Test
    void aLimitBelowTheHeightIsKept() throws Exception {
        String sent = run("24x80", "top", "--interval", "50ms", "--limit", "2");
        Screens.check(sent, 24, 80);
        String screen = sent.substring(sent.lastIndexOf(Screens.HOME));
        // A summary, an empty line, titles and two processes.
        assertEquals(5, screen.substring(0, screen.indexOf("\u001b[J")).lines().count(), screen);
    }

    @Test
    void oneTableOrJsonIsNeverDrawnInPlace() throws Exception {
        List<String> terminal = List.of("-Dprocprobe.terminal=24x80");
        Finished table = App.run(terminal, "top", "--once", "--interval", "50ms").succeeded();
        assertFalse(table.out().contains("\u001b"));
        Finished json =
                App.run(terminal, "top", "--once", "--interval", "50ms", "--format", "json");
        assertFalse(json.succeeded().out().contains("\u001b"));
    }

    @Test
    void tablesAndTreesAreCutAtTheWidth() throws Exception {
        List<String> terminal = List.of("-Dprocprobe.terminal=24x40");
        String self = Long.toString(ProcessHandle.current().pid());
        for (String command : new String[] {"stat", "tree"}) {
            Finished finished = App.run(terminal, command, self).succeeded();
            assertEquals(40, finished.lines().stream().mapToInt(String::length).max().orElse(0));
        }
    }
}
