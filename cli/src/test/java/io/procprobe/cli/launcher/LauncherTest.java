package io.procprobe.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.Procfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, as a user goes it: the launcher of this checkout, the jars and the library. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final long NOBODY = 65534;

    @RegisterExtension final Children children = new Children();

    @TempDir Path folder;

    @BeforeEach
    void nothingIsToBeBuilt() throws IOException {
        Launcher.assumeSourcesAreOlderThanTheBuild();
    }

    @Test
    void aProcessIsReadAndNothingIsBuilt() throws Exception {
        long child = children.idle().pid();
        Finished finished =
                Launcher.run(
                        folder,
                        Launcher.script(),
                        "stat",
                        "--format",
                        "json",
                        Long.toString(child));
        Map<String, Object> row = finished.succeeded().objects().get(0);
        assertEquals(child, row.get("pid"));
        assertEquals("sleep", row.get("name"));
        assertEquals(ProcessHandle.current().pid(), row.get("parentPid"));
    }

    @Test
    void theShellLearnsWhatBecameOfIt() throws Exception {
        String gone = Long.toString(children.reapedPid());
        Finished notAll = Launcher.run(folder, Launcher.script(), "stat", gone);
        assertEquals(3, notAll.status());
        assertTrue(notAll.out().contains("GONE"), notAll.out());
        assertEquals("", notAll.err());
        String line = Launcher.run(folder, Launcher.script(), "stat", "two words").failed(2);
        assertTrue(line.contains("'two words'"), line);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aUserWithoutPrivilegesMayUseIt() throws Exception {
        long self = ProcessHandle.current().pid();
        assumeTrue(Procfs.read(self).orElseThrow().uid() == 0, "needs root to become nobody");
        String lib = App.folder().resolve("lib").toString();
        Finished access =
                asNobody(
                        "test",
                        "-r",
                        Launcher.script().toString(),
                        "-a",
                        "-r",
                        lib,
                        "-a",
                        "-x",
                        lib);
        assumeTrue(access.status() == 0, () -> "nobody cannot read the checkout: " + access);
        assumeTrue(
                asNobody("test", "-r", "/proc/" + self + "/stat").status() == 0,
                "nobody cannot see processes of others here (hidepid)");

        // The shell becomes the launcher and that the command, so $$ is the command itself.
        String script = "exec '" + Launcher.script() + "' stat --format json $$ " + self;
        List<Map<String, Object>> rows = asNobody("sh", "-c", script).succeeded().objects();
        assertEquals(NOBODY, rows.get(0).get("uid"));
        assertEquals("java", rows.get(0).get("name"));
        assertEquals(0L, rows.get(1).get("uid"));
        assertEquals(self, rows.get(1).get("pid"));
        for (Map<String, Object> row : rows) {
            assertEquals("OK", row.get("status"));
            assertTrue((Long) row.get("residentBytes") > 0);
            assertTrue((Long) row.get("cpuNanos") > 0);
        }
    }

    private Finished asNobody(String... command) throws IOException, InterruptedException {
        List<String> whole =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups"));
        whole.addAll(Arrays.asList(command));
        ProcessBuilder builder = Launcher.quiet(new ProcessBuilder(whole));
        // Without a home, as such users are.
        builder.environment().put("HOME", "/nonexistent");
        builder.environment().remove("XDG_CACHE_HOME");
        return Finished.run(builder.directory(Path.of("/").toFile()));
    }
}
