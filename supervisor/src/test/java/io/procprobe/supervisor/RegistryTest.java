package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId;
import io.procprobe.TokenKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The file holds what was noted last, wherever it was cut off. */
class RegistryTest {
    private static final String BOOT = "boot";

    @TempDir Path work;

    private Registry.Opened open() throws IOException {
        return Registry.open(work.resolve("sub/registry"), "new", BOOT);
    }

    private Path file() {
        return work.resolve("sub/registry");
    }

    private static RegistryEntry entry(int number) {
        return new RegistryEntry(
                "spawn-" + number,
                null,
                Tags.of(Map.of("kind", "k\u00e4\"\n", "n", "" + number)),
                Instant.ofEpochSecond(1_000_000 + number),
                number % 2 == 0 ? null : Duration.ofMillis(number));
    }

    private static RegistryEntry alive(int number) {
        return entry(number).alive(new ProcessId(number, TokenKind.PIDFD_INODE, -number));
    }

    private List<RegistryEntry> found() throws IOException {
        Registry.Opened opened = open();
        opened.registry().close();
        assertEquals(0, opened.found().damagedLines());
        return opened.found().entries();
    }

    @Test
    void whatWasNotedIsFound() throws Exception {
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            registry.starting(entry(1));
            registry.starting(entry(2));
            registry.alive(alive(2));
            registry.starting(entry(3));
            registry.alive(alive(3));
            registry.ended("spawn-3");
        }
        assertEquals(List.of(entry(1), alive(2)), found());
    }

    @Test
    void itsNameStaysThatOfTheFirst() throws Exception {
        try (Registry registry = open().registry()) {
            assertEquals("new", registry.supervisor());
            registry.restart(List.of());
        }
        Registry.Opened again = Registry.open(file(), "other", "next boot");
        again.registry().close();
        assertEquals("new", again.registry().supervisor());
        assertEquals(BOOT, again.found().bootId());
    }

    /** Cut off at every byte: what was whole before is there, and nothing is half. */
    @Test
    void whereverItIsCutOffNothingIsHalf() throws Exception {
        List<Long> ends = new ArrayList<>();
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            ends.add(Files.size(file()));
            for (int i = 1; i <= 3; i++) {
                registry.alive(alive(i));
                ends.add(Files.size(file()));
            }
        }
        byte[] whole = Files.readAllBytes(file());
        for (int length = ends.get(0).intValue(); length <= whole.length; length++) {
            Files.write(file(), java.util.Arrays.copyOf(whole, length));
            int expected = 0;
            while (expected < 3 && ends.get(expected + 1) <= length) {
                expected++;
            }
            List<RegistryEntry> found = found();
            assertEquals(expected, found.size(), "cut off at " + length);
            for (int i = 0; i < expected; i++) {
                assertEquals(alive(i + 1), found.get(i));
            }
        }
    }

    @Test
    void damagedLinesAreCountedAndTheOthersUsed() throws Exception {
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            registry.alive(alive(1));
        }
        Files.writeString(
                file(),
                Files.readString(file())
                        + "garbage\n{\"event\":\"alive\"}\n{\"event\":\"alive\",\"spawn\":\"x\",\"pid\":0}\n"
                        + "{}{}\n\n"
                        + RegistryLines.alive(alive(2)));
        Registry.Opened opened = open();
        opened.registry().close();
        assertEquals(List.of(alive(1), alive(2)), opened.found().entries());
        assertEquals(5, opened.found().damagedLines());
    }

    @Test
    void whatIsNoRegistryIsLeftAlone() throws Exception {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "somebody's diary\n");
        assertThrows(IOException.class, this::open);
        assertEquals("somebody's diary\n", Files.readString(file()));
        Files.writeString(file(), "{\"procprobeRegistry\":2,\"supervisor\":\"x\"}\n");
        IOException e = assertThrows(IOException.class, this::open);
        assertTrue(e.getMessage().contains("version 2"), e.getMessage());
    }

    @Test
    void oneSupervisorHasIt() throws Exception {
        try (Registry first = open().registry()) {
            IOException e = assertThrows(IOException.class, this::open);
            assertTrue(e.getMessage().contains("in use"), e.getMessage());
            first.restart(List.of());
        }
        open().registry().close();
    }

    @Test
    void thePastIsForgotten() throws Exception {
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            registry.alive(alive(1));
            for (int i = 0; i < 5_000; i++) {
                registry.starting(entry(2));
                registry.ended("spawn-2");
            }
        }
        assertTrue(Files.readAllLines(file()).size() <= 1_010);
        assertEquals(List.of(alive(1)), found());
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no owner's permissions")
    void onlyItsOwnerReadsIt() throws Exception {
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            for (String name : List.of("registry", "registry.lock")) {
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(file().resolveSibling(name))));
            }
        }
    }

    private List<String> inAnotherJvm() throws Exception {
        Process jvm = OtherJvm.running(OpeningProgram.class, file().toString()).start();
        try {
            return Shell.output(jvm).lines().toList();
        } finally {
            jvm.destroyForcibly().waitFor();
        }
    }

    /** To close any descriptor of a file gives back what a process has locked of it. */
    @Test
    void anAttemptInVainUnlocksNothing() throws Exception {
        Path link = work.resolve("link");
        try (Registry first = open().registry()) {
            first.restart(List.of());
            Files.createSymbolicLink(link, file());
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, this::open);
                assertThrows(IOException.class, () -> Registry.open(link, "new", BOOT));
            }
            assertEquals(List.of("in use"), inAnotherJvm());
        }
        assertEquals(List.of("opened"), inAnotherJvm());
    }

    /** As a class loader does that has classes of its own. */
    @Test
    void anAttemptInVainUnlocksNothingOfOthersInThisJvm() throws Exception {
        Files.createDirectories(file().getParent());
        try (FileChannel others =
                FileChannel.open(
                        file().resolveSibling("registry.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            others.lock();
            for (int i = 0; i < 3; i++) {
                assertThrows(IOException.class, this::open);
            }
            assertEquals(List.of("in use"), inAnotherJvm());
        }
        open().registry().close();
        assertEquals(List.of("opened"), inAnotherJvm());
    }

    @Test
    void whatFailsToOpenLocksNothing() throws Exception {
        Files.createDirectories(file().getParent());
        for (String text : List.of("a line without an end", "{\"procprobeRegistry\":1,\"supervi")) {
            Files.writeString(file(), text);
            IOException e = assertThrows(IOException.class, this::open);
            assertTrue(e.getMessage().contains("no registry"), e.getMessage());
            assertEquals(text, Files.readString(file()));
        }
        Files.delete(file());
        open().registry().close();
        // An empty file is nobody's.
        Files.createFile(file());
        open().registry().close();
    }

    @Test
    void whatFailsToBeginAnewLocksNothing() throws Exception {
        Registry registry = open().registry();
        Path inTheWay = file().resolveSibling("registry.next");
        Files.createDirectories(inTheWay.resolve("not-empty"));
        assertThrows(IOException.class, () -> registry.restart(List.of()));
        Files.delete(inTheWay.resolve("not-empty"));
        try (Registry next = open().registry()) {
            next.restart(List.of());
        }
    }

    /** One that could not be noted is not in the next file either. */
    @Test
    void whatCouldNotBeWrittenHasNotHappened() throws Exception {
        Path inTheWay = file().resolveSibling("registry.next");
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            int written = 0;
            Files.createDirectories(inTheWay.resolve("not-empty"));
            try {
                // Until a new file is due, which cannot be.
                while (written < 100_000) {
                    registry.starting(entry(3));
                    written++;
                }
            } catch (IOException e) {
                assertTrue(written > 0);
            }
            assertThrows(IOException.class, () -> registry.alive(alive(1)));
            assertThrows(IOException.class, () -> registry.alive(alive(3)));
            Files.delete(inTheWay.resolve("not-empty"));
            registry.alive(alive(2));
        }
        assertEquals(List.of(entry(3), alive(2)), found());
    }

    @Test
    void interruptsDoNoHarm() throws Exception {
        int threads = 4;
        int each = 600;
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int first = 1 + i * each;
                writers.add(
                        CompletableFuture.runAsync(() -> noteInterrupted(registry, first, each)));
            }
            for (CompletableFuture<Void> writer : writers) {
                writer.get();
            }
        }
        assertEquals(threads * each / 2, found().size());
    }

    /** Each with an interrupt that is pending, and kept; half of them have ended then. */
    private static void noteInterrupted(Registry registry, int first, int count) {
        try {
            for (int i = first; i < first + count; i++) {
                Thread.currentThread().interrupt();
                registry.starting(entry(i));
                registry.alive(alive(i));
                if (i % 2 == 0) {
                    registry.ended("spawn-" + i);
                }
                assertTrue(Thread.interrupted());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
