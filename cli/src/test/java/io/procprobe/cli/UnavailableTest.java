package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing works, one line says what was tried. */
class UnavailableTest {
    private static final String NATIVE_JAR = "procprobe-native-";

    @TempDir static Path empty;

    private static List<String> binding(String name) {
        return List.of("-Dprocprobe.binding=" + name, "-Djava.library.path=" + empty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffm", "jna"})
    void aForcedBindingThatCannotWorkIsNamed(String name) throws Exception {
        String self = Long.toString(ProcessHandle.current().pid());
        String line =
                App.runWithout(NATIVE_JAR, binding(name), "stat", self)
                        .failed(ExitStatus.UNAVAILABLE);
        assertTrue(line.startsWith("procprobe stat: "), line);
        assertTrue(line.contains("tried " + name + ", bundled"), line);
        String other = name.equals("ffm") ? "jna" : "ffm";
        assertTrue(!line.contains(other + ","), () -> "fell back in silence: " + line);
    }

    @Test
    void everyAttemptIsNamed() throws Exception {
        List<String> options =
                List.of(
                        "-Dprocprobe.library.path=/nonexistent/libprocprobe.so",
                        "-Djava.library.path=" + empty);
        String line = App.runWithout(NATIVE_JAR, options, "doctor").failed(ExitStatus.UNAVAILABLE);
        assertTrue(line.contains("ffm, procprobe.library.path /nonexistent/"), line);
        assertTrue(line.contains("ffm, bundled"), line);
        assertTrue(line.contains("jna, bundled"), line);
    }

    @Test
    void aBindingThatDoesNotExistIsNamed() throws Exception {
        String line = App.run(binding("jni"), "tree").failed(ExitStatus.UNAVAILABLE);
        assertTrue(line.contains("-Dprocprobe.binding=jni"), line);
        assertTrue(line.contains("ffm or jna"), line);
    }

    @Test
    void topSaysSoBeforeItTouchesTheTerminal() throws Exception {
        List<String> options =
                List.of("-Dprocprobe.terminal=24x80", "-Djava.library.path=" + empty);
        App.runWithout(NATIVE_JAR, options, "top").failed(ExitStatus.UNAVAILABLE);
    }

    /** Help needs no native library. */
    @Test
    void helpWorksAllTheSame() throws Exception {
        App.runWithout(NATIVE_JAR, List.of(), "stat", "--help").succeeded();
    }
}
