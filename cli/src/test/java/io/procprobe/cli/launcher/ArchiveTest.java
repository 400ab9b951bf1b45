package io.procprobe.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Finished;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class-data archive that the build made fits, and one that does not fit harms nobody. */
class ArchiveTest {
    private static final String SELF = Long.toString(ProcessHandle.current().pid());

    @TempDir Path folder;

    private static String classPath(Path lib) throws IOException {
        return Files.readAllLines(App.folder().resolve("class-path")).stream()
                .map(jar -> lib.resolve(jar).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** As the launcher starts it, but for what is given. */
    private static Finished stat(Path archive, String classPath, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(App.jdk().resolve("bin/java").toString());
        command.add("@" + App.folder().resolve("java.options"));
        command.add("-Djava.library.path=" + App.folder().resolve("native"));
        command.add("-XX:AOTCache=" + archive);
        command.addAll(Arrays.asList(more));
        command.addAll(List.of("-cp", classPath, "io.procprobe.cli.Main"));
        command.addAll(List.of("stat", "--format", "json", SELF));
        return Finished.run(Launcher.quiet(new ProcessBuilder(command)));
    }

    private static void assertGood(Finished finished) {
        assertEquals("OK", finished.succeeded().objects().get(0).get("status"));
    }

    @Test
    void thatOfTheBuildFits() throws Exception {
        Path archive = App.folder().resolve("command.aot");
        assertTrue(Files.isRegularFile(archive), "the build made none, see command.aot.log");
        String classPath = classPath(App.folder().resolve("lib"));
        assertGood(stat(archive, classPath, "-XX:AOTMode=on"));
    }

    @Test
    void oneThatDoesNotFitIsPassedOverInSilence() throws Exception {
        Path archive = App.folder().resolve("command.aot");
        String classPath = classPath(App.folder().resolve("lib"));
        byte[] good = Files.readAllBytes(archive);
        Path bad = folder.resolve("bad.aot");
        assertGood(stat(bad, classPath));
        for (byte[] content :
                List.of(new byte[0], new byte[5000], Arrays.copyOf(good, good.length / 2))) {
            Files.write(bad, content);
            assertGood(stat(bad, classPath));
        }
        // Other options and other jars than it was made for.
        assertGood(stat(archive, classPath, "-XX:-UseCompressedOops"));
        Path lib = Files.createDirectory(folder.resolve("lib"));
        for (String jar : Files.readAllLines(App.folder().resolve("class-path"))) {
            Files.copy(App.folder().resolve("lib").resolve(jar), lib.resolve(jar));
        }
        assertGood(stat(archive, classPath(lib)));
    }
}
