package io.procprobe.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.cli.support.App;
import io.procprobe.cli.support.Children;
import io.procprobe.cli.support.Finished;
import io.procprobe.cli.support.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A process chooses its own name: 15 bytes of anything but zero. */
@EnabledOnOs(OS.LINUX)
class StatHostileNameTest {
    /** As prctl(PR_SET_NAME) does, or the file name of a program: the kernel keeps what fits. */
    private static final String RENAME = "printf \"$1\" >/proc/$$/comm; echo ready; read x";

    @RegisterExtension final Children children = new Children();

    /** Starts a process of this name, given as a format of printf. */
    private long start(String format) throws Exception {
        Process child = children.start("sh", "-c", RENAME, "sh", format);
        assertEquals("ready", Children.readLine(child), "a process named " + format);
        return child.pid();
    }

    private static Stream<Arguments> names() {
        return Stream.of(
                Arguments.of(") R 1 (", ") R 1 ("),
                Arguments.of("a) Z 0 0 0 0", "a) Z 0 0 0 0"),
                Arguments.of("(((", "((("),
                Arguments.of(" two  spaces ", " two  spaces "),
                Arguments.of("line\\nbreak", "line\nbreak"),
                Arguments.of("\\nend\\n", "\nend\n"),
                Arguments.of("\\033[2J\\033[H", "\u001b[2J\u001b[H"),
                Arguments.of("\\tab\\bs\\rcr", "\tab\bs\rcr"),
                Arguments.of("del\\177", "del\u007f"),
                Arguments.of("\\302\\233c1", "\u009bc1"),
                Arguments.of("quote\"\\\\", "quote\"\\"),
                Arguments.of("%%s%%n", "%s%n"),
                // No UTF-8, and UTF-8 that the kernel cuts inside a letter.
                Arguments.of("\\377\\376bad", "\ufffd\ufffdbad"),
                Arguments.of("aaaaaaaaaaaaaa\\303\\251", "aaaaaaaaaaaaaa\ufffd"),
                Arguments.of("\\303\\251t\\303\\251", "\u00e9t\u00e9"),
                Arguments.of("\\342\\200\\256rtl", "\u202ertl"),
                Arguments.of("cut in the middle", "cut in the midd"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void nameIsTheNameAndNothingElse(String format, String name) throws Exception {
        long pid = start(format);
        long self = ProcessHandle.current().pid();
        String pidText = Long.toString(pid);

        Finished json = Cli.run("stat", "--format", "json", pidText, Long.toString(self));
        List<Map<String, Object>> rows = json.succeeded().objects();
        assertEquals(List.of(pid, self), Rows.pids(rows));
        assertEquals(name, rows.get(0).get("name"));
        assertEquals(self, Rows.number(rows.get(0), "parentPid"));
        assertEquals(1, Rows.number(rows.get(0), "threads"));
        Rows.check(rows.get(0));

        Finished table = Cli.run("stat", pidText, Long.toString(self)).succeeded();
        assertOneSafeLineEach(table.out(), 3);

        assertEquals(name, StrictJson.object(tree("json", pid).out()).get("name"));
        assertOneSafeLineEach(tree("text", pid).out(), 2);
    }

    /** As a script gets it: bytes, and in a locale that has no letters beyond ASCII. */
    @ParameterizedTest
    @CsvSource({"\\377\\376x, \ufffd\ufffdx", "\\303\\251t\\303\\251, \u00e9t\u00e9"})
    void outputIsUtf8InEveryLocale(String format, String name) throws Exception {
        ProcessBuilder builder =
                App.builder(List.of(), "stat", "--format", "json", Long.toString(start(format)));
        builder.environment().put("LC_ALL", "C");
        assertEquals(name, Finished.run(builder).succeeded().objects().get(0).get("name"));
    }

    private static Finished tree(String format, long pid) {
        return Cli.run("tree", "--format", format, Long.toString(pid)).succeeded();
    }

    private static void assertOneSafeLineEach(String out, int count) {
        assertEquals(count, out.lines().count(), out);
        String[] lines = out.split("\n", -1);
        for (String line : lines) {
            assertTrue(line.chars().noneMatch(Character::isISOControl), () -> escaped(line));
            assertTrue(line.indexOf('\u202e') < 0, () -> escaped(line));
        }
        // Each ends with a line end, behind which there is nothing.
        assertEquals(count + 1, lines.length, out);
    }

    private static String escaped(String line) {
        StringBuilder text = new StringBuilder();
        line.chars().forEach(c -> text.append(String.format("\\u%04x", c)));
        return text.toString();
    }
}
