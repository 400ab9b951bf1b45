package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Await;
import io.procprobe.cli.support.Children;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A script must not take half a table for a whole one: here every write fails. */
@EnabledOnOs(OS.LINUX)
class BrokenOutputTest {
    @RegisterExtension final Children children = new Children();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stat 1",
                "stat 1 --format json",
                "tree",
                "tree --format json",
                "top --once --interval 50ms",
                "top --once --interval 50ms --format json",
                "watch --count 1 1",
                "watch --count 1 1 --format json",
                "doctor"
            })
    void outputThatCannotBeWrittenIsAnError(String commandLine) throws Exception {
        Path err = folder.resolve("err");
        Process command =
                children.start(
                        App.builder(List.of(), commandLine.split(" ", -1))
                                .redirectOutput(Path.of("/dev/full").toFile())
                                .redirectError(err.toFile()));
        assertTrue(command.waitFor(Await.DEADLINE.toSeconds(), TimeUnit.SECONDS));
        List<String> lines = Files.readAllLines(err);
        assertEquals(1, lines.size(), lines.toString());
        assertTrue(lines.get(0).startsWith("procprobe "), lines.get(0));
        assertTrue(lines.get(0).contains("cannot be written"), lines.get(0));
        assertEquals(ExitStatus.UNAVAILABLE, command.exitValue());
    }
}
