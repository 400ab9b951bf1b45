package io.procprobe.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher hands on: arguments in, the exit status out. */
@DisabledOnOs(OS.WINDOWS)
class LauncherArgumentsTest {
    private static final String MAIN = "[io.procprobe.cli.Main]";

    @TempDir Path folder;

    private FakeCheckout checkout;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = new FakeCheckout(folder.resolve("a checkout")).built();
    }

    private static List<String> toMain(Finished finished) {
        List<String> lines = finished.succeeded().lines();
        return lines.subList(lines.indexOf(MAIN) + 1, lines.size());
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        assertEquals(
                List.of("[two words]", "[]", "[*]", "[$HOME]", "[--]", "[-n]", "['\"\\]"),
                toMain(checkout.run("two words", "", "*", "$HOME", "--", "-n", "'\"\\")));
    }

    @Test
    void withoutArgumentsThereAreNone() throws Exception {
        assertEquals(List.of(), toMain(checkout.run()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 143})
    void theExitStatusPassesThrough(int status) throws Exception {
        checkout.environment.put("FAKE_STATUS", Integer.toString(status));
        assertEquals(status, checkout.run("stat").status());
    }

    @Test
    void theArchiveComesWithItsClassPath() throws Exception {
        assertFalse(checkout.run("top").succeeded().out().contains("AOT"));
        checkout.write("cli/target/app/command.aot", "");
        checkout.write("cli/target/app/class-path", "z.jar\na b.jar\n");
        Path app = checkout.root.resolve("cli/target/app");
        List<String> lines = checkout.run("top").succeeded().lines();
        assertTrue(lines.contains("[-XX:AOTCache=" + app + "/command.aot]"), lines::toString);
        String classPath = app + "/lib/z.jar:" + app + "/lib/a b.jar";
        assertTrue(lines.contains("[" + classPath + "]"), lines::toString);
    }

    @Test
    void outputThatIsNoTerminalIsNotCalledOne() throws Exception {
        assertFalse(checkout.run("top").succeeded().out().contains("procprobe.terminal"));
    }

    @Test
    void itMayBeCalledFromAnywhereByAnyPath() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("else where/bin"));
        Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), checkout.script());
        Path relative =
                Files.createSymbolicLink(
                        elsewhere.resolve("relative"), Path.of("../../a checkout/procprobe"));
        Path twice =
                Files.createSymbolicLink(
                        folder.resolve("twice"), Path.of("else where/bin/relative"));
        List<Path> ways =
                List.of(
                        checkout.script(),
                        Path.of("../../a checkout/procprobe"),
                        absolute,
                        relative,
                        Path.of("./relative"),
                        twice,
                        Path.of("../../twice"));
        for (Path way : ways) {
            Finished finished = Launcher.run(elsewhere, way, "stat", "1");
            assertEquals(List.of("[stat]", "[1]"), toMain(finished), way::toString);
        }
        assertEquals(List.of(), checkout.builds());
    }

    /** By name only, as when its folder is on the PATH. */
    @Test
    void itMayBeFoundOnThePath() throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "procprobe tree");
        builder.environment().merge("PATH", checkout.root + ":", (path, root) -> root + path);
        assertEquals(List.of("[tree]"), toMain(Finished.run(builder)));
    }

    @Test
    void itIsAShellScriptWithoutSyntaxErrors() throws Exception {
        ProcessBuilder check = new ProcessBuilder("sh", "-n", Launcher.script().toString());
        assertEquals("", Finished.run(check).succeeded().out());
    }
}
