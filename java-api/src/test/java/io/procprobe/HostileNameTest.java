package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Proc;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Names that a process may choose to mislead whoever parses them. */
@EnabledOnOs(OS.LINUX)
class HostileNameTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    /** One character for each byte. */
    private static final List<String> NAMES =
            List.of(
                    ") R 1 (",
                    "a b",
                    "1) Z 0 0 (",
                    "two\nlines",
                    "tail\n",
                    "()",
                    ")",
                    "tab\tback\\",
                    "na\u00c3\u00afve",
                    "\u00ff\u00fe \u0080");

    @TempDir Path folder;

    @BindingTest
    void aNameCannotChangeWhatIsRead(ProcessProbe probe, Children children) throws Exception {
        for (String name : NAMES) {
            // A shell can make a file whose name is not UTF-8, which Java cannot. The mark behind
            // the name keeps a line end at its end, which the shell would cut off.
            Process child =
                    children.start(
                            "sh",
                            "-c",
                            "f=$(printf \"$1@\"); f=$0/${f%@}; cp \"$(command -v sleep)\" \"$f\""
                                    + " && exec \"$f\" 1000",
                            folder.toString(),
                            octal(name));
            byte[] expected = name.getBytes(StandardCharsets.ISO_8859_1);
            Await.until(
                    name + " has its name",
                    () -> Proc.text(child.pid(), "comm").equals(name + "\n"));
            Await.until(name + " sleeps", () -> Proc.stat(child.pid()).state() == 'S');

            ProcessSample sample = probe.sample(child.pid(), FieldSet.CHEAP_AND_TEXT);
            assertEquals(OWN_PID, sample.parentPid().orElseThrow(), name);
            assertEquals(ProcessState.SLEEPING, sample.state().orElseThrow(), name);
            assertEquals(1, sample.threads().orElseThrow(), name);
            assertEquals(Proc.stat(child.pid()).session(), sample.session().orElseThrow(), name);
            assertTrue(sample.alive().orElseThrow(), name);

            TextBuffer text = probe.newTextBuffer(1);
            assertEquals(Status.OK, probe.text().name(child.pid(), text));
            assertArrayEquals(expected, text.toByteArray(), name);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], text.byteAt(i));
            }
            assertEquals(
                    new String(expected, StandardCharsets.UTF_8),
                    probe.text().name(child.pid()).orElseThrow());
            assertEquals(Status.OK, probe.text().executable(child.pid(), text));
            assertEquals(
                    folder + "/" + name,
                    new String(text.toByteArray(), StandardCharsets.ISO_8859_1));
        }
    }

    /** What printf(1) makes the name of. */
    private static String octal(String name) {
        StringBuilder escaped = new StringBuilder();
        name.chars()
                .forEach(c -> escaped.append('\\').append(Integer.toOctalString(01000 | c), 1, 4));
        return escaped.toString();
    }
}
