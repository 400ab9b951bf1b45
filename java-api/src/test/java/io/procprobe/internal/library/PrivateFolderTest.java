package io.procprobe.internal.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Code is loaded only from folders into which nobody else can put a file. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no owner's permissions")
class PrivateFolderTest {
    private static final int NOBODY = 65534;

    @TempDir Path work;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void assertRefused(Path folder, String reason) throws IOException {
        IOException e = assertThrows(IOException.class, () -> PrivateFolder.ensure(folder));
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
    }

    private void assumeRoot() throws IOException {
        assumeTrue(
                (int) Files.getAttribute(work, "unix:uid") == 0,
                "only root can give a folder away");
    }

    @Test
    void aNewOneIsForItsOwnerOnly() throws Exception {
        Path folder = work.resolve("parents").resolve("that").resolve("are missing");
        PrivateFolder.ensure(folder);
        assertEquals("rwx------", permissions(folder));
        PrivateFolder.ensure(folder);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void oneThatOthersCanReadIsGood() throws Exception {
        Path folder = Files.createDirectory(work.resolve("folder"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        PrivateFolder.ensure(folder);
    }

    @Test
    void oneThatOthersCanWriteIsRefused() throws Exception {
        Path folder = Files.createDirectory(work.resolve("folder"));
        for (String open : List.of("rwxrwx---", "rwx----w-", "rwxrwxrwx")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(open));
            assertRefused(folder, "can be written by other users");
        }
    }

    @Test
    void oneOfSomebodyElseIsRefused() throws Exception {
        assumeRoot();
        Path folder = Files.createDirectory(work.resolve("folder"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(folder, "unix:uid", NOBODY);
        assertRefused(folder, "belongs to");
    }

    @Test
    void oneWhoseParentOthersCanWriteIsRefusedUnlessTheParentIsSticky() throws Exception {
        Path parent = Files.createDirectory(work.resolve("parent"));
        for (int open : new int[] {0777, 0770, 0702}) {
            Files.setAttribute(parent, "unix:mode", open);
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> PrivateFolder.ensure(parent.resolve("folder")));
            assertTrue(e.getMessage().contains("can be written by other users"), e.getMessage());
        }
        Files.setAttribute(parent, "unix:mode", 01777);
        PrivateFolder.ensure(parent.resolve("folder"));
        assertEquals("rwx------", permissions(parent.resolve("folder")));
    }

    @Test
    void oneWhoseParentIsOfSomebodyElseIsRefused() throws Exception {
        assumeRoot();
        Path parent = Files.createDirectory(work.resolve("parent"));
        Files.setAttribute(parent, "unix:uid", NOBODY);
        IOException e =
                assertThrows(
                        IOException.class, () -> PrivateFolder.ensure(parent.resolve("folder")));
        assertTrue(e.getMessage().contains("belongs to"), e.getMessage());
    }

    @Test
    void aLinkToAGoodOneIsRefused() throws Exception {
        Path good = work.resolve("good");
        PrivateFolder.ensure(good);
        assertRefused(Files.createSymbolicLink(work.resolve("link"), good), "is no folder");
        assertRefused(
                Files.createSymbolicLink(work.resolve("dangling"), work.resolve("missing")),
                "is no folder");
    }

    @Test
    void aFileIsRefused() throws Exception {
        assertRefused(Files.createFile(work.resolve("file")), "is no folder");
    }
}
