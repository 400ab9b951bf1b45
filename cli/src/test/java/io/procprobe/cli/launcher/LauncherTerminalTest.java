package io.procprobe.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Screens;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** On a real terminal, which {@code script} of util-linux makes. */
@EnabledOnOs(OS.LINUX)
class LauncherTerminalTest {
    private static final int CTRL_C = 3;

    @RegisterExtension final Children children = new Children();

    @TempDir Path folder;

    @BeforeEach
    void aTerminalCanBeMade() throws Exception {
        Finished which = Finished.run(new ProcessBuilder("sh", "-c", "script --version"));
        assumeTrue(which.out().contains("util-linux"), "script of util-linux is not installed");
        Launcher.assumeSourcesAreOlderThanTheBuild();
    }

    /** Runs the launcher on a terminal of this size. */
    private Process start(Path out, int rows, int columns, String args) throws IOException {
        String size = "stty -echo rows " + rows + " cols " + columns;
        // Whoever runs this test in the background has Ctrl-C ignored, and children inherit that.
        String launch = "exec env --default-signal=INT '" + Launcher.script() + "' " + args;
        String command = size + "; " + launch;
        return children.start(
                Launcher.quiet(new ProcessBuilder("script", "-qec", command, "/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(Redirect.appendTo(out.toFile())));
    }

    @Test
    void topRedrawsInPlaceUntilCtrlC() throws Exception {
        Path out = folder.resolve("out");
        Process script = start(out, 20, 60, "top --interval 50ms");
        Await.until(
                "some screens have been drawn",
                () -> {
                    assertTrue(script.isAlive(), () -> "ended: " + out);
                    return Screens.count(Files.readString(out)) > 3;
                });
        OutputStream keyboard = script.getOutputStream();
        keyboard.write(CTRL_C);
        keyboard.flush();
        assertTrue(script.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(130, script.exitValue(), "128 + SIGINT");
        String sent = Files.readString(out);
        Screens.check(sent, 20, 60);
        // The size is really used, not only kept.
        String screen = sent.substring(0, sent.lastIndexOf(Screens.HOME));
        screen = screen.substring(screen.lastIndexOf(Screens.HOME));
        assertTrue(screen.lines().mapToInt(String::length).max().orElse(0) >= 60, screen);
    }

    @Test
    void aTableIsCutAtTheWidthAndHasNoColour() throws Exception {
        Path out = folder.resolve("out");
        long self = ProcessHandle.current().pid();
        Process script = start(out, 20, 50, "stat " + self);
        assertTrue(script.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, script.exitValue());
        String sent = Files.readString(out);
        assertEquals(2, sent.lines().count(), sent);
        assertTrue(sent.lines().allMatch(line -> line.length() == 50), sent);
        assertFalse(sent.contains("\u001b"), sent);
    }
}
