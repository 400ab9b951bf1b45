package io.procprobe.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.conformance.support.Await;
import io.procprobe.conformance.support.Binding;
import io.procprobe.conformance.support.EachBinding;
import io.procprobe.conformance.support.ProbeProgram;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packed library is unpacked into a folder, which several JVMs may use at once. */
final class UnpackingTest {
    private static final String CACHE = "-Dprocprobe.cache.dir=";
    private static final String LETTERS = "\u00e4\u5b57";
    private static final int JVMS = 2;

    @TempDir Path work;

    /** Non-ASCII letters only where the locale lets Java use them in names of files at all. */
    private Path cache() {
        String encoding = System.getProperty("sun.jnu.encoding");
        boolean isKnown = Charset.forName(encoding).newEncoder().canEncode(LETTERS);
        return work.resolve("a folder" + (isKnown ? " " + LETTERS : ""));
    }

    /** As this JVM was started, but for the binding, and without a folder for the cache. */
    private static ProcessBuilder jvm(Binding binding, String... more) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            boolean isProperty = option.startsWith("-D") && !option.startsWith(CACHE);
            if (isProperty || option.startsWith("--enable-native-access")) {
                command.add(option);
            }
        }
        command.addAll(List.of(more));
        command.add("-D" + Binding.PROPERTY + "=" + binding.property());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ProbeProgram.class.getName());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    @EachBinding
    void jvmsThatStartAtOnceShareOneFile(Binding binding) throws Exception {
        List<Process> jvms = new ArrayList<>();
        Path cache = cache();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(jvm(binding, CACHE + cache).start());
            }
            for (Process jvm : jvms) {
                assertTrue(jvm.waitFor(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS));
                assertEquals(0, jvm.exitValue());
            }
            List<Path> unpacked = files(cache);
            for (Process jvm : jvms) {
                List<String> lines = jvm.inputReader().lines().toList();
                assertEquals(List.of(Path.of(lines.get(0))), unpacked);
                assertEquals("OK", lines.get(1));
            }
        } finally {
            jvms.forEach(Process::destroyForcibly);
        }
    }

    /** There a user's folders may have names that the arguments of java.exe cannot carry. */
    @EachBinding
    @EnabledOnOs(OS.WINDOWS)
    void theFolderOfAUserMayHaveAnyName(Binding binding) throws Exception {
        Path folder = Files.createDirectories(work.resolve(LETTERS + " Local"));
        ProcessBuilder builder = jvm(binding);
        builder.environment().put("LOCALAPPDATA", folder.toString());
        Process jvm = builder.start();
        try {
            assertTrue(jvm.waitFor(Await.DEADLINE.toNanos(), TimeUnit.NANOSECONDS));
            assertEquals("OK", jvm.inputReader().lines().toList().get(1));
            assertEquals(1, files(folder).size());
        } finally {
            jvm.destroyForcibly();
        }
    }

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).toList();
        }
    }
}
