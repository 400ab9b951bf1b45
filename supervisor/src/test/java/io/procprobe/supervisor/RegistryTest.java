package io.procprobe.supervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.ProcessId;
import io.procprobe.TokenKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** A thread that is interrupted while it writes closes the file under everybody. */
    @Test
    void anInterruptDoesNoHarm() throws Exception {
        try (Registry registry = open().registry()) {
            registry.restart(List.of());
            Thread.currentThread().interrupt();
            assertThrows(IOException.class, () -> registry.alive(alive(1)));
            assertTrue(Thread.interrupted());
            registry.alive(alive(2));
        }
        assertTrue(found().contains(alive(2)));
    }
}
