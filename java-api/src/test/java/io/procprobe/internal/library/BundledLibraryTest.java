package io.procprobe.internal.library;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Unpacking: whatever lies there before, the file afterwards holds what the jar holds. */
class BundledLibraryTest {
    private static final String RESOURCE = Environment.ofThisJvm().platform().resource();

    @TempDir Path work;
    private byte[] content;
    private BundledLibrary library;

    @BeforeEach
    void read() throws Exception {
        content = Environment.ofThisJvm().read(RESOURCE);
        library = BundledLibrary.of(Environments.withLibrary().make());
    }

    private void assertGood(Path file) throws IOException {
        assertArrayEquals(content, Files.readAllBytes(file));
        assertFalse(Files.isSymbolicLink(file));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList(), "something is left over");
        }
    }

    @Test
    void theFolderIsNamedAfterTheContent() throws Exception {
        Path file = library.unpackBelow(work.resolve("missing"), 1);
        assertGood(file);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        assertEquals(
                work.resolve("missing")
                        .resolve("procprobe-" + digest.substring(0, 32))
                        .resolve(Environment.ofThisJvm().platform().fileName()),
                file);
    }

    @Test
    void otherContentLiesInAnotherFolder() throws Exception {
        BundledLibrary other =
                BundledLibrary.of(
                        new Environments()
                                .resource(RESOURCE, new byte[] {1})
                                .resource(
                                        RESOURCE + ".sha256",
                                        "f".repeat(64).getBytes(StandardCharsets.US_ASCII))
                                .make());
        Path file = library.unpackBelow(work, 1);
        Path otherFile = other.unpackBelow(work, 1);
        assertNotEquals(file.getParent(), otherFile.getParent());
        assertGood(file);
    }

    @Test
    void whatIsThereAndGoodIsKept() throws Exception {
        Path file = library.unpackBelow(work, 1);
        FileTime longAgo = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(file, longAgo);
        Object before = Files.readAttributes(file, "*").get("fileKey");
        assertEquals(file, library.unpackBelow(work, 1));
        assertEquals(longAgo, Files.getLastModifiedTime(file));
        assertEquals(before, Files.readAttributes(file, "*").get("fileKey"));
    }

    @Test
    void whatIsDamagedIsReplaced() throws Exception {
        Path file = library.unpackBelow(work, 1);
        byte[] oneBit = content.clone();
        oneBit[oneBit.length / 2] ^= 1;
        byte[] longer = Arrays.copyOf(content, content.length + 1);
        byte[] shorter = Arrays.copyOf(content, content.length - 1);
        for (byte[] bad : List.of(oneBit, longer, shorter, new byte[0])) {
            Files.write(file, bad);
            assertEquals(file, library.unpackBelow(work, 1));
            assertGood(file);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a right there")
    void aLinkIsReplacedAndItsTargetLeftAlone() throws Exception {
        Path file = library.unpackBelow(work, 1);
        Path target = Files.write(work.resolve("target"), content);
        Files.delete(file);
        Files.createSymbolicLink(file, target);
        assertEquals(file, library.unpackBelow(work, 1));
        assertGood(file);
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void furtherCopiesHaveNamesOfTheirOwn() throws Exception {
        Path first = library.unpackBelow(work, 1);
        Path second = library.unpackBelow(work, 2);
        assertNotEquals(first, second);
        assertEquals(first.getParent(), second.getParent());
        assertArrayEquals(content, Files.readAllBytes(second));
    }

    @Test
    void aFolderInTheWayIsAnError() throws Exception {
        Path file = library.unpackBelow(work, 1);
        Files.delete(file);
        Files.createDirectories(file.resolve("full"));
        assertThrows(IOException.class, () -> library.unpackBelow(work, 1));
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList(), "a temporary file is left over");
        }
    }

    @Test
    void whatIsNotBundledIsNamed() throws Exception {
        for (String missing : List.of(RESOURCE, RESOURCE + ".sha256")) {
            Environment environment = Environments.withLibrary().without(missing).make();
            FileNotFoundException e =
                    assertThrows(FileNotFoundException.class, () -> BundledLibrary.of(environment));
            assertTrue(e.getMessage().contains(RESOURCE), e.getMessage());
        }
        Environment cut =
                Environments.withLibrary().resource(RESOURCE + ".sha256", new byte[31]).make();
        assertThrows(IOException.class, () -> BundledLibrary.of(cut));
    }
}
