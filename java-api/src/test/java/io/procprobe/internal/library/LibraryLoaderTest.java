package io.procprobe.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.procprobe.internal.jna.JnaFactory;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The order of the search and the record of it, with the real JNA and made-up surroundings. */
@EnabledOnOs(OS.LINUX)
class LibraryLoaderTest {
    private static final String FILE = Environment.ofThisJvm().platform().fileName();

    @TempDir Path work;

    /** Everything below the folder of the test, the last two folders but for one that works. */
    private Environments surroundings() throws Exception {
        return Environments.withLibrary()
                .property("user.home", work.resolve("home"))
                .property("java.io.tmpdir", work.resolve("tmp"));
    }

    private static List<String> described(LibraryLoader loader) {
        return loader.attempts().stream().map(Attempt::describe).toList();
    }

    @Test
    void theNamedFileComesFirst() throws Exception {
        Environments here = surroundings();
        Path given = BundledLibrary.of(here.make()).unpackBelow(work, 1);
        here.property("procprobe.library.path", given).property("java.library.path", work);
        LibraryLoader loader = new LibraryLoader(here.make());
        LibraryLoader.Loaded loaded = loader.load(new JnaFactory());
        assertEquals(given, loaded.path());
        assertEquals("JNA", loaded.binding().name());
        assertEquals(
                List.of("jna, procprobe.library.path " + given + ": loaded"), described(loader));
        assertFalse(Files.exists(work.resolve("home")), "it was unpacked without need");
    }

    @Test
    void failuresAreKeptInTheirOrder() throws Exception {
        Path garbage = Files.createDirectory(work.resolve("garbage"));
        Files.writeString(garbage.resolve(FILE), "no library");
        Path open = Files.createDirectory(work.resolve("home"));
        Environments here =
                surroundings()
                        .property("procprobe.library.path", work.resolve("missing"))
                        .property("java.library.path", ":" + work + ":" + garbage)
                        .property("procprobe.cache.dir", garbage.resolve(FILE));
        LibraryLoader loader = new LibraryLoader(here.make());
        LibraryLoader.Loaded loaded = loader.load(new JnaFactory());
        assertNotNull(loaded, () -> described(loader).toString());
        assertTrue(loaded.path().startsWith(open.resolve(".cache")));
        List<String> attempts = described(loader);
        assertEquals(4, attempts.size(), attempts.toString());
        assertEquals(
                "jna, procprobe.library.path " + work.resolve("missing") + ": no such file",
                attempts.get(0));
        assertTrue(attempts.get(1).startsWith("jna, java.library.path " + garbage.resolve(FILE)));
        assertTrue(attempts.get(2).startsWith("jna, bundled, unpacked below " + garbage));
        assertEquals(
                "jna, bundled, unpacked below " + open.resolve(".cache") + ": loaded",
                attempts.get(3));
    }

    @Test
    void aFolderThatOthersCanWriteIsPassedOver() throws Exception {
        Environments here = surroundings().property("procprobe.cache.dir", work.resolve("shared"));
        Path file = BundledLibrary.of(here.make()).unpackBelow(work.resolve("shared"), 1);
        Files.setPosixFilePermissions(
                file.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        LibraryLoader loader = new LibraryLoader(here.make());
        LibraryLoader.Loaded loaded = loader.load(new JnaFactory());
        assertTrue(loaded.path().startsWith(work.resolve("home")));
        assertTrue(described(loader).get(0).endsWith("can be written by other users"));
    }

    @Test
    void nothingThatWorksIsNoLibrary() throws Exception {
        Environments here = surroundings().without(Environment.ofThisJvm().platform().resource());
        LibraryLoader loader = new LibraryLoader(here.make());
        assertNull(loader.load(new JnaFactory()));
        assertEquals(1, loader.attempts().size());
        assertTrue(described(loader).get(0).startsWith("jna, bundled: no library for linux-"));
    }

    /** The message of such an exception is a path and nothing else. */
    @Test
    void anAttemptSaysWhyAndNotOnlyWhere() {
        String description = new Attempt("x", new AccessDeniedException("/folder")).describe();
        assertTrue(description.contains("/folder"), description);
        assertTrue(description.contains("AccessDenied"), description);
    }

    @Test
    void anAttemptIsOneLine() {
        for (Map.Entry<Throwable, String> failure :
                Map.<Throwable, String>of(
                                new IllegalStateException(), "x: IllegalStateException",
                                new IllegalStateException("why"), "x: why",
                                new IllegalStateException("one\ntwo"), "x: one two")
                        .entrySet()) {
            assertEquals(failure.getValue(), new Attempt("x", failure.getKey()).describe());
        }
    }
}
