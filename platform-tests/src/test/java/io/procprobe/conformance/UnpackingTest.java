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
import org.junit.jupiter.api.io.TempDir;

/** The packed library is unpacked into a folder, which several JVMs may use at once. */
final class UnpackingTest {
    private static final String CACHE = "-Dprocprobe.cache.dir=";
    private static final int JVMS = 2;

    @TempDir Path work;

    /** Non-ASCII letters only where the locale lets Java use them in names of files at all. */
    private Path cache() {
        String letters = "\u00e4\u5b57";
        String encoding = System.getProperty("sun.jnu.encoding");
        boolean isKnown = Charset.forName(encoding).newEncoder().canEncode(letters);
        return work.resolve("a folder" + (isKnown ? " " + letters : ""));
    }

    /** As this JVM was started, but for the folder and the binding. */
    private static Process start(Binding binding, Path cache) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (option.startsWith("-D") || option.startsWith("--enable-native-access")) {
                command.add(option);
            }
        }
        command.add(CACHE + cache);
        command.add("-D" + Binding.PROPERTY + "=" + binding.property());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(ProbeProgram.class.getName());
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    @EachBinding
    void jvmsThatStartAtOnceShareOneFile(Binding binding) throws Exception {
        List<Process> jvms = new ArrayList<>();
        Path cache = cache();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(start(binding, cache));
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

    private static List<Path> files(Path folder) throws Exception {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(Files::isRegularFile).toList();
        }
    }
}
