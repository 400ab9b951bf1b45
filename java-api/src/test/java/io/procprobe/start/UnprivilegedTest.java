package io.procprobe.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.EveryProcessProgram;
import io.procprobe.testing.Jars;
import io.procprobe.testing.Jvm;
import io.procprobe.testing.ProbeProgram;
import io.procprobe.testing.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A user without rights and without a home, who looks at processes of root. */
@EnabledOnOs(OS.LINUX)
class UnprivilegedTest {
    /** Nobody, on every Linux. */
    private static final String USER = "65534";

    private static final int EACCES = 13;

    @TempDir Path work;

    @BeforeEach
    void requireRoot() throws IOException, InterruptedException {
        assumeTrue(Proc.ownUid() == 0, "only root can become somebody else");
        assumeTrue(Children.hasTool("setpriv"), "setpriv(1) is not installed");
        open(work);
        Process java =
                new ProcessBuilder("setpriv", "--reuid=" + USER, "test", "-x", Jvm.executable())
                        .start();
        assumeTrue(java.waitFor() == 0, "others may not run the Java of this user");
    }

    @BindingTest
    void seesAllThatTheSystemAllows(Binding binding, Children children) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sleep", "1000");
        builder.environment().put(ProbeProgram.VARIABLE, "secret");
        long target = children.start(builder).pid();
        Jvm.Result result = run(binding, target);

        assertEquals("OK", result.get("own.status"), result.toString());
        assertTrue(result.get("own.fields").contains("RESIDENT"));
        assertTrue(result.get("own.exact").startsWith("OK [RESIDENT, UNIQUE]"));
        assertEquals("NOT_FOUND", result.get("own.environment"));

        assertEquals("OK", result.get("0.status"));
        assertEquals(result.get("own.fields"), result.get("0.fields"));
        assertEquals("OK [RESIDENT] " + EACCES, result.get("0.exact"));
        assertEquals("DENIED [] " + EACCES, result.get("0.exactOnly"));
        assertEquals("OK sleep", result.get("0.name"));
        assertEquals("OK [sleep, 1000]", result.get("0.commandLine"));
        assertEquals("DENIED", result.get("0.executable"));
        assertEquals("DENIED", result.get("0.environment"));
    }

    /** Those of others too, while more of root's come and go. */
    @BindingTest
    void everyProcessHasADocumentedOutcome(Binding binding, Children children) throws Exception {
        Process load =
                children.start(
                        "sh", "-c", "i=0; while [ $i -lt 200000 ]; do : | :; i=$((i+1)); done");
        Jvm.Result result = run(binding, EveryProcessProgram.class);
        assertTrue(load.isAlive());
        assertEquals(0, result.exit(), result.toString());
        String fields = result.get("fields");
        assertEquals(Set.of("OK", "GONE", "DENIED", "UNSUPPORTED"), with(fields, "GONE"));
        Set<String> texts = Set.of("OK", "GONE", "DENIED", "NOT_FOUND", "UNSUPPORTED");
        assertTrue(texts.containsAll(with(result.get("texts"), "OK")), result.toString());
        assertEquals(Set.of("OK"), with(result.get("rows"), "OK"), result.toString());
        Set<String> signals = Set.of("OK", "GONE", "REPLACED", "DENIED", "REFUSED");
        Set<String> sent = with(result.get("signals"), "DENIED");
        assertTrue(signals.containsAll(sent), result.toString());
        assertTrue(sent.containsAll(Set.of("DENIED", "REFUSED")), result.toString());
    }

    /** Names that are there, and one that need not be. */
    private static Set<String> with(String names, String more) {
        Set<String> all = new HashSet<>(Set.of(names.split(" ", -1)));
        all.add(more);
        return all;
    }

    @BindingTest
    void aHomeThatCannotBeWrittenIsPassedOver(Binding binding) throws Exception {
        Jvm.Result result = run(binding, ProcessHandle.current().pid());
        assertEquals(2, result.attempts().size(), result.toString());
        assertTrue(result.attempts().get(0).contains(work.resolve("home").toString()));
        assertTrue(result.attempts().get(0).contains("AccessDenied"), result.attempts().get(0));
        assertTrue(
                Path.of(result.get("library")).startsWith(work.resolve("tmp")), result.toString());
    }

    private Jvm.Result run(Binding binding, long pid) throws Exception {
        return run(binding, ProbeProgram.class, Long.toString(pid));
    }

    private Jvm.Result run(Binding binding, Class<?> program, String... arguments)
            throws Exception {
        Jvm jvm = new Jvm(work).binding(binding);
        open(jvm.home());
        // As /tmp is: for all, but nobody may rename what is another's.
        Files.setAttribute(jvm.temporary(), "unix:mode", 01777);
        Path[] classPath = {
            Jars.testClasses(), Jars.facade(), Jars.natives(), Jars.jna(),
        };
        for (int i = 0; i < classPath.length; i++) {
            classPath[i] = copy(classPath[i], work.resolve("class-path-" + i));
        }
        jvm.classPath(classPath);
        return jvm.startedBy("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups")
                .run(program, arguments);
    }

    /** The build's folders may be closed to others. */
    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    open(Files.createDirectories(copy));
                } else {
                    Files.copy(file, from.equals(file) ? to : copy);
                }
            }
        }
        return to;
    }

    private static void open(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
