package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.testing.Await;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Names, programs, arguments and environments of children that were started with known ones. */
@EnabledOnOs(OS.LINUX)
class TextTest {
    private static final long OWN_PID = ProcessHandle.current().pid();

    /** A shell that says that it runs, and so has its final arguments, then waits. */
    private static final String WAITS = "echo ready; read line";

    private static Process shell(Children children, String... arguments) throws Exception {
        return shell(children, new ProcessBuilder(), arguments);
    }

    private static Process shell(Children children, ProcessBuilder builder, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WAITS));
        command.addAll(List.of(arguments));
        Process process = children.start(builder.command(command));
        assertEquals("ready", Children.firstLine(process));
        return process;
    }

    @BindingTest
    void nameAndProgramAreThoseOfTheFile(ProcessProbe probe, Children children) throws Exception {
        Process child = shell(children);
        ProcessId id = probe.identify(child.pid()).orElseThrow();
        String program = Path.of("/proc/" + child.pid() + "/exe").toRealPath().toString();
        TextBuffer text = probe.newTextBuffer(1);

        assertEquals(Status.OK, probe.text().name(child.pid(), text));
        assertEquals("sh", text.toString());
        assertEquals(Status.OK, probe.text().name(id, text));
        assertEquals("sh", text.toString());
        assertEquals(Optional.of("sh"), probe.text().name(child.pid()));

        assertEquals(Status.OK, probe.text().executable(child.pid(), text));
        assertEquals(program, text.toString());
        assertEquals(Status.OK, probe.text().executable(id, text));
        assertEquals(program, text.toString());
        assertEquals(Optional.of(program), probe.text().executable(child.pid()));
    }

    @BindingTest
    void argumentsArriveAsTheyWereGiven(ProcessProbe probe, Children children) throws Exception {
        String[] arguments = {
            "zero",
            "",
            "with space",
            "\"quoted\" 'twice'",
            "two\nlines",
            "naïve ☃ 𝄞",
            "",
            "a=b",
            ""
        };
        Process child = shell(children, arguments);
        List<String> expected = new ArrayList<>(List.of("sh", "-c", WAITS));
        expected.addAll(List.of(arguments));
        TextBuffer text = probe.newTextBuffer(1);

        assertEquals(Optional.of(expected), probe.text().commandLine(child.pid()));
        assertEquals(Status.OK, probe.text().commandLine(child.pid(), text));
        assertEquals(expected, text.toStrings());
        assertArrayEquals(
                (String.join("\0", expected) + "\0").getBytes(StandardCharsets.UTF_8),
                text.toByteArray());
        ProcessId id = probe.identify(child.pid()).orElseThrow();
        assertEquals(Status.OK, probe.text().commandLine(id, text));
        assertEquals(expected, text.toStrings());
    }

    @BindingTest
    void longArgumentsMakeTheBufferGrow(ProcessProbe probe, Children children) throws Exception {
        // Two, since Linux takes 128 KiB for one at most.
        String first = "x".repeat(90_000);
        String second = "yz".repeat(40_000);
        Process child = shell(children, first, second);
        TextBuffer text = probe.newTextBuffer(1);
        assertEquals(Status.OK, probe.text().commandLine(child.pid(), text));
        assertEquals(List.of("sh", "-c", WAITS, first, second), text.toStrings());
        // What is short then leaves nothing of what was long.
        assertEquals(Status.OK, probe.text().name(child.pid(), text));
        assertEquals("sh", text.toString());
        assertEquals(2, text.length());
    }

    @BindingTest
    void aVariableHasTheValueThatItWasStartedWith(ProcessProbe probe, Children children)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder();
        String large = "v".repeat(100_000);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        builder.environment().put("LARGE", large);
        builder.environment().put("EMPTY", "");
        builder.environment().put("EQUALS", "a=b=c");
        builder.environment().put("LINES", "one\ntwo ☃");
        builder.environment().put("PREFIX_LONGER", "wrong");
        builder.environment().put("PREFIX", "right");
        Process child = shell(children, builder);
        ProcessId id = probe.identify(child.pid()).orElseThrow();
        TextBuffer text = probe.newTextBuffer(1);
        builder.environment()
                .forEach(
                        (name, value) -> {
                            assertEquals(
                                    Status.OK, probe.text().environment(child.pid(), name, text));
                            assertEquals(value, text.toString());
                            assertEquals(Status.OK, probe.text().environment(id, name, text));
                            assertEquals(value, text.toString());
                            assertEquals(
                                    Optional.of(value),
                                    probe.text().environment(child.pid(), name));
                        });
        for (String unset : List.of("UNSET", "PREFI", "PREFIX_", "two", "b", "a")) {
            assertEquals(Status.NOT_FOUND, probe.text().environment(child.pid(), unset, text));
            assertEquals(0, text.length());
            assertTrue(probe.text().environment(child.pid(), unset).isEmpty());
        }
    }

    @BindingTest
    void theOwnProcessIsReadToo(ProcessProbe probe) {
        assertEquals(ProcessHandle.current().info().command(), probe.text().executable(OWN_PID));
        List<String> commandLine = probe.text().commandLine(OWN_PID).orElseThrow();
        assertEquals(
                List.of(ProcessHandle.current().info().arguments().orElseThrow()),
                commandLine.subList(1, commandLine.size()));
        assertEquals(
                Optional.ofNullable(System.getenv("PATH")),
                probe.text().environment(OWN_PID, "PATH"));
    }

    @BindingTest
    void aProgramWhoseFileIsNoMoreSaysSo(ProcessProbe probe, Children children) throws Exception {
        Process child =
                children.start(
                        "sh",
                        "-c",
                        "f=$(mktemp) && cp \"$(command -v sleep)\" \"$f\" && chmod 700 \"$f\""
                                + " && echo \"$f\" && exec \"$f\" 1000");
        String file = Children.firstLine(child);
        Await.until(
                "it runs", () -> probe.text().executable(child.pid()).equals(Optional.of(file)));
        Files.delete(Path.of(file));
        assertEquals(Optional.of(file + " (deleted)"), probe.text().executable(child.pid()));
    }
}
