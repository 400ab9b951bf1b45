package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a PID, and what {@code stat} says of those that are none. */
class StatPidTest {
    @RegisterExtension final Children children = new Children();

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -2, Integer.MIN_VALUE})
    void numbersThatNoProcessCanHaveAreInvalid(long pid) {
        Finished finished = Cli.run("stat", "--format", "json", "--", Long.toString(pid));
        assertEquals(List.of(Map.of("pid", pid, "status", "INVALID")), finished.objects());
        assertEquals(ExitStatus.NOT_ALL, finished.status());
    }

    @Test
    void theHighestNumberIsOfNoProcess() {
        long pid = Integer.MAX_VALUE;
        Finished finished = Cli.run("stat", "--format", "json", Long.toString(pid));
        assertEquals(List.of(Map.of("pid", pid, "status", "GONE")), finished.objects());
        assertEquals(ExitStatus.NOT_ALL, finished.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2147483648",
                "4294967297",
                "18446744073709551617",
                "x",
                "1x",
                "0x1",
                "1.0",
                "1e3",
                "",
                " ",
                "1 2",
                "self"
            })
    void whatIsNoPidIsNamed(String text) {
        String line = Cli.run("stat", text).failed(ExitStatus.BAD_USAGE);
        assertTrue(line.contains("'" + text + "' is not a PID"), line);
    }

    /** The first was fine, yet nothing is read: a script that mistypes is to notice. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "99999999999"})
    void oneThatIsNoPidSpoilsAll(String text) throws Exception {
        String good = Long.toString(children.idle().pid());
        String line = Cli.run("stat", good, text).failed(ExitStatus.BAD_USAGE);
        assertTrue(line.contains("'" + text + "'"), line);
    }

    @Test
    void aNegativeNumberIsNoOption() {
        Finished finished = Cli.run("stat", "-1");
        assertTrue(
                finished.status() == ExitStatus.BAD_USAGE
                        || finished.status() == ExitStatus.NOT_ALL,
                finished.toString());
    }

    @Test
    void withoutAPidThereIsNothingToRead() {
        String line = Cli.run("stat").failed(ExitStatus.BAD_USAGE);
        assertTrue(line.contains("PID"), line);
        assertTrue(line.contains("procprobe stat --help"), line);
    }
}
