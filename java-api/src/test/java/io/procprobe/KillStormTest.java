package io.procprobe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Jvm;
import io.procprobe.testing.KillStormProgram;
import io.procprobe.testing.Proc;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Five hundred trees that defend themselves end, and nobody else is touched, although the numbers
 * of those that have ended are given to others at once. All of it happens in a PID namespace.
 */
@EnabledOnOs(OS.LINUX)
class KillStormTest {
    private static final int TREES_PER_BINDING = 250;
    private static final String[] NAMESPACE = {
        "unshare", "--pid", "--fork", "--kill-child", "--mount-proc"
    };

    /** Built with the native library, see {@code native/programs}. */
    private static final Path PROGRAMS = Path.of(System.getProperty("test.programs"));

    @TempDir Path work;

    @BeforeEach
    void requireNamespaces() throws Exception {
        assumeTrue(Proc.ownUid() == 0, "only root can make a PID namespace");
        assumeTrue(Children.hasTool("unshare"), "unshare(1) is not installed");
        Process attempt =
                new ProcessBuilder(NAMESPACE[0], NAMESPACE[1], NAMESPACE[2], NAMESPACE[4], "true")
                        .start();
        assumeTrue(attempt.waitFor() == 0, "this root may not make a PID namespace");
    }

    @BindingTest
    void allEndAndNobodyElse(Binding binding) throws Exception {
        Jvm jvm = new Jvm(work).binding(binding).startedBy(NAMESPACE);
        Jvm.Result result =
                jvm.startedBy(PROGRAMS.resolve("procprobe_first_process").toString())
                        .run(
                                KillStormProgram.class,
                                PROGRAMS.toString(),
                                Files.createDirectory(work.resolve("files")).toString(),
                                Integer.toString(TREES_PER_BINDING),
                                binding == Binding.FFM ? "1" : "2");
        assertEquals(0, result.exit(), result.toString());
        assertEquals("0", result.get("complaints"), result.toString());
        assertEquals("0", result.get("crowd.signals"), result.toString());
        assertEquals("0", result.get("crowd.stopped"), result.toString());
        assertEquals("0", result.get("crowd.ended"), result.toString());
        assertEquals("0", result.get("zombies"), result.toString());
        // Or there was nothing that could have gone wrong.
        assertTrue(Integer.parseInt(result.get("crowd.stayed")) > 10, result.toString());
        assertTrue(Integer.parseInt(result.get("crowd.passed")) > 1000, result.toString());
        for (String outcome : new String[] {"GONE", "TERMINATED", "KILLED"}) {
            int members = Integer.parseInt(result.get("members." + outcome));
            assertTrue(members > TREES_PER_BINDING, result.toString());
        }
    }
}
