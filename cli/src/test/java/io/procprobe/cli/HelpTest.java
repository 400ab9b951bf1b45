package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Finished;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Help and version, in a JVM of their own: what picocli has to complain about, such as a per cent
 * sign in a text, goes to the standard error of the JVM and not to that of the command.
 */
class HelpTest {
    private static Finished run(String command, String option) throws Exception {
        return App.run(List.of(), args(command, option)).succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "stat", "top", "watch", "tree", "kill", "reap", "serve", "doctor"})
    void everyCommandHasHelpAndNothingToComplainAbout(String command) throws Exception {
        Finished help = run(command, "--help");
        String usage = ("Usage: procprobe " + command).strip() + " ";
        assertTrue(help.out().startsWith(usage), help.out());
        assertTrue(help.out().contains("--help"), help.out());
        assertTrue(help.out().contains("--version"), help.out());
        assertFalse(help.out().contains("%%"), help.out());
        assertFalse(help.out().contains("${"), help.out());
        assertFalse(help.out().contains("\u001b"), "no colour without a terminal");
        assertEquals(help.out(), Cli.run(args(command, "-h")).succeeded().out());
    }

    @Test
    void commandsAreListed() throws Exception {
        String out = run("", "--help").out();
        for (String command :
                new String[] {"stat", "top", "watch", "tree", "kill", "reap", "serve", "doctor"}) {
            assertTrue(out.lines().anyMatch(l -> l.strip().startsWith(command + " ")), out);
        }
    }

    @Test
    void versionIsThatOfTheBuild() throws Exception {
        String version = run("", "--version").out();
        assertTrue(version.strip().matches("procprobe \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"), version);
        assertEquals(version, run("top", "--version").out());
    }

    @Test
    void everyCommandHasTheVersion() {
        // Here the classes of the tests hide the manifest of the jar, so it may be unknown.
        String version = Cli.run("--version").succeeded().out();
        assertTrue(version.startsWith("procprobe "), version);
        for (String command :
                new String[] {
                    "", "stat", "top", "watch", "tree", "kill", "reap", "serve", "doctor"
                }) {
            for (String option : new String[] {"--version", "-V"}) {
                assertEquals(version, Cli.run(args(command, option)).succeeded().out());
            }
        }
    }

    private static String[] args(String command, String option) {
        return command.isEmpty() ? new String[] {option} : new String[] {command, option};
    }
}
