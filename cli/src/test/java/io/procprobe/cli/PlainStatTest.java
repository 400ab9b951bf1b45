package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plain form of {@code stat} does what picocli's does, and takes nothing else on itself. */
class PlainStatTest {
    @RegisterExtension final Children children = new Children();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stat",
                "top 1",
                "stat x",
                "stat 1 x",
                "stat -1",
                "stat +1",
                "stat 2147483648",
                "stat 99999999999999999999",
                "stat ٣",
                "stat --help",
                "stat 1 -h",
                "stat 1 --format",
                "stat --format json",
                "stat 1 --format xml",
                "stat 1 --format JSON",
                "stat 1 --format=json",
                "stat 1 --format json --format table",
                "stat -- 1",
                "stat 1 @file"
            })
    void allElseIsLeftToPicocli(String commandLine) {
        String[] args = commandLine.isEmpty() ? new String[0] : commandLine.split(" ", -1);
        assertEquals(OptionalInt.empty(), PlainStat.run(args));
    }

    @Test
    void emptyWordsAreLeftToPicocli() {
        assertEquals(OptionalInt.empty(), PlainStat.run(new String[] {"stat", ""}));
    }

    /** As the command is called, in a JVM of its own, against picocli's way in this one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "stat GONE",
                "stat --format json GONE",
                "stat GONE --format json 0",
                "stat 0 00 2147483647 --format table"
            })
    void bothWaysSayTheSame(String commandLine) throws Exception {
        String gone = Long.toString(children.reapedPid());
        String[] args = commandLine.replace("GONE", gone).split(" ", -1);
        assertEquals(Cli.run(args), App.run(List.of(), args));
    }

    @Test
    void bothWaysReadTheSameProcess() throws Exception {
        String pid = Long.toString(children.idle().pid());
        for (String format : new String[] {"json", "table"}) {
            String[] args = {"stat", "--format", format, pid};
            Finished plain = App.run(List.of(), args).succeeded();
            // The CPU time and what the kernel takes back of an idle process may differ.
            assertEquals(shape(Cli.run(args).succeeded()), shape(plain));
            assertTrue(plain.out().contains("sleep"), plain.out());
        }
    }

    private static List<String> shape(Finished finished) {
        List<String> words = new ArrayList<>();
        for (String line : finished.lines()) {
            words.addAll(Arrays.asList(line.replaceAll("[0-9.:KMG]+", "0").split(" +", -1)));
        }
        return words;
    }

    /** What picocli's handlers say of failures, this says as well. */
    @Test
    void failuresAreSaidInALine() throws Exception {
        String line =
                App.run(List.of("-Dprocprobe.binding=jni"), "stat", "1")
                        .failed(ExitStatus.UNAVAILABLE);
        assertTrue(line.startsWith("procprobe stat: "), line);
    }
}
