package io.procprobe.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When the launcher builds, and what it says of that. */
@DisabledOnOs(OS.WINDOWS)
class LauncherBuildTest {
    @TempDir Path folder;

    private FakeCheckout checkout;

    @BeforeEach
    void checkOut() throws IOException {
        checkout = new FakeCheckout(folder.resolve("a checkout"));
    }

    @Test
    void theFirstRunBuildsAndTheSecondDoesNot() throws Exception {
        Finished first = checkout.run("stat", "1");
        assertEquals(0, first.status(), first.err());
        assertTrue(first.err().startsWith("procprobe: first run, building"), first.err());
        assertTrue(first.err().contains("Building procprobe native [2/4]"), first.err());
        assertTrue(first.err().lines().allMatch(l -> l.startsWith("procprobe: ")), first.err());
        assertTrue(first.out().endsWith("[io.procprobe.cli.Main]\n[stat]\n[1]\n"), first.out());
        assertEquals(1, checkout.builds().size());
        String build = checkout.builds().get(0);
        assertTrue(build.contains("-f " + checkout.root + "/pom.xml -pl cli -am "), build);
        assertTrue(build.contains("-DskipTests=true") && build.endsWith(" package"), build);

        Finished second = checkout.run("stat", "1").succeeded();
        assertEquals(first.out(), second.out());
        assertEquals(1, checkout.builds().size());
    }

    /** Whoever comes second waits for the first one's build. */
    @Test
    void twoFirstRunsAtATimeBuildOnce() throws Exception {
        ProcessBuilder flock = new ProcessBuilder("sh", "-c", "command -v flock");
        assumeTrue(Finished.run(flock).status() == 0, "flock is not installed");
        String both = "\"$0\" & first=$!; \"$0\"; second=$?; wait $first && exit $second";
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", both, checkout.script().toString());
        Finished finished = Finished.run(shell);
        assertEquals(0, finished.status(), finished.err());
        assertEquals(1, checkout.builds().size());
        String main = "[io.procprobe.cli.Main]";
        assertEquals(2, finished.lines().stream().filter(main::equals).count());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pom.xml",
                "native/src/linux/a.c",
                "java-api/src/main/java/A.java",
                "supervisor/src/main/java/C.java",
                "micrometer/src/main/java/D.java",
                "agent/src/main/java/E.java",
                "cli/src/main/java/B.java"
            })
    void aChangedSourceIsBuiltOnce(String file) throws Exception {
        checkout.built().edit(file);
        Finished finished = checkout.run("doctor");
        assertEquals(0, finished.status());
        assertTrue(finished.err().startsWith("procprobe: sources have changed"), finished.err());
        checkout.run("doctor").succeeded();
        assertEquals(1, checkout.builds().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "native/test/a.c",
                "java-api/src/test/java/ATest.java",
                "java-api/target/A.class",
                "cli/src/test/java/BTest.java"
            })
    void whatTheCommandIsNotMadeOfIsNotBuilt(String file) throws Exception {
        checkout.built().edit(file);
        checkout.run("doctor").succeeded();
        assertEquals(List.of(), checkout.builds());
    }

    @Test
    void aJdkThatIsNoMoreIsLookedForAgain() throws Exception {
        checkout.built().write("cli/target/app/jdk", folder.resolve("no jdk") + "\n");
        assertEquals(0, checkout.run("doctor").status());
        assertEquals(1, checkout.builds().size());
    }

    @Test
    void aBuildThatFailsIsAnErrorAndNothingRuns() throws Exception {
        checkout.write("maven.fails", "[INFO] quiet\n[ERROR] B.java:[1,2] ';' expected\n");
        Finished finished = checkout.run("stat", "1");
        assertEquals(1, finished.status());
        assertEquals("", finished.out());
        assertTrue(finished.err().contains("';' expected"), finished.err());
        assertFalse(finished.err().contains("quiet"), finished.err());
        Path log = checkout.root.resolve("target/build.log");
        assertTrue(finished.err().endsWith("the build failed, see " + log + "\n"), finished.err());
        assertTrue(Files.readString(log).contains("quiet"));

        // It is not taken for built by that.
        Files.delete(checkout.root.resolve("maven.fails"));
        assertEquals(0, checkout.run("stat", "1").status());
        assertEquals(2, checkout.builds().size());
    }

    @Test
    void aMissingJdkIsSaidInALineWithTheRemedy() throws Exception {
        checkout.write(
                "maven.fails", "[ERROR] Cannot find matching toolchain definitions for jdk\n");
        Finished finished = checkout.run("doctor");
        assertEquals(1, finished.status());
        String last = finished.err().lines().reduce("", (line, next) -> next);
        assertTrue(last.startsWith("procprobe: no JDK 25 found: install one"), last);
        assertTrue(last.contains("apt-get install openjdk-25-jdk"), last);
    }

    @ParameterizedTest
    @CsvSource({
        "java, openjdk-25-jdk",
        "cc, gcc make",
        "make, make",
    })
    void aMissingToolIsSaidInALineWithTheRemedy(String tool, String remedy) throws Exception {
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String needed : List.of("java", "cc", "make")) {
            if (!needed.equals(tool)) {
                addTool(tools, needed, "");
            }
        }
        for (String used : List.of("dirname", "cat", "find", "head")) {
            ProcessBuilder which = new ProcessBuilder("sh", "-c", "command -v " + used);
            String found = Finished.run(which).succeeded().out().strip();
            addTool(tools, used, "exec '" + found + "' \"$@\"\n");
        }
        checkout.environment.put("PATH", tools.toString());
        checkout.environment.put("JAVA_HOME", "/nonexistent");
        String line = checkout.run("doctor").failed(1);
        assertTrue(line.matches("procprobe: .* found: install .*"), line);
        assertTrue(line.endsWith("sudo apt-get install " + remedy), line);
        assertEquals(List.of(), checkout.builds());
    }

    private static void addTool(Path tools, String name, String script) throws IOException {
        Path tool = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script);
        FakeCheckout.makeExecutable(tool);
    }
}
