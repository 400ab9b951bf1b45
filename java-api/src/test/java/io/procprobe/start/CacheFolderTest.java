package io.procprobe.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.procprobe.testing.Binding;
import io.procprobe.testing.BindingTest;
import io.procprobe.testing.Children;
import io.procprobe.testing.Jvm;
import io.procprobe.testing.ProbeProgram;
import io.procprobe.testing.Proc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where a new JVM unpacks the bundled library, and what it does where it cannot. */
@EnabledOnOs(OS.LINUX)
class CacheFolderTest {
    private static final int JVMS_AT_ONCE = 8;

    @TempDir Path work;

    @BindingTest
    void theHomeIsTheUsualPlace(Binding binding) throws Exception {
        Jvm jvm = new Jvm(work).binding(binding);
        Jvm.Result first = jvm.run(ProbeProgram.class);
        assertEquals(binding.name(), first.get("binding"));
        Path library = Path.of(first.get("library"));
        assertEquals(jvm.home().resolve(".cache"), library.getParent().getParent());
        assertEquals(1, first.attempts().size());

        Object written = Files.getAttribute(library, "unix:ctime");
        Jvm.Result second = jvm.run(ProbeProgram.class);
        assertEquals(library, Path.of(second.get("library")));
        assertEquals(written, Files.getAttribute(library, "unix:ctime"), "it was written again");
    }

    @BindingTest
    void aChosenFolderComesFirst(Binding binding) throws Exception {
        Path chosen = work.resolve("a folder").resolve("chosen");
        Jvm.Result result =
                new Jvm(work)
                        .binding(binding)
                        .option("-Dprocprobe.cache.dir=" + chosen)
                        .run(ProbeProgram.class);
        assertTrue(Path.of(result.get("library")).startsWith(chosen), result.toString());
    }

    @BindingTest
    void aFolderThatCannotBeMadeIsPassedOver(Binding binding) throws Exception {
        Path file = Files.writeString(work.resolve("file"), "no folder");
        Jvm jvm = new Jvm(work).binding(binding);
        Jvm.Result result =
                jvm.option("-Dprocprobe.cache.dir=" + file.resolve("below"))
                        .run(ProbeProgram.class);
        assertTrue(Path.of(result.get("library")).startsWith(jvm.home()), result.toString());
        assertEquals(2, result.attempts().size());
        assertTrue(result.attempts().get(0).contains("unpacked below " + file.resolve("below")));
        assertTrue(result.attempts().get(1).endsWith(": loaded"));
    }

    @BindingTest
    void aFolderThatRunsNoCodeIsPassedOver(Binding binding) throws Exception {
        assumeMounting();
        Path noexec = Files.createDirectory(work.resolve("noexec"));
        Jvm jvm = new Jvm(work).binding(binding);
        Jvm.Result result =
                jvm.startedBy(
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o noexec none \"$0\" && exec \"$@\"",
                                noexec.toString())
                        .option("-Dprocprobe.cache.dir=" + noexec)
                        .run(ProbeProgram.class);
        assertTrue(Path.of(result.get("library")).startsWith(jvm.home()), result.toString());
        assertEquals(2, result.attempts().size());
        assertTrue(result.attempts().get(0).contains(noexec.toString()));
        assertTrue(result.attempts().get(0).contains("mounted noexec"), result.toString());
    }

    @BindingTest
    void aReadOnlyFolderIsPassedOver(Binding binding) throws Exception {
        // To root every folder is writable, unless its file system is not.
        assumeMounting();
        Path readOnly = Files.createDirectory(work.resolve("readonly"));
        Jvm jvm = new Jvm(work).binding(binding);
        Jvm.Result result =
                jvm.startedBy(
                                "unshare",
                                "-m",
                                "sh",
                                "-c",
                                "mount -t tmpfs -o ro none \"$0\" && exec \"$@\"",
                                readOnly.toString())
                        .option("-Dprocprobe.cache.dir=" + readOnly)
                        .run(ProbeProgram.class);
        assertTrue(Path.of(result.get("library")).startsWith(jvm.home()), result.toString());
        assertTrue(result.attempts().get(0).contains(readOnly.toString()), result.toString());
    }

    @BindingTest
    void jvmsThatStartAtOnceShareOneFile(Binding binding) throws Exception {
        List<Jvm> jvms = new ArrayList<>();
        List<Process> processes = new ArrayList<>();
        Path cache = work.resolve("cache");
        try {
            for (int i = 0; i < JVMS_AT_ONCE; i++) {
                Jvm jvm = new Jvm(Files.createDirectory(work.resolve("jvm" + i))).binding(binding);
                jvms.add(jvm.option("-Dprocprobe.cache.dir=" + cache));
                processes.add(jvm.start(ProbeProgram.class));
            }
            for (int i = 0; i < JVMS_AT_ONCE; i++) {
                Jvm.Result result = jvms.get(i).finish(processes.get(i));
                assertEquals("OK", result.get("own.status"));
                assertTrue(Path.of(result.get("library")).startsWith(cache), result.toString());
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        List<Path> folders = list(cache);
        assertEquals(1, folders.size());
        assertEquals(List.of(folders.get(0).resolve("libprocprobe.so")), list(folders.get(0)));
    }

    @BindingTest
    void anUnpackedFileThatWasDamagedIsReplaced(Binding binding) throws Exception {
        Jvm jvm = new Jvm(work).binding(binding);
        Path library = Path.of(jvm.run(ProbeProgram.class).get("library"));
        byte[] good = Files.readAllBytes(library);
        byte[] garbage = good.clone();
        garbage[garbage.length / 2] ^= 1;
        for (byte[] bad : List.of(garbage, new byte[0], Arrays.copyOf(good, 100))) {
            Files.write(library, bad);
            Jvm.Result result = jvm.run(ProbeProgram.class);
            assertEquals(library, Path.of(result.get("library")));
            assertEquals("OK", result.get("own.status"));
            assertArrayEquals(good, Files.readAllBytes(library));
        }
    }

    private static void assumeMounting() throws IOException, InterruptedException {
        assumeTrue(Proc.ownUid() == 0, "only root can mount a file system");
        assumeTrue(Children.hasTool("unshare"), "unshare(1) is not installed");
        Process process = new ProcessBuilder("unshare", "-m", "true").start();
        assumeTrue(process.waitFor() == 0, "no mount namespace can be made here");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
